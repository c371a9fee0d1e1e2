import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Data, decodeData, encodeData } from '../../src/cosem/data.js';
import { DATA_TAG } from '../../src/cosem/data-tag.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { type Coding, checkCoding, checkDecoding, decoded, encoded, failureOf } from '../encoding/coding.js';
import { describeShared, vectors } from '../support/shared.js';
import { anyData } from './any-data.js';

const DATA: Coding<Data> = { encode: encodeData, decode: decodeData };

const TABLE: readonly [hex: string, data: Data][] = [
  ['00', { kind: 'null-data' }],
  ['FF', { kind: 'dont-care' }],
  ['0301', { kind: 'boolean', value: true }],
  ['0300', { kind: 'boolean', value: false }],
  ['040A8040', { kind: 'bit-string', bits: '1000000001' }],
  ['0404A0', { kind: 'bit-string', bits: '1010' }],
  ['0400', { kind: 'bit-string', bits: '' }],
  ['05FFFFFFFE', { kind: 'double-long', value: -2 }],
  ['060001E240', { kind: 'double-long-unsigned', value: 123456 }],
  ['0743668000', { kind: 'floating-point', value: 230.5 }],
  ['0904DEADBEEF', { kind: 'octet-string', octets: fromHex('DEADBEEF') }],
  ['0A074142432D313233', { kind: 'visible-string', text: 'ABC-123' }],
  ['0A02B043', { kind: 'visible-string', text: '°C' }],
  ['0C076B5768C2B7C2B5', { kind: 'utf8-string', text: 'kWh·µ' }],
  ['0D42', { kind: 'bcd', value: 42 }],
  ['0DFF', { kind: 'bcd', value: Number.NaN }],
  ['0FFD', { kind: 'integer', value: -3 }],
  ['10FC18', { kind: 'long', value: -1000 }],
  ['11C8', { kind: 'unsigned', value: 200 }],
  ['1203E8', { kind: 'long-unsigned', value: 1000 }],
  ['14FFFFFFFFFFFFFFFE', { kind: 'long64', value: -2n }],
  ['1500000B3A73CE2FF2', { kind: 'long64-unsigned', value: 12345678901234n }],
  ['161E', { kind: 'enum', value: 30 }],
  ['1743668000', { kind: 'float32', value: 230.5 }],
  ['18BFF4000000000000', { kind: 'float64', value: -1.25 }],
  ['1907E8030F050C1E0000FFC400', { kind: 'date-time', octets: fromHex('07E8030F050C1E0000FFC400') }],
  ['1A07E8030F05', { kind: 'date', octets: fromHex('07E8030F05') }],
  ['1B0C1E0000', { kind: 'time', octets: fromHex('0C1E0000') }],
  ['1CFE', { kind: 'delta-integer', value: -2 }],
  ['1DFFFE', { kind: 'delta-long', value: -2 }],
  ['1EFFFFFFFE', { kind: 'delta-double-long', value: -2 }],
  ['1FFE', { kind: 'delta-unsigned', value: 254 }],
  ['20FFFE', { kind: 'delta-long-unsigned', value: 65534 }],
  ['21FFFFFFFE', { kind: 'delta-double-long-unsigned', value: 4294967294 }],
  ['0100', { kind: 'array', elements: [] }],
  [
    '020311010902010200',
    {
      kind: 'structure',
      elements: [
        { kind: 'unsigned', value: 1 },
        { kind: 'octet-string', octets: fromHex('0102') },
        { kind: 'null-data' },
      ],
    },
  ],
];

describe('Data', () => {
  for (const [hex, data] of TABLE) it(`${data.kind} ${hex}`, () => checkCoding(DATA, hex, data));

  it('every tag of the table has an example', () => {
    const shown = new Set(TABLE.map(([, { kind }]) => kind));
    assert.deepEqual(
      Object.keys(DATA_TAG).filter((kind) => !shown.has(kind as Data['kind'])),
      ['compact-array'],
    );
  });

  it('any octet but 00 is true', () => {
    assert.deepEqual(checkDecoding(DATA, '03FF'), { kind: 'boolean', value: true });
  });

  it('an octet-string written with a longer length than needed', () => {
    assert.deepEqual(checkDecoding(DATA, '098200020102'), { kind: 'octet-string', octets: fromHex('0102') });
  });

  it('a utf8-string with octets that are no UTF-8 is still a text', () => {
    assert.deepEqual(checkDecoding(DATA, '0C03 41FF42'), { kind: 'utf8-string', text: 'A\uFFFDB' });
  });

  it('the octets of a value do not change when the receive buffer is used again', () => {
    const buffer = Buffer.from('0902AABB', 'hex');
    const data = decodeData(new OctetReader(buffer));
    buffer.fill(0);
    assert.deepEqual(data, { kind: 'octet-string', octets: fromHex('AABB') });
  });

  it('tags that the book does not use are malformed', () => {
    for (const hex of ['08', '0B', '0E', '22', '80', 'FE']) {
      assert.equal(
        failureOf(() => decoded(DATA, `${hex}00000000`)),
        'DLMS_MALFORMED',
        hex,
      );
    }
  });

  it('thirty-two levels of nesting pass, more do not, however many come', () => {
    assert.equal(
      failureOf(() => decoded(DATA, `${'0101'.repeat(32)}00`)),
      undefined,
    );
    assert.equal(
      failureOf(() => decoded(DATA, `${'0101'.repeat(33)}00`)),
      'DLMS_MALFORMED',
    );
    assert.equal(
      failureOf(() => decoded(DATA, '0201'.repeat(100_000))),
      'DLMS_MALFORMED',
    );
  });

  it('counts and lengths that the input cannot back are truncations', () => {
    for (const hex of ['0184FFFFFFFF00', '0288FFFFFFFFFFFFFFFF00', '0984FFFFFFFF00', '0484FFFFFFFF00']) {
      assert.equal(
        failureOf(() => decoded(DATA, hex)),
        'DLMS_TRUNCATED',
        hex,
      );
    }
  });

  it('values that do not fit their type are not written', () => {
    const misfits: Data[] = [
      { kind: 'unsigned', value: 256 },
      { kind: 'unsigned', value: -1 },
      { kind: 'long', value: 0.5 },
      { kind: 'integer', value: Number.NaN },
      { kind: 'bcd', value: 100 },
      { kind: 'long64', value: 2n ** 63n },
      { kind: 'long64-unsigned', value: -1n },
      { kind: 'visible-string', text: '€' },
      { kind: 'bit-string', bits: '012' },
      { kind: 'date-time', octets: new Uint8Array(11) },
    ];
    for (const data of misfits) {
      assert.equal(
        failureOf(() => encoded(DATA, data)),
        'DLMS_VALUE_RANGE',
        data.kind,
      );
    }
  });

  it('any Data comes back as it went, and every truncation says so', () => {
    fc.assert(
      fc.property(anyData(), (data) => {
        const hex = encoded(DATA, data);
        assert.deepEqual(checkDecoding(DATA, hex), data);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('any octets give a value or one of two errors', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (octets) => {
        const failure = failureOf(() => decodeData(new OctetReader(octets)));
        assert.ok([undefined, 'DLMS_TRUNCATED', 'DLMS_MALFORMED'].includes(failure), failure);
      }),
      { seed: 8, numRuns: 2000 },
    );
  });
});

describeShared('Data of the reference', (root) => {
  const examples = vectors(root).filter(({ kind }) => kind === 'data' || kind === 'compact');

  it('is there', () => assert.ok(examples.length > 50));

  for (const { id, hex, meaning } of examples) {
    it(`${id}: ${meaning}`, () => {
      const data = checkDecoding(DATA, hex);
      assert.equal(encoded(DATA, data), hex);
    });
  }

  const GET_RESPONSE_NORMAL_DATA = /^C401..00/;
  for (const { id, hex, meaning } of vectors(root).filter(({ hex }) => GET_RESPONSE_NORMAL_DATA.test(hex))) {
    it(`${id}: the data of ${meaning}`, () => {
      const data = hex.slice(8);
      assert.equal(encoded(DATA, checkDecoding(DATA, data)), toHex(fromHex(data)));
    });
  }
});
