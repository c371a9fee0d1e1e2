import assert from 'node:assert/strict';
import { decodeCutArray } from '../../src/cosem/cut-array.js';
import { fromHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { failureOf } from '../encoding/coding.js';

const read = (hex: string) => decodeCutArray(new OctetReader(fromHex(hex)));

describe('an array that ends early', () => {
  const one = { kind: 'unsigned', value: 1 };

  it('is given as far as it came, and tells what is missing', () => {
    assert.deepEqual(read('01031101'), { data: { kind: 'array', elements: [one] }, missing: 2 });
    assert.deepEqual(read('0103'), { data: { kind: 'array', elements: [] }, missing: 3 });
  });

  it('is truncated where it ends within an element', () => {
    assert.equal(
      failureOf(() => read('0103110111')),
      'DLMS_TRUNCATED',
    );
    assert.equal(
      failureOf(() => read('01')),
      'DLMS_TRUNCATED',
    );
    assert.equal(
      failureOf(() => read('')),
      'DLMS_TRUNCATED',
    );
  });

  it('whole arrays and other data lack nothing', () => {
    assert.deepEqual(read('01011101'), { data: { kind: 'array', elements: [one] }, missing: 0 });
    assert.deepEqual(read('1101'), { data: one, missing: 0 });
    assert.equal(
      failureOf(() => read('02031101')),
      'DLMS_TRUNCATED',
    );
  });
});
