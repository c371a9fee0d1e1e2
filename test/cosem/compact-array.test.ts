import assert from 'node:assert/strict';
import { type Data, decodeData, encodeData } from '../../src/cosem/data.js';
import { fromHex } from '../../src/encoding/hex.js';
import { type Coding, checkCoding, decoded, encoded, failureOf } from '../encoding/coding.js';

const DATA: Coding<Data> = { encode: encodeData, decode: decodeData };

describe('compact-array', () => {
  it('three long-unsigned', () => {
    checkCoding(DATA, '131206000100020003', {
      kind: 'compact-array',
      type: { kind: 'long-unsigned' },
      elements: [1, 2, 3].map((value) => ({ kind: 'long-unsigned' as const, value })),
    });
  });

  it('structures whose strings keep their length', () => {
    checkCoding(DATA, '13020209110902AABB050301020306', {
      kind: 'compact-array',
      type: { kind: 'structure', elements: [{ kind: 'octet-string' }, { kind: 'unsigned' }] },
      elements: [
        {
          kind: 'structure',
          elements: [
            { kind: 'octet-string', octets: fromHex('AABB') },
            { kind: 'unsigned', value: 5 },
          ],
        },
        {
          kind: 'structure',
          elements: [
            { kind: 'octet-string', octets: fromHex('010203') },
            { kind: 'unsigned', value: 6 },
          ],
        },
      ],
    });
  });

  it('arrays of fixed count', () => {
    checkCoding(DATA, '13010002110401020304', {
      kind: 'compact-array',
      type: { kind: 'array', count: 2, element: { kind: 'unsigned' } },
      elements: [
        [1, 2],
        [3, 4],
      ].map((row) => ({
        kind: 'array' as const,
        elements: row.map((value) => ({ kind: 'unsigned' as const, value })),
      })),
    });
  });

  it('a column of null-data takes no octets', () => {
    checkCoding(DATA, '13020200110105', {
      kind: 'compact-array',
      type: { kind: 'structure', elements: [{ kind: 'null-data' }, { kind: 'unsigned' }] },
      elements: [{ kind: 'structure', elements: [{ kind: 'null-data' }, { kind: 'unsigned', value: 5 }] }],
    });
  });

  it('without contents it has no elements', () => {
    checkCoding(DATA, '131200', { kind: 'compact-array', type: { kind: 'long-unsigned' }, elements: [] });
    checkCoding(DATA, '130000', { kind: 'compact-array', type: { kind: 'null-data' }, elements: [] });
  });

  it('contents that end within an element are malformed, not a request for more octets', () => {
    assert.equal(
      failureOf(() => decoded(DATA, '1312050001000200')),
      'DLMS_MALFORMED',
    );
  });

  it('contents for elements that take no octets are malformed', () => {
    assert.equal(
      failureOf(() => decoded(DATA, '13000105')),
      'DLMS_MALFORMED',
    );
    assert.equal(
      failureOf(() => decoded(DATA, '1302000105')),
      'DLMS_MALFORMED',
    );
  });

  it('a type description that multiplies null-data beyond all octets is malformed, and soon', () => {
    const nestedArrays = '01FFFF'.repeat(8);
    assert.equal(
      failureOf(() => decoded(DATA, `13${nestedArrays}000105`)),
      'DLMS_MALFORMED',
    );
    assert.equal(
      failureOf(() => decoded(DATA, `130202${nestedArrays}00110105`)),
      'DLMS_MALFORMED',
    );
  });

  it('a long profile with many columns of null-data passes', () => {
    const rows = 3000;
    const type = `0215${'00'.repeat(20)}11`;
    const data = decoded(DATA, `13${type}82${rows.toString(16).padStart(4, '0')}${'05'.repeat(rows)}`);
    assert.ok(data.kind === 'compact-array');
    assert.equal(data.elements.length, rows);
  });

  it('many compact arrays share what they may hold beyond their octets', () => {
    const multiplied = '13020201FFF000110105';
    assert.equal(
      failureOf(() => decoded(DATA, `0101${multiplied}`)),
      undefined,
    );
    assert.equal(
      failureOf(() => decoded(DATA, `0102${multiplied}${multiplied}`)),
      'DLMS_MALFORMED',
    );
  });

  it('a type description that nests too deeply, or a compact-array in a compact-array, is malformed', () => {
    assert.equal(
      failureOf(() => decoded(DATA, `13${'010001'.repeat(40)}110105`)),
      'DLMS_MALFORMED',
    );
    assert.equal(
      failureOf(() => decoded(DATA, '1313110105')),
      'DLMS_MALFORMED',
    );
    assert.equal(
      failureOf(() => decoded(DATA, '13080105')),
      'DLMS_MALFORMED',
    );
  });

  it('elements that are not of the type are not written', () => {
    const unmatched: Data = {
      kind: 'compact-array',
      type: { kind: 'array', count: 2, element: { kind: 'unsigned' } },
      elements: [{ kind: 'array', elements: [{ kind: 'unsigned', value: 1 }] }],
    };
    assert.equal(
      failureOf(() => encoded(DATA, unmatched)),
      'DLMS_VALUE_RANGE',
    );
    const otherKind: Data = {
      kind: 'compact-array',
      type: { kind: 'unsigned' },
      elements: [{ kind: 'integer', value: 1 }],
    };
    assert.equal(
      failureOf(() => encoded(DATA, otherKind)),
      'DLMS_VALUE_RANGE',
    );
  });
});
