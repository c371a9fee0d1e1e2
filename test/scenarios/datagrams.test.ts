/** GETs over the WRAPPER on UDP: datagrams are lost, come twice, and overtake one another. */
import assert from 'node:assert/strict';
import type { StackOutput } from '../../src/client/primitive.js';
import type { GetDataResult } from '../../src/cosem/result.js';
import { attribute } from '../support/apdus.js';
import { clientStack } from '../support/client-stacks.js';
import { FaultLine, type Faults } from '../support/fault-line.js';
import { simulatedMeter } from '../support/simulated-meter.js';
import { StackPair } from '../support/stack-pair.js';
import { VirtualClock } from '../support/virtual-clock.js';

const SERIAL = attribute(1, '0.0.96.1.0.255', 2);
const GETS = [
  [attribute(1, '0.0.42.0.0.255', 2)],
  [attribute(15, '0.0.40.0.0.255', 2)],
  [SERIAL, attribute(3, '1.0.1.8.0.255', 3), SERIAL],
  [attribute(7, '1.0.99.1.0.255', 3)],
  [SERIAL],
];

function pairOf(line?: Faults, seed = 0): StackPair {
  const clock = new VirtualClock();
  return new StackPair({
    stack: clientStack({ framing: 'wrapper', retryCounter: 5, settings: { datagrams: true } }),
    server: simulatedMeter('wrapper', clock, { limits: { maxPduSize: 200 } }),
    clock,
    up: new FaultLine(seed, line),
    down: new FaultLine(seed + 1, line),
  });
}

function textOf(results: readonly GetDataResult[]): string {
  return JSON.stringify(results, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
  );
}

const READ: readonly string[] = ['COSEM-OPEN.confirm', 'GET.confirm'];

/** One text an answer; fewer than were asked for after a breakdown. */
function readOnce(pair: StackPair): string[] {
  while (pair.unasked.length > 0) pair.outcome();
  const texts: string[] = [];
  let last: StackOutput = pair.open();
  for (const attributes of GETS) {
    if (!READ.includes(last.kind)) return texts;
    last = pair.ask({ kind: 'GET.request', attributes });
    if (last.kind === 'GET.confirm') texts.push(textOf(last.results));
  }
  pair.release();
  return texts;
}

const expected = readOnce(pairOf());

describe('over datagrams', () => {
  it('that all arrive once and in order', () => assert.equal(expected.length, GETS.length));

  const HARM: readonly (readonly [string, Faults])[] = [
    ['are lost', { drop: 0.1 }],
    ['come twice', { duplicate: 0.4 }],
    ['overtake one another', { late: 0.4 }],
    ['do all of this', { drop: 0.1, duplicate: 0.3, late: 0.3 }],
  ];
  for (const [harm, line] of HARM) {
    it(`some of which ${harm}, the values are right, or there are none`, () => {
      let whole = 0;
      for (let seed = 0; seed < 6; seed += 1) {
        const pair = pairOf(line, seed);
        for (let attempt = 0; attempt < 10; attempt += 1) {
          const texts = readOnce(pair);
          assert.deepEqual(texts, expected.slice(0, texts.length));
          whole += texts.length === expected.length ? 1 : 0;
        }
      }
      assert.ok(whole > 20, `${whole}`);
    });
  }
});
