/** READ and WRITE as a simulated meter serves them. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { conformanceOf, SN_PROPOSAL } from '../../src/apdu/conformance.js';
import { decodeJoinedResults } from '../../src/apdu/joined-data.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import type { SimulatorOptions } from '../../src/simulator/simulator-options.js';
import { describeShared } from '../support/shared.js';
import { aarq, association, LOW, lowAarq, outcome, PASSWORD } from './association-fixture.js';
import { ask, decode, open } from './get-fixture.js';
import {
  baseNameOf,
  dataOf,
  joinedBlocks,
  name,
  OBJECT_LIST,
  objectsOf,
  openShort,
  part,
  readAll,
  readOctets,
  resultsIn,
  SN_CONTEXT,
  wholeData,
} from './read-fixture.js';
import { NOON } from './reading.js';
import { same, vectorOctets } from './stacks.js';

const DENIED = { kind: 'data-access-result', result: 'read-write-denied' } as const;
const UNDEFINED = { kind: 'data-access-result', result: 'object-undefined' } as const;
const NULL = { kind: 'null-data' } as const;
/** READ, service-unsupported. */
const UNSUPPORTED = '0E 05 03 02';

describeShared('associations by short names with the worked octets of the protocol', (root) => {
  const octets = vectorOctets(root);
  const worked: SimulatorOptions = { limits: { maxPduSize: 536, conformance: conformanceOf(0x1c0320) } };
  const lls = { ...LOW, password: '00000000', limits: worked.limits } as const;
  const cases: readonly (readonly [string, string, SimulatorOptions])[] = [
    ['aarq.sn.none', 'aare.sn.none', worked],
    ['aarq.sn.none', 'aare.sn.none', { ...worked, referencing: 'SN' }],
    ['aarq.sn.lls', 'aare.sn.none', lls],
  ];
  for (const [question, answer, options] of cases) {
    it(`answers ${question} with ${answer}`, () => {
      same(association(options, 32).answer(octets(question), NOON), octets(answer));
    });
  }

  it('refuses logical names where only short ones are allowed, and says so', () => {
    const answer = association({ referencing: 'SN' }).answer(octets('aarq.ln.none'), NOON);
    assert.equal(outcome(answer)[1], 'application-context-name-not-supported');
    assert.ok(toHex(answer ?? new Uint8Array()).includes('60857405080102'));
  });

  it('refuses a wrong password, and a conformance of logical names, in its own context', () => {
    const wrong = association(LOW, 32).answer(octets('aarq.sn.lls'), NOON);
    assert.equal(outcome(wrong)[1], 'authentication-failure');
    assert.ok(toHex(wrong ?? new Uint8Array()).includes('60857405080102'));
    const mixed = aarq(
      { applicationContextName: SN_CONTEXT },
      { proposedConformance: conformanceOf(0x00001f) },
    );
    assert.equal(outcome(association().answer(mixed, NOON))[2], 'incompatible-conformance');
  });

  it('gives every worked APDU, cut off anywhere, an answer or silence', () => {
    const meter = openShort();
    for (const id of ['sn.read.multi', 'sn.read.param', 'sn.read.block', 'sn.write', 'sn.write.block']) {
      for (let length = 1; length < octets(id).length; length += 1) {
        const answer = meter.answer(octets(id).subarray(0, length), NOON);
        assert.match(toHex(answer ?? new Uint8Array()), /^0E0[56]0300$/, `${id} ${length}`);
      }
    }
    for (let length = 0; length <= octets('sn.unconf.write').length; length += 1) {
      assert.equal(meter.answer(octets('sn.unconf.write').subarray(0, length), NOON), undefined);
    }
    for (const id of ['sn.inforep', 'sn.read.res', 'sn.write.res', 'get.normal.ldn', 'set.normal']) {
      same(meter.answer(octets(id), NOON), 'D8 02 02');
    }
  });
});

describe('a READ', () => {
  it('gives the same values as a GET', () => {
    const [short, long] = [openShort(), open()];
    // The association is another object, and the buffer of the profile comes in blocks.
    const plain = objectsOf(short).filter(({ classId }) => classId !== 12 && classId !== 7);
    for (const { baseName, classId, logicalName } of plain) {
      for (const attributeId of [1, 2, 3]) {
        const [result] = readAll(short, name(baseName + 8 * (attributeId - 1)));
        const response = decode(ask(long, { classId, logicalName, attributeId }));
        assert.ok(response.kind === 'get-response-normal');
        // Behind the last attribute of an object its methods stand, or the next object.
        if (response.result.kind === 'data') assert.deepEqual(result, response.result);
      }
    }
  });

  it('of several gives each its result, refusals among them', () => {
    const meter = openShort();
    const energy = baseNameOf(meter, '1.0.1.8.0.255');
    const results = readAll(meter, name(energy + 8), name(0x0003), name(energy + 16), name(energy + 0x28));
    assert.deepEqual(
      results.map(({ kind }) => kind),
      ['data', 'data-access-result', 'data', 'data-access-result'],
    );
    assert.deepEqual([results[1], results[3]], [UNDEFINED, DENIED]);
    assert.deepEqual(readAll(meter), []);
  });

  it('by the public client of a meter with a password is denied', () => {
    const energy = baseNameOf(openShort(), '1.0.1.8.0.255') + 8;
    assert.deepEqual(readAll(openShort({ options: LOW }), name(energy), name(0xfd08))[0], DENIED);
    assert.equal(readAll(openShort({ options: LOW }), name(0xfd08))[0]?.kind, 'data');
    const user = association(LOW, 32);
    const proposedConformance = SN_PROPOSAL;
    const request = lowAarq(PASSWORD, { applicationContextName: SN_CONTEXT }, { proposedConformance });
    assert.equal(outcome(user.answer(request, NOON))[0], 'accepted');
    assert.equal(readAll(user, name(energy))[0]?.kind, 'data');
  });

  it('of a part of the profile is a GET with a selection', () => {
    const [short, long] = [openShort(), open()];
    const entries = wholeData(fromHex('0204 06000000FA 06000000FC 120001 120000'));
    const buffer = baseNameOf(short, '1.0.99.1.0.255') + 8;
    const [result, wrong] = readAll(short, part(buffer, 2, entries), part(buffer, 9, entries));
    const profile = { classId: 7, logicalName: '1.0.99.1.0.255', attributeId: 2 };
    const response = decode(ask(long, { ...profile, selection: { selector: 2, parameters: entries } }));
    assert.ok(response.kind === 'get-response-normal');
    assert.deepEqual(result, response.result);
    assert.deepEqual(wrong, { kind: 'data-access-result', result: 'type-unmatched' });
  });

  it('is refused where it was not negotiated: lists, parts, reading at all', () => {
    const plain = openShort({ conformance: conformanceOf(0x180000) });
    same(readOctets(plain, [name(0xfd08), name(0xfd08)]), UNSUPPORTED);
    const reason = { kind: 'data-access-result', result: 'other-reason' } as const;
    assert.deepEqual(readAll(plain, part(0x0108, 0, NULL)), [reason]);
    same(readOctets(openShort({ conformance: conformanceOf(0x080000) }), [name(0xfd08)]), 'D8 02 02');
    same(openShort().answer(fromHex('05 01 06 01 00 01 00'), NOON), UNSUPPORTED);
    assert.deepEqual(
      readAll(openShort(), name(0xfd08), { kind: 'block-number-access', blockNumber: 1 })[1],
      reason,
    );
  });

  it('outside of an association is a ConfirmedServiceError, as is one that is too long or cannot be read', () => {
    same(association().answer(fromHex('05 01 02 FD 08'), NOON), '0E 05 02 01');
    same(association().answer(fromHex('06 01 02 FD 08 01 00'), NOON), '0E 06 02 01');
    assert.equal(association().answer(fromHex('16 01 02 FD 08 01 00'), NOON), undefined);
    const long = Array.from({ length: 700 }, () => name(0xfd08));
    same(readOctets(openShort(), long), '0E 05 03 01');
    same(openShort().answer(fromHex('05 01 09'), NOON), '0E 05 03 00');
  });
});

describe('a READ whose answer is long', () => {
  const whole = wholeData(fromHex(toHex(readOctets(openShort(), [name(OBJECT_LIST)]).subarray(3))));

  it('comes in blocks that hold a list of one result', () => {
    for (const pduSize of [12, 20, 64, 140, 300, 2048]) {
      const meter = openShort({ pduSize, options: { limits: { maxPduSize: 64 } } });
      const joined = joinedBlocks(meter, readOctets(meter, [name(OBJECT_LIST)]), pduSize);
      assert.deepEqual(decodeJoinedResults(joined), [{ kind: 'data', data: whole }]);
    }
  });

  it('comes in blocks that hold the Data alone, where the meter does it so', () => {
    const meter = openShort({ pduSize: 128, faults: { bareBlocks: true } });
    assert.deepEqual(wholeData(joinedBlocks(meter, readOctets(meter, [name(OBJECT_LIST)]), 128)), whole);
    const both = joinedBlocks(meter, readOctets(meter, [name(OBJECT_LIST), name(0x0003)]), 128);
    assert.deepEqual(decodeJoinedResults(both), [{ kind: 'data', data: whole }, UNDEFINED]);
  });

  it('gives a block once more when its request comes again, and no other', () => {
    const meter = openShort({ pduSize: 64 });
    const next = (blockNumber: number) => readOctets(meter, [{ kind: 'block-number-access', blockNumber }]);
    same(next(1), '0C 01 01 10');
    readOctets(meter, [name(OBJECT_LIST)]);
    const second = next(1);
    assert.deepEqual(next(1), second);
    same(next(7), '0C 01 01 13');
    same(next(2), '0C 01 01 10');
  });

  it('is refused without block transfer, the longest result first', () => {
    const conformance = conformanceOf(0x1c0320);
    const meter = openShort({ pduSize: 64, conformance });
    const results = readAll(meter, name(0xfd08), name(OBJECT_LIST));
    assert.deepEqual(
      results.map(({ kind }) => kind),
      ['data', 'data-access-result'],
    );
    const tiny = openShort({ pduSize: 12, conformance });
    same(
      readOctets(
        tiny,
        Array.from({ length: 10 }, () => name(0xfd08)),
      ),
      '0E 05 03 01',
    );
  });

  it('goes wrong with too many attributes where the meter is told to', () => {
    const list = (how: 'exception-response' | 'other-reason' | 'wrong count') =>
      readOctets(
        openShort({ faults: { list: { items: 2, how } } }),
        [1, 2, 3].map(() => name(0xfd08)),
      );
    same(list('exception-response'), '0E 05 03 00');
    same(list('other-reason'), '0C 03 01 FA 01 FA 01 FA');
    assert.equal(resultsIn(list('wrong count')).length, 2);
  });
});

describe('a method by its short name', () => {
  const control = baseNameOf(openShort(), '0.0.96.3.10.255');
  const hex = (value: number) => value.toString(16).padStart(4, '0');
  const state = (meter: ReturnType<typeof openShort>) => dataOf(readAll(meter, name(control + 8))[0]);

  it('is called by a READ with selector 0, and by a WRITE', () => {
    const meter = openShort();
    const read = (offset: number) => fromHex(`05 01 04 ${hex(control + offset)} 00 0F 00`);
    const write = (offset: number) => fromHex(`06 01 02 ${hex(control + offset)} 01 0F 00`);
    same(meter.answer(read(0x20), NOON), '0C 01 00 00');
    assert.deepEqual(state(meter), { kind: 'boolean', value: false });
    same(meter.answer(write(0x28), NOON), '0D 01 00');
    assert.deepEqual(state(meter), { kind: 'boolean', value: true });
    assert.equal(meter.answer(fromHex(`16 01 02 ${hex(control + 0x20)} 01 0F 00`), NOON), undefined);
    assert.deepEqual(state(meter), { kind: 'boolean', value: false });
  });

  it('is refused where it is locked, unknown, or read as if it were an attribute', () => {
    const meter = openShort();
    same(meter.answer(fromHex('05 01 04 FA 58 00 09 00'), NOON), '0C 01 01 03');
    same(meter.answer(fromHex('06 02 02 FA 40 02 00 03 02 09 00 00'), NOON), '0D 02 01 03 01 04');
    assert.deepEqual(readAll(meter, name(control + 0x20), part(control + 0x20, 1, NULL)), [
      DENIED,
      { kind: 'data-access-result', result: 'type-unmatched' },
    ]);
  });
});

describe('a WRITE', () => {
  it('to an attribute is denied, for this meter is configured in the factory', () => {
    same(openShort().answer(fromHex('06 02 02 FD 08 02 FD 10 02 00 00'), NOON), '0D 02 01 03 01 04');
  });

  it('with another number of values, in blocks, or not negotiated is refused as a whole', () => {
    same(openShort().answer(fromHex('06 02 02 FD 08 02 FD 10 01 00'), NOON), '0E 06 03 00');
    same(openShort().answer(fromHex('06 01 07 00 00 01 01 09 00'), NOON), '0E 06 03 02');
    const single = openShort({ conformance: conformanceOf(0x180000) });
    same(single.answer(fromHex('06 02 02 FD 08 02 FD 10 02 00 00'), NOON), '0E 06 03 02');
    const reader = openShort({ conformance: conformanceOf(0x100000) });
    same(reader.answer(fromHex('06 01 02 FD 08 01 00'), NOON), 'D8 02 02');
    same(openShort().answer(fromHex('06 01 04 FD 08 00 00 01 00'), NOON), '0D 01 01 FA');
  });
});

describe('octets of any kind in an association by short names', () => {
  it('give an answer or silence', () => {
    const meter = openShort({ pduSize: 64 });
    const octet = fc.constantFrom(0, 1, 2, 4, 5, 6, 7, 9, 0x0f, 0x10, 0xfa, 0xfd, 0x81, 0xff);
    const apdu = fc
      .tuple(fc.constantFrom(0x05, 0x06, 0x16, 0x18), fc.array(octet, { maxLength: 20 }))
      .map((parts) => Uint8Array.from(parts.flat()));
    const check = (octets: Uint8Array) => assert.notEqual(meter.answer(octets, NOON)?.length, 0);
    fc.assert(fc.property(apdu, check), { seed: 31, numRuns: 2000 });
  });
});
