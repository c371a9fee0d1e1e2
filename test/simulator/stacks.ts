/** Server stacks for tests, and the vectors they are fed with. */
import assert from 'node:assert/strict';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { type Faults, NO_FAULTS } from '../../src/simulator/faults.js';
import { type SimulatorOptions, siteOf } from '../../src/simulator/simulator-options.js';
import { type Framing, type ServerStack, serverStack } from '../../src/simulator/stack.js';
import { vectors } from '../support/shared.js';

export function stackOf(
  framing: Framing,
  options: SimulatorOptions = {},
  faults: Faults = NO_FAULTS,
): ServerStack {
  return serverStack(
    framing,
    siteOf(options, () => faults),
  );
}

/** The octets of a vector by its id. */
export function vectorOctets(root: string): (id: string) => Uint8Array {
  const byId = new Map(vectors(root).map(({ id, hex }) => [id, hex]));
  return (id) => {
    const hex = byId.get(id);
    assert.ok(hex !== undefined, `no vector ${id}`);
    return fromHex(hex);
  };
}

export function same(actual: Uint8Array | undefined, expected: Uint8Array | string): void {
  assert.equal(actual && toHex(actual), toHex(typeof expected === 'string' ? fromHex(expected) : expected));
}
