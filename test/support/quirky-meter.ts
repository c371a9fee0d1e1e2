/** The simulated meter with its misbehaviour, and a client that knows its quirks by their names. */
import assert from 'node:assert/strict';
import { hdlcQuirks } from '../../src/client/quirk-options.js';
import { quirkFault, quirkOptions } from '../../src/client/quirks.js';
import type { AttributeDescriptor } from '../../src/cosem/descriptor.js';
import type { Faults } from '../../src/simulator/faults.js';
import type { SimulatorOptions } from '../../src/simulator/simulator-options.js';
import { attribute } from './apdus.js';
import { clientStack } from './client-stacks.js';
import { tell } from './conversation.js';
import { FaultLine, type Faults as Harm } from './fault-line.js';
import { simulatedMeter } from './simulated-meter.js';
import { StackPair } from './stack-pair.js';
import { VirtualClock } from './virtual-clock.js';

export const NAME = attribute(1, '0.0.42.0.0.255', 2);
export const SERIAL = attribute(1, '0.0.96.1.0.255', 2);
export const OBJECTS = attribute(15, '0.0.40.0.0.255', 2);

/** What the simulated meter answers to NAME and SERIAL. */
export const NAMED = 'MFL0000012345678';
export const SERIAL_NUMBER = '12345678';

export interface QuirkyMeter {
  readonly framing?: 'hdlc' | 'wrapper';
  readonly faults?: Faults;
  readonly options?: SimulatorOptions;
  readonly harm?: Harm;
  readonly seed?: number;
}

export function meter(given: QuirkyMeter, ...quirks: readonly string[]): StackPair {
  const { framing = 'hdlc', faults = {}, options = {}, harm, seed = 1 } = given;
  for (const quirk of quirks) assert.equal(quirkFault(quirk), undefined);
  const { link, stack } = quirkOptions(quirks);
  const clock = new VirtualClock();
  return new StackPair({
    stack: clientStack({ framing, hdlc: hdlcQuirks(link), settings: stack }),
    server: simulatedMeter(framing, clock, options, faults),
    clock,
    up: new FaultLine(seed, harm),
    down: new FaultLine(seed + 1, harm),
  });
}

/** Octet-strings as text, arrays by their length, all else by its kind; or the error. */
export function texts(pair: StackPair, ...attributes: readonly AttributeDescriptor[]): string {
  const outcome = pair.ask({ kind: 'GET.request', attributes });
  if (outcome.kind !== 'GET.confirm') return tell(outcome);
  const told = outcome.results.map((result) => {
    if (result.kind !== 'data') return result.result;
    if ('octets' in result.data) return Buffer.from(result.data.octets).toString('latin1');
    return 'elements' in result.data ? `${result.data.elements.length} elements` : result.data.kind;
  });
  return told.join();
}
