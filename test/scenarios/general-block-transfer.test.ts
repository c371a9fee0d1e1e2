/**
 * General block transfer with the simulated meter, both ways: windows of all sizes, blocks that are lost,
 * doubled and out of order, in the meter or on the way, and meters that count blocks in their own way.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { conformanceOf } from '../../src/apdu/conformance.js';
import type { AttributeDescriptor } from '../../src/cosem/descriptor.js';
import type { GetDataResult } from '../../src/cosem/result.js';
import type { GbtFaults } from '../../src/simulator/faults.js';
import { attribute } from '../support/apdus.js';
import { type ClientOptions, clientStack } from '../support/client-stacks.js';
import { tell } from '../support/conversation.js';
import { FaultLine, type Faults } from '../support/fault-line.js';
import { simulatedMeter } from '../support/simulated-meter.js';
import { StackPair } from '../support/stack-pair.js';
import { VirtualClock } from '../support/virtual-clock.js';

const OBJECTS = attribute(15, '0.0.40.0.0.255', 2);
const NAME = attribute(1, '0.0.42.0.0.255', 2);
/** A request of four blocks. */
const SCALERS = ['1.8', '2.8', '3.8', '4.8', '32.7', '52.7', '72.7', '31.7', '51.7', '71.7']
  .flatMap((group) => [2, 3].map((id) => attribute(3, `1.0.${group}.0.255`, id)))
  .map((each) => ({ ...each, attributeId: 3 }));

/** general-block-transfer, multiple-references, get, selective-access, action; no blocks of GET's own. */
const GRANTED = conformanceOf(0x200215);
const FRAMINGS = ['hdlc', 'wrapper'] as const;

interface Case {
  readonly framing: 'hdlc' | 'wrapper';
  /** Blocks in a row: the meter's to us, ours to the meter. */
  readonly windows?: readonly [number, number];
  readonly gbt?: GbtFaults;
  readonly line?: Faults;
  readonly seed?: number;
  readonly maxPduSize?: number;
  readonly client?: Partial<ClientOptions>;
}

function pairOf({ framing, windows = [1, 1], gbt = {}, line: harm, seed = 1, ...rest }: Case): StackPair {
  const clock = new VirtualClock();
  const limits = { maxPduSize: rest.maxPduSize ?? 64, conformance: GRANTED, blockWindow: windows[1] };
  return new StackPair({
    stack: clientStack({
      framing,
      retryCounter: 5,
      settings: { blockWindow: windows[0], datagrams: framing === 'wrapper' && harm !== undefined },
      ...rest.client,
    }),
    server: simulatedMeter(framing, clock, { limits }, { gbt }),
    clock,
    up: new FaultLine(seed, harm),
    down: new FaultLine(seed + 1, harm),
  });
}

function get(pair: StackPair, ...attributes: readonly AttributeDescriptor[]): string {
  const outcome = pair.ask({ kind: 'GET.request', attributes });
  if (outcome.kind !== 'GET.confirm') return tell(outcome);
  return textOf(outcome.results);
}

/** What can be compared at a glance. */
function textOf(results: readonly GetDataResult[]): string {
  const text = JSON.stringify(results, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
  );
  return `${text.length} characters ${createHash('sha256').update(text).digest('hex')}`;
}

/** A long answer, a long request with a long answer, a short one. */
function readAll(pair: StackPair): string {
  assert.equal(tell(pair.open()), 'COSEM-OPEN.confirm');
  const values = [get(pair, OBJECTS), get(pair, ...SCALERS), get(pair, NAME), get(pair, OBJECTS)];
  assert.equal(tell(pair.release()), 'COSEM-RELEASE.confirm');
  return values.join('\n');
}

/** Undefined where the association broke down, or a GET failed, on the way. */
function readOnce(pair: StackPair): string | undefined {
  while (pair.unasked.length > 0) pair.outcome();
  if (pair.open().kind !== 'COSEM-OPEN.confirm') return undefined;
  const values: string[] = [];
  for (const attributes of [[OBJECTS], SCALERS, [NAME], [OBJECTS]]) {
    const outcome = pair.ask({ kind: 'GET.request', attributes });
    if (outcome.kind === 'COSEM-ABORT.indication') return undefined;
    if (outcome.kind !== 'GET.confirm') break;
    values.push(textOf(outcome.results));
  }
  pair.release();
  return values.length === 4 ? values.join('\n') : undefined;
}

/** Opens anew after each breakdown. */
function readStubbornly(pair: StackPair): string {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const values = readOnce(pair);
    if (values !== undefined) return values;
  }
  return assert.fail('never read');
}

const expected = readAll(pairOf({ framing: 'hdlc', maxPduSize: 0xffff }));

describe('general block transfer', () => {
  it('brings what comes in one piece where there is room', () => assert.match(expected, /^\d{5} char/));

  for (const framing of FRAMINGS) {
    for (const window of [1, 2, 7, 63]) {
      for (const ours of [1, 3]) {
        it(`over ${framing}, ${window} blocks of the meter in a row, ${ours} of ours`, () => {
          assert.equal(readAll(pairOf({ framing, windows: [window, ours] })), expected);
        });
      }
    }
  }

  const HABITS: readonly (readonly [string, GbtFaults])[] = [
    ['loses every third block', { loseEvery: 3 }],
    ['loses every block but the first', { loseEvery: 2 }],
    ['doubles its blocks', { double: true }],
    ['sends the blocks of a window from the last to the first', { reverse: true }],
    ['loses, doubles and turns round', { loseEvery: 5, double: true, reverse: true }],
    ['counts from 0', { firstNumber: 0 }],
    ['counts from 5', { firstNumber: 5 }],
    ['counts on from answer to answer', { neverReset: true }],
    ['counts beyond 65535', { firstNumber: 0xfffe }],
    ['says of each block that more follow', { alwaysStreaming: true }],
    ['does not count its acknowledgements', { uncountedAcknowledgements: true }],
  ];

  for (const framing of FRAMINGS) {
    for (const [habit, gbt] of HABITS) {
      for (const window of [1, 4]) {
        it(`over ${framing}, windows of ${window}, with a meter that ${habit}`, () => {
          assert.equal(readAll(pairOf({ framing, windows: [window, window], gbt })), expected);
        });
      }
    }
  }
});

describe('general block transfer over an HDLC line', () => {
  const HARM: readonly (readonly [string, Faults])[] = [
    ['drops', { drop: 0.03, split: 0.3 }],
    ['doubles', { duplicate: 0.1, split: 0.3 }],
    ['spoils', { corrupt: 0.03, split: 0.3 }],
  ];

  for (const [harm, line] of HARM) {
    for (const window of [1, 7]) {
      it(`that ${harm}, windows of ${window}: the values are right, or there are none`, () => {
        for (let seed = 0; seed < 4; seed += 1) {
          const pair = pairOf({ framing: 'hdlc', windows: [window, window], line, seed });
          assert.equal(readStubbornly(pair), expected);
        }
      });
    }
  }
});

describe('general block transfer over datagrams', () => {
  const HARM: readonly (readonly [string, Faults])[] = [
    ['lost', { drop: 0.1 }],
    ['doubled', { duplicate: 0.3 }],
    ['out of order', { late: 0.3 }],
    ['all of this', { drop: 0.05, duplicate: 0.2, late: 0.2 }],
  ];

  for (const [harm, line] of HARM) {
    for (const window of [1, 4, 20]) {
      it(`some of which are ${harm}, windows of ${window}: the values are right, or there are none`, () => {
        for (let seed = 0; seed < 10; seed += 1) {
          const pair = pairOf({ framing: 'wrapper', windows: [window, window], line, seed });
          assert.equal(readStubbornly(pair), expected);
        }
      });
    }
  }
});
