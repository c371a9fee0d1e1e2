/** Whatever comes from the line: every request has exactly one outcome, with a code where it is an error. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { StackInput, StackOutput } from '../../src/client/primitive.js';
import { clientStack } from '../support/client-stacks.js';
import { ENERGY, SCALER } from '../support/conversation.js';
import { FaultLine } from '../support/fault-line.js';
import { simulatedMeter } from '../support/simulated-meter.js';
import { type Server, StackPair } from '../support/stack-pair.js';
import { wpdu } from '../support/tiny-wrapper.js';
import { VirtualClock } from '../support/virtual-clock.js';

const REQUESTS: readonly StackInput[] = [
  { kind: 'COSEM-OPEN.request' },
  { kind: 'GET.request', attributes: [ENERGY] },
  { kind: 'GET.request', attributes: [ENERGY, SCALER] },
  { kind: 'COSEM-RELEASE.request' },
];

const ANSWERS: Readonly<Record<string, readonly StackOutput['kind'][]>> = {
  'COSEM-OPEN.request': ['COSEM-OPEN.confirm', 'COSEM-ABORT.indication'],
  'GET.request': ['GET.confirm', 'GET.failed', 'COSEM-ABORT.indication'],
  'COSEM-RELEASE.request': ['COSEM-RELEASE.confirm'],
};

function goThrough(pair: StackPair): void {
  for (const request of REQUESTS) {
    const outcome = pair.ask(request);
    assert.ok(ANSWERS[request.kind]?.includes(outcome.kind), `${outcome.kind} to ${request.kind}`);
    if ('cause' in outcome) assert.match(outcome.cause.code, /^DLMS_[A-Z_]+$/);
    assert.deepEqual(pair.unasked, []);
  }
}

describe('on a line that spoils every other burst', () => {
  for (const framing of ['hdlc', 'wrapper'] as const) {
    it(`each request has one outcome over ${framing}`, () => {
      const faults = { drop: 0.1, duplicate: 0.2, corrupt: 0.5, noise: 0.3, split: 0.5 };
      for (let seed = 0; seed < 40; seed += 1) {
        const clock = new VirtualClock();
        const server = simulatedMeter(framing, clock);
        const lines = { up: new FaultLine(seed), down: new FaultLine(seed, faults) };
        goThrough(new StackPair({ stack: clientStack({ framing }), server, clock, ...lines }));
      }
    });
  }
});

describe('with a meter that says anything at all', () => {
  const burst = fc.uint8Array({ maxLength: 60 });
  const apdu = fc
    .tuple(fc.constantFrom(0x61, 0x63, 0xc4, 0xd8, 0x0e, 0x0f, 0xc2), fc.uint8Array({ maxLength: 40 }))
    .map(([tag, rest]) => Uint8Array.from([tag, ...rest]));

  const says = (bursts: readonly Uint8Array[]): Server => {
    let count = 0;
    return () => {
      count += 1;
      return bursts.slice(count - 1, count);
    };
  };

  for (const framing of ['hdlc', 'wrapper'] as const) {
    it(`each request has one outcome over ${framing}`, () => {
      fc.assert(
        fc.property(fc.array(burst, { maxLength: 8 }), (bursts) => {
          goThrough(new StackPair({ stack: clientStack({ framing }), server: says(bursts) }));
        }),
        { seed: 23, numRuns: 100 },
      );
    });
  }

  it('each request has one outcome where the octets stand in right headers', () => {
    fc.assert(
      fc.property(fc.array(apdu, { maxLength: 8 }), (apdus) => {
        const server = says(apdus.map((each) => wpdu(each)));
        goThrough(new StackPair({ stack: clientStack({ framing: 'wrapper' }), server }));
      }),
      { seed: 29, numRuns: 200 },
    );
  });
});
