/** A protected association bears any octets in any of its states: an outcome, never an exception. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DISCONNECTED, RELEASE } from '../support/association-bench.js';
import { octetsOf } from '../support/recorded-conversation.js';
import { SecuredBench } from '../support/secured-bench.js';

/** Benches in each state, and what the meter would say next. */
const STATES: Readonly<Record<string, () => readonly [SecuredBench, string]>> = {
  associating: () => {
    const bench = new SecuredBench();
    return [bench, bench.says(bench.proposed())];
  },
  authenticating: () => {
    const bench = new SecuredBench();
    return [bench, bench.says(bench.challenged())];
  },
  asking: () => {
    const bench = new SecuredBench().associated();
    return [bench, bench.says(bench.asked())];
  },
  releasing: () => {
    const bench = new SecuredBench().associated();
    bench.put(RELEASE);
    return [bench, '6303800100'];
  },
};

/** Tags that mean something somewhere. */
const TAGS = [
  0x0c, 0x0e, 0x0f, 0x28, 0x2d, 0x61, 0x63, 0xc4, 0xc7, 0xcc, 0xcf, 0xd4, 0xd8, 0xdb, 0xdc, 0xdd, 0xdf, 0xe0,
];

function withoutValues(outputs: readonly string[]): void {
  for (const output of outputs) assert.doesNotMatch(output, /GET\.confirm|COSEM-OPEN/);
}

for (const [state, make] of Object.entries(STATES)) {
  describe(`a protected association while ${state}`, () => {
    it('bears any octets, and takes none of them for an answer', () => {
      const octets = fc.tuple(fc.constantFrom(...TAGS), fc.uint8Array({ maxLength: 60 }));
      fc.assert(
        fc.property(octets, ([tag, rest]) => {
          const [bench] = make();
          const hex = Buffer.from([tag, ...rest]).toString('hex');
          withoutValues([...bench.hear(hex), ...bench.put(DISCONNECTED)]);
        }),
        { seed: 9, numRuns: 150 },
      );
    });

    it('bears its answer with any octet changed', () => {
      const [, answer] = make();
      const length = octetsOf(answer).length;
      fc.assert(
        fc.property(fc.nat(length - 1), fc.integer({ min: 1, max: 255 }), (at, bits) => {
          const [bench, hex] = make();
          const changed = octetsOf(hex).map((octet, index) => (index === at ? octet ^ bits : octet));
          const outputs = bench.hear(Buffer.from(changed).toString('hex'));
          if (state !== 'associating') withoutValues(outputs);
          bench.put(DISCONNECTED);
          assert.ok(['idle', 'authenticating', 'asking'].includes(bench.association.state));
        }),
        { seed: 10, numRuns: 150 },
      );
    });
  });
}
