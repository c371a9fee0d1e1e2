/**
 * Every framing, authentication, information field length and window against the simulated meter, first on
 * a good line, then on lines that drop, double, spoil and split what they carry.
 */
import assert from 'node:assert/strict';
import type { LinkNegotiated, StackOutput } from '../../src/client/primitive.js';
import type { AttributeDescriptor } from '../../src/cosem/descriptor.js';
import type { GetDataResult } from '../../src/cosem/result.js';
import { attribute, told } from '../support/apdus.js';
import { clientStack } from '../support/client-stacks.js';
import { FaultLine, type Faults } from '../support/fault-line.js';
import { simulatedMeter } from '../support/simulated-meter.js';
import { StackPair } from '../support/stack-pair.js';
import { VirtualClock } from '../support/virtual-clock.js';

const NAME = attribute(1, '0.0.42.0.0.255', 2);
const ENERGY = attribute(3, '1.0.1.8.0.255', 2);
const SCALER = attribute(3, '1.0.1.8.0.255', 3);
const OBJECTS = attribute(15, '0.0.40.0.0.255', 2);
const CAPTURED = attribute(7, '1.0.99.1.0.255', 3);

interface Case {
  readonly framing: 'hdlc' | 'wrapper';
  readonly password?: string | undefined;
  readonly info: number;
  readonly window: number;
}

const CASES: readonly Case[] = (['None', 'Low'] as const).flatMap((auth) => {
  const password = auth === 'Low' ? 'LabPass1' : undefined;
  const sizes = [128, 256, 1024].flatMap((info) => [1, 3, 7].map((window) => ({ info, window })));
  return [
    ...sizes.map((size) => ({ framing: 'hdlc' as const, password, ...size })),
    { framing: 'wrapper' as const, password, info: 0, window: 0 },
  ];
});

function title({ framing, password, info, window }: Case): string {
  const auth = password === undefined ? 'None' : 'Low';
  return framing === 'hdlc' ? `HDLC, ${auth}, ${info} octets, window ${window}` : `WRAPPER, ${auth}`;
}

function parametersOf({ info, window }: Case): LinkNegotiated {
  return { maxInfoTransmit: info, maxInfoReceive: info, windowTransmit: window, windowReceive: window };
}

function pairOf(given: Case, seed = 0, faults: Faults = {}): StackPair {
  const { framing, password, info, window } = given;
  const clock = new VirtualClock();
  const limits = framing === 'hdlc' ? parametersOf(given) : {};
  const auth = password === undefined ? 'None' : 'Low';
  return new StackPair({
    stack: clientStack({
      framing,
      password,
      client: password === undefined ? 16 : 32,
      // The simulated meter grants less or as much: the smaller side decides.
      proposal: parametersOf({
        ...given,
        info: info === 256 ? 2030 : info,
        window: window === 3 ? 7 : window,
      }),
      retryCounter: 5,
    }),
    server: simulatedMeter(framing, clock, { auth, password, limits }),
    clock,
    up: new FaultLine(seed, faults),
    down: new FaultLine(seed + 1, faults),
  });
}

function get(pair: StackPair, ...attributes: readonly AttributeDescriptor[]): readonly GetDataResult[] {
  const outcome = pair.ask({ kind: 'GET.request', attributes });
  assert.ok(
    outcome.kind === 'GET.confirm',
    outcome.kind === 'GET.failed' ? outcome.cause.message : outcome.kind,
  );
  return outcome.results;
}

/** Reads everything that a good line gives; what changes with time (energy) is only checked for its kind. */
function readMeter(pair: StackPair): string[] {
  const [name] = get(pair, NAME);
  const [objects] = get(pair, OBJECTS);
  const [energy, scaler, again] = get(pair, ENERGY, SCALER, NAME);
  assert.equal(energy?.kind, 'data');
  return [name, objects, scaler, again, ...get(pair, CAPTURED)].map((result) =>
    JSON.stringify(result, asText),
  );
}

function asText(_: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
}

function nameOf(outcome: StackOutput): string {
  return outcome.kind === 'COSEM-ABORT.indication' ? told(outcome.cause) : outcome.kind;
}

describe('on a good line the simulated meter is read', () => {
  const seen = new Set<string>();
  for (const each of CASES) {
    it(title(each), () => {
      const pair = pairOf(each);
      const opened = pair.open();
      assert.ok(opened.kind === 'COSEM-OPEN.confirm', nameOf(opened));
      assert.deepEqual(opened.negotiated.link, each.framing === 'hdlc' ? parametersOf(each) : undefined);
      const values = readMeter(pair);
      assert.match(values[0] ?? '', /"octets":"4d464c/);
      seen.add(values.join());
      assert.equal(pair.release().kind, 'COSEM-RELEASE.confirm');
      assert.ok(pair.sent.length < 200, `${pair.sent.length} bursts`);
    });
  }

  it('and tells the same in each case', () => assert.equal(seen.size, 1));
});

const HARM: readonly (readonly [string, Faults])[] = [
  ['drops', { drop: 0.1, split: 0.5 }],
  ['doubles', { duplicate: 0.2, split: 0.5 }],
  ['spoils', { corrupt: 0.1, split: 0.5 }],
  ['mixes in noise', { noise: 0.1, split: 0.5 }],
  ['does all of this', { drop: 0.03, duplicate: 0.05, corrupt: 0.03, noise: 0.03, split: 0.5 }],
];

describe('on a bad line the values are right, or there are none', () => {
  const good = pairOf(CASES[0] ?? assert.fail());
  good.open();
  const expected = readMeter(good).join();

  for (const each of CASES.filter(({ framing, password }) => framing === 'hdlc' && password === undefined)) {
    for (const [at, [harm, faults]] of HARM.entries()) {
      it(`${title(each)}: a line that ${harm}`, () => {
        const harmed = [0, 1, 2].map((seed) => {
          const pair = pairOf(each, 1000 * at + each.info + each.window + 100 * seed, faults);
          assert.equal(readStubbornly(pair), expected);
          assert.equal(pair.release().kind, 'COSEM-RELEASE.confirm');
          return pair.harmed;
        });
        assert.ok(Math.max(...harmed) > 0);
      });
    }
  }

  it('WRAPPER: a line that only splits, as TCP does', () => {
    const pair = pairOf({ framing: 'wrapper', info: 0, window: 0 }, 5, { split: 1 });
    assert.equal(readStubbornly(pair), expected);
  });

  it('WRAPPER: a line that drops whole datagrams', () => {
    const harmed = Array.from({ length: 10 }, (_, seed) => {
      const pair = pairOf({ framing: 'wrapper', info: 0, window: 0 }, seed, { drop: 0.1 });
      assert.equal(readStubbornly(pair), expected);
      return pair.harmed;
    });
    assert.ok(Math.max(...harmed) > 1);
  });
});

/** Opens anew after each breakdown, as a session does; a line that works one time in a hundred is no line. */
function readStubbornly(pair: StackPair): string {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const values = readOnce(pair);
    if (values !== undefined) return values;
    while (pair.unasked.length > 0) pair.outcome();
  }
  return assert.fail('never read');
}

function readOnce(pair: StackPair): string | undefined {
  if (pair.open().kind !== 'COSEM-OPEN.confirm') return undefined;
  try {
    return readMeter(pair).join();
  } catch (error) {
    // A read that broke down has no values; wrong values would end in the caller's comparison.
    if (error instanceof assert.AssertionError) return undefined;
    throw error;
  }
}
