import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeJoinedData, decodeJoinedResults } from '../../src/apdu/joined-data.js';
import type { AttributeDescriptor } from '../../src/cosem/descriptor.js';
import { fromHex } from '../../src/encoding/hex.js';
import { demoMeter } from '../../src/simulator/demo-meter.js';
import { rawGetBlockSize } from '../../src/simulator/long-get.js';
import { readAttribute } from '../../src/simulator/object-model.js';
import {
  ask,
  blocks,
  decode,
  ENERGY,
  NAME,
  next,
  OBJECT_LIST,
  open,
  UNKNOWN,
  WITHOUT_BLOCKS,
} from './get-fixture.js';
import { contextOf, dataOf, elementsOf, NOON } from './reading.js';
import { same } from './stacks.js';

describe('GET of one attribute', () => {
  it('answers what exists, and says why not otherwise', () => {
    const meter = open();
    same(ask(meter, NAME), 'C4 01 C7 00 09 10 4D 46 4C 30 30 30 30 30 31 32 33 34 35 36 37 38');
    same(ask(meter, { ...NAME, attributeId: 1 }), 'C4 01 C7 00 09 06 00 00 2A 00 00 FF');
    same(ask(meter, UNKNOWN), 'C4 01 C7 01 04');
    same(ask(meter, { ...ENERGY, attributeId: 9 }), 'C4 01 C7 01 04');
    same(ask(meter, { ...ENERGY, attributeId: -1 }), 'C4 01 C7 01 04');
    same(ask(meter, { ...ENERGY, classId: 4 }), 'C4 01 C7 01 09');
  });

  it('gives attribute 0 as a structure of all attributes, where it was negotiated', () => {
    const everything = { classId: 3, logicalName: '1.0.1.8.0.255', attributeId: 0 };
    const response = decode(ask(open(), everything));
    assert.ok(response.kind === 'get-response-normal' && response.result.kind === 'data');
    assert.deepEqual(
      elementsOf(response.result.data).map(({ kind }) => kind),
      ['octet-string', 'double-long-unsigned', 'structure'],
    );
    same(ask(open(0xffff, { conformance: 0x001010 }), everything), 'C4 01 C7 01 04');
  });

  it('refuses selective access to an attribute without it, and where it was not negotiated', () => {
    const selection = { selector: 1, parameters: { kind: 'null-data' } } as const;
    same(ask(open(), { ...ENERGY, selection }), 'C4 01 C7 01 FA');
    same(ask(open(0xffff, { conformance: 0x001010 }), { ...NAME, selection }), 'C4 01 C7 01 FA');
  });
});

describe('GET of a long attribute', () => {
  const model = demoMeter();
  const list = readAttribute(contextOf(model, NOON), OBJECT_LIST);
  assert.ok(list.kind === 'data');

  it('comes in blocks that join to the whole object list, however small the PDU of the client', () => {
    for (const limit of [12, 13, 64, 137, 138, 139, 140, 267, 268, 269, 270, 1000]) {
      const meter = open(limit);
      assert.deepEqual(decodeJoinedData(blocks(meter, ask(meter, OBJECT_LIST), limit)), list.data);
    }
  });

  it('comes in blocks of the meter where the client has no limit', () => {
    for (const limit of [0, 0xffff]) {
      const meter = open(limit);
      assert.deepEqual(decodeJoinedData(blocks(meter, ask(meter, OBJECT_LIST), 2048)), list.data);
    }
  });

  it('fills each block to the limit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 12, max: 3000 }), (limit) => {
        const size = rawGetBlockSize(limit);
        const lengthOctets = (octets: number) => (octets < 0x80 ? 1 : octets < 0x100 ? 2 : 3);
        assert.ok(9 + lengthOctets(size) + size <= limit);
        assert.ok(9 + lengthOctets(size + 1) + size + 1 > limit);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('sends the same block again when the request for it is repeated', () => {
    const meter = open(500);
    ask(meter, OBJECT_LIST);
    const second = next(meter, 1);
    same(next(meter, 1), second);
    const third = decode(next(meter, 2));
    assert.ok(third.kind === 'get-response-with-datablock' && third.blockNumber === 3);
  });

  it('ends with an error when a block is asked for out of order', () => {
    const meter = open(500);
    ask(meter, OBJECT_LIST);
    same(next(meter, 5), 'C4 02 C7 01 00 00 00 05 01 13');
    same(next(meter, 1), 'C4 02 C7 01 00 00 00 01 01 10');
    ask(meter, OBJECT_LIST);
    same(next(meter, 0), 'C4 02 C7 01 00 00 00 00 01 13');
  });

  it('has no block to give when no long answer is under way', () => {
    const meter = open(500);
    same(next(meter, 1), 'C4 02 C7 01 00 00 00 01 01 10');
    ask(meter, OBJECT_LIST);
    ask(meter, NAME);
    same(next(meter, 1), 'C4 02 C7 01 00 00 00 01 01 10');
    const small = open(2000);
    blocks(small, ask(small, OBJECT_LIST), 2000);
    const over = decode(next(small, 99));
    assert.ok(over.kind === 'get-response-with-datablock' && over.result.kind === 'data-access-result');
  });

  it('is refused where blocks were not negotiated and the client cannot take it whole', () => {
    same(ask(open(500, { conformance: WITHOUT_BLOCKS }), OBJECT_LIST), 'C4 01 C7 01 FA');
    const whole = decode(ask(open(0, { conformance: WITHOUT_BLOCKS }), OBJECT_LIST));
    assert.deepEqual(whole.kind === 'get-response-normal' && whole.result, list);
  });

  it('gives a refusal in one piece, whatever the PDU', () => {
    same(ask(open(12), UNKNOWN), 'C4 01 C7 01 04');
  });
});

describe('GET of a list', () => {
  const model = demoMeter();
  const context = contextOf(model, NOON);
  const list = [ENERGY, UNKNOWN, NAME, { ...ENERGY, attributeId: 3 }, { ...ENERGY, classId: 1 }];
  const expected = list.map((attribute) => readAttribute(context, attribute));

  it('answers each attribute on its own, in order', () => {
    const response = decode(ask(open(), ...list));
    assert.deepEqual(response.kind === 'get-response-with-list' && response.results, expected);
  });

  it('comes in blocks where it is long', () => {
    for (const limit of [12, 20, 30]) {
      const meter = open(limit);
      assert.deepEqual(decodeJoinedResults(blocks(meter, ask(meter, ...list), limit)), expected);
    }
  });

  it('refuses the longest ones where it cannot come in blocks', () => {
    const answer = ask(open(40, { conformance: WITHOUT_BLOCKS }), OBJECT_LIST, ENERGY, NAME);
    assert.ok(answer.length <= 40);
    const response = decode(answer);
    assert.ok(response.kind === 'get-response-with-list');
    assert.deepEqual(response.results, [
      { kind: 'data-access-result', result: 'other-reason' },
      { kind: 'data', data: dataOf(model, ENERGY.logicalName, 2, NOON) },
      { kind: 'data', data: dataOf(model, NAME.logicalName, 2, NOON) },
    ]);
  });

  it('is refused as a whole where not even the reasons fit', () => {
    const many = new Array<AttributeDescriptor>(30).fill(NAME);
    same(ask(open(20, { conformance: WITHOUT_BLOCKS }), ...many), 'D8 02 04');
  });

  it('may be empty', () => {
    same(open().answer(fromHex('C0 03 C1 00'), NOON), 'C4 03 C1 00');
  });
});

describe('a meter that takes lists of at most two attributes', () => {
  const tooMany = [NAME, ENERGY, NAME];

  it('serves what it can', () => {
    const meter = open(0xffff, { faults: { list: { items: 2, how: 'exception-response' } } });
    assert.equal(decode(ask(meter, NAME, ENERGY)).kind, 'get-response-with-list');
    assert.equal(decode(ask(meter, NAME)).kind, 'get-response-normal');
  });

  it('may answer a longer one with an exception', () => {
    same(
      ask(open(0xffff, { faults: { list: { items: 2, how: 'exception-response' } } }), ...tooMany),
      'D8 02 03',
    );
  });

  it('may refuse each attribute', () => {
    const faults = { list: { items: 2, how: 'other-reason' } } as const;
    same(ask(open(0xffff, { faults }), ...tooMany), 'C4 03 C7 03 01 FA 01 FA 01 FA');
  });

  it('may leave some out', () => {
    const faults = { list: { items: 2, how: 'wrong count' } } as const;
    const response = decode(ask(open(0xffff, { faults }), ...tooMany));
    assert.ok(response.kind === 'get-response-with-list' && response.results.length === 2);
  });
});

describe('a meter with tiny blocks', () => {
  it('cuts what would fit', () => {
    const meter = open(0xffff, { faults: { blockSize: 7 } });
    const joined = blocks(meter, ask(meter, NAME), 17);
    assert.deepEqual(decodeJoinedData(joined), dataOf(demoMeter(), NAME.logicalName, 2, NOON));
  });
});
