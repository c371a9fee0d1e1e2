/**
 * Both kinds of referencing over every framing and authentication against the simulated meter: the same
 * numbers each time. By short names the client begins with the object list, and knows nothing else.
 */
import assert from 'node:assert/strict';
import type { LinkNegotiated, StackOutput } from '../../src/client/primitive.js';
import type { AttributeDescriptor } from '../../src/cosem/descriptor.js';
import { decodeObjectListSn } from '../../src/cosem/object-list-sn.js';
import type { GetDataResult } from '../../src/cosem/result.js';
import { attributeShortName } from '../../src/cosem/short-name.js';
import type { SimulatorOptions } from '../../src/simulator/simulator-options.js';
import { attribute, shortNamed, told } from '../support/apdus.js';
import { clientStack } from '../support/client-stacks.js';
import { FaultLine, type Faults } from '../support/fault-line.js';
import { simulatedMeter } from '../support/simulated-meter.js';
import { StackPair } from '../support/stack-pair.js';
import { VirtualClock } from '../support/virtual-clock.js';

const OBJECT_LIST = shortNamed(0xfa08, 12, '0.0.40.0.0.255');
const NAME = attribute(1, '0.0.42.0.0.255', 2);
const ENERGY = attribute(3, '1.0.1.8.0.255', 2);
const SCALER = attribute(3, '1.0.1.8.0.255', 3);
const CAPTURED = attribute(7, '1.0.99.1.0.255', 3);
const FIRST_ROWS: AttributeDescriptor = {
  ...attribute(7, '1.0.99.1.0.255', 2),
  selection: {
    selector: 2,
    parameters: {
      kind: 'structure',
      elements: [
        { kind: 'double-long-unsigned', value: 1 },
        { kind: 'double-long-unsigned', value: 40 },
        { kind: 'long-unsigned', value: 1 },
        { kind: 'long-unsigned', value: 3 },
      ],
    },
  },
};

interface Case {
  readonly framing: 'hdlc' | 'wrapper';
  readonly referencing: 'LN' | 'SN';
  readonly password?: string | undefined;
  /** Octets that the client takes at most: a small PDU is what makes blocks. */
  readonly pduSize: number;
  readonly link?: LinkNegotiated;
}

const SMALL: LinkNegotiated = {
  maxInfoTransmit: 128,
  maxInfoReceive: 128,
  windowTransmit: 1,
  windowReceive: 1,
};
const LARGE: LinkNegotiated = {
  maxInfoTransmit: 512,
  maxInfoReceive: 512,
  windowTransmit: 7,
  windowReceive: 7,
};

const CASES: readonly Case[] = (['LN', 'SN'] as const).flatMap((referencing) =>
  [undefined, 'LabPass1'].flatMap((password) =>
    [128, 0xffff].flatMap((pduSize): Case[] => [
      { framing: 'hdlc', referencing, password, pduSize, link: SMALL },
      { framing: 'hdlc', referencing, password, pduSize, link: LARGE },
      { framing: 'wrapper', referencing, password, pduSize },
    ]),
  ),
);

function title({ framing, referencing, password, pduSize, link }: Case): string {
  const window = link === undefined ? '' : ` window ${link.windowReceive},`;
  return `${framing}, ${referencing}, ${password === undefined ? 'None' : 'Low'},${window} PDU of ${pduSize}`;
}

interface Line {
  readonly seed: number;
  readonly faults: Faults;
}

function pairOf(given: Case, { seed, faults }: Line = { seed: 0, faults: {} }): StackPair {
  const { framing, referencing, password, pduSize, link } = given;
  const clock = new VirtualClock();
  const options: SimulatorOptions = {
    auth: password === undefined ? 'None' : 'Low',
    password,
    limits: link ?? {},
  };
  return new StackPair({
    stack: clientStack({
      framing,
      referencing,
      password,
      client: password === undefined ? 16 : 32,
      proposal: link,
      maxReceivePduSize: pduSize,
      retryCounter: 5,
    }),
    server: simulatedMeter(framing, clock, options),
    clock,
    up: new FaultLine(seed, faults),
    down: new FaultLine(seed + 1, faults),
  });
}

function get(pair: StackPair, ...attributes: readonly AttributeDescriptor[]): readonly GetDataResult[] {
  const outcome = pair.ask({ kind: 'GET.request', attributes });
  assert.ok(outcome.kind === 'GET.confirm', nameOf(outcome));
  return outcome.results;
}

/** Gives attributes their short names, from the meter's own object list. */
function namesOf(pair: StackPair): (named: AttributeDescriptor) => AttributeDescriptor {
  const [list] = get(pair, OBJECT_LIST);
  assert.ok(list?.kind === 'data');
  const baseNames = new Map(decodeObjectListSn(list.data).map((each) => [each.logicalName, each.baseName]));
  return (named) => {
    const baseName = baseNames.get(named.logicalName) ?? assert.fail(named.logicalName);
    return { ...named, shortName: attributeShortName(baseName, named.attributeId) };
  };
}

/** What does not change with time; the energy is checked for its kind alone. */
function readMeter(pair: StackPair, { referencing }: Case): string {
  const name = referencing === 'SN' ? namesOf(pair) : (plain: AttributeDescriptor) => plain;
  const first = get(pair, name(NAME));
  const [energy, ...scalers] = get(pair, name(ENERGY), name(SCALER), name(NAME));
  assert.equal(energy?.kind, 'data');
  const rows = get(pair, name(FIRST_ROWS));
  return JSON.stringify([...first, ...scalers, ...get(pair, name(CAPTURED)), ...rows], asText);
}

function asText(_: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
}

function nameOf(outcome: StackOutput): string {
  if (outcome.kind === 'GET.failed') return outcome.cause.message;
  return outcome.kind === 'COSEM-ABORT.indication' ? told(outcome.cause) : outcome.kind;
}

describe('a meter read by logical and by short names', () => {
  const seen = new Set<string>();
  for (const each of CASES) {
    it(title(each), () => {
      const pair = pairOf(each);
      const opened = pair.open();
      assert.ok(opened.kind === 'COSEM-OPEN.confirm', nameOf(opened));
      assert.equal(opened.negotiated.conformance.has(each.referencing === 'LN' ? 'get' : 'read'), true);
      assert.equal(opened.negotiated.vaaName, each.referencing === 'LN' ? 7 : 0xfa00);
      seen.add(readMeter(pair, each));
      assert.equal(pair.release().kind, 'COSEM-RELEASE.confirm');
    });
  }

  it('tells the same in each case', () => assert.equal(seen.size, 1));
});

describe('a meter that allows only the other kind of names', () => {
  for (const referencing of ['LN', 'SN'] as const) {
    it(`refuses ${referencing}, and the error names the setting`, () => {
      const clock = new VirtualClock();
      const allowed = referencing === 'LN' ? 'SN' : 'LN';
      const pair = new StackPair({
        stack: clientStack({ framing: 'hdlc', referencing }),
        server: simulatedMeter('hdlc', clock, { referencing: allowed }),
        clock,
      });
      const opened = pair.open();
      assert.ok(opened.kind === 'COSEM-ABORT.indication');
      assert.equal(told(opened.cause), 'DLMS_CONTEXT_NOT_SUPPORTED association settings');
      assert.match(opened.cause.hint ?? '', /SN or LN/);
    });
  }
});

const HARM: readonly (readonly [string, Faults])[] = [
  ['drops', { drop: 0.1, split: 0.5 }],
  ['doubles', { duplicate: 0.2, split: 0.5 }],
  ['spoils', { corrupt: 0.1, split: 0.5 }],
  ['mixes in noise', { noise: 0.1, split: 0.5 }],
  ['does all of this', { drop: 0.03, duplicate: 0.05, corrupt: 0.03, noise: 0.03, split: 0.5 }],
];

describe('by short names on a bad line the values are right, or there are none', () => {
  const good = CASES[0] ?? assert.fail();
  const reference = pairOf(good);
  reference.open();
  const expected = readMeter(reference, good);

  for (const each of CASES.filter(({ framing, referencing }) => framing === 'hdlc' && referencing === 'SN')) {
    for (const [at, [harm, faults]] of HARM.entries()) {
      it(`${title(each)}: a line that ${harm}`, () => {
        const harmed = [0, 1].map((seed) => {
          const pair = pairOf(each, { seed: 2000 * at + each.pduSize + 100 * seed, faults });
          assert.equal(readStubbornly(pair, each), expected);
          return pair.harmed;
        });
        assert.ok(Math.max(...harmed) > 0);
      });
    }
  }

  for (const each of CASES.filter(
    ({ framing, referencing }) => framing === 'wrapper' && referencing === 'SN',
  )) {
    it(`${title(each)}: a line that splits, as TCP does`, () => {
      const pair = pairOf(each, { seed: 5, faults: { split: 1 } });
      assert.equal(readStubbornly(pair, each), expected);
    });

    it(`${title(each)}: a line that drops whole datagrams: nothing is asked twice in one association`, () => {
      const drop = each.pduSize < 1000 ? 0.03 : 0.1;
      const harmed = Array.from({ length: 8 }, (_, seed) => {
        const pair = pairOf(each, { seed, faults: { drop } });
        assert.equal(readStubbornly(pair, each), expected);
        assert.ok(
          pair.sent.every((burst, at) => String(burst) !== String(pair.sent[at - 1]) || isAarq(burst)),
        );
        return pair.harmed;
      });
      assert.ok(Math.max(...harmed) > 0);
    });
  }
});

/** The first octet of the APDU in a WPDU. */
function isAarq(burst: Uint8Array): boolean {
  return burst[8] === 0x60;
}

/** Opens anew after each breakdown, as a session does; a line that works one time in a hundred is no line. */
function readStubbornly(pair: StackPair, given: Case): string {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const values = readOnce(pair, given);
    if (values !== undefined) return values;
    while (pair.unasked.length > 0) pair.outcome();
  }
  return assert.fail('never read');
}

function readOnce(pair: StackPair, given: Case): string | undefined {
  if (pair.open().kind !== 'COSEM-OPEN.confirm') return undefined;
  try {
    return readMeter(pair, given);
  } catch (error) {
    // A read that broke down has no values; wrong values would end in the caller's comparison.
    if (error instanceof assert.AssertionError) return undefined;
    throw error;
  }
}
