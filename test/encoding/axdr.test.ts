import assert from 'node:assert/strict';
import {
  readLength,
  readOctetString,
  readOptional,
  writeLength,
  writeOctetString,
} from '../../src/encoding/axdr.js';
import { fromHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { captures, describeShared } from '../support/shared.js';
import { type Coding, checkCoding, checkDecoding, decoded, failureOf } from './coding.js';

const LENGTH: Coding<number> = { encode: writeLength, decode: readLength };

describe('A-XDR lengths', () => {
  it('short and long forms at their limits', () => {
    const table: [string, number][] = [
      ['00', 0],
      ['7F', 127],
      ['8180', 128],
      ['81FF', 255],
      ['820100', 256],
      ['82FFFF', 65535],
      ['8400010000', 65536],
      ['84FFFFFFFF', 2 ** 32 - 1],
    ];
    for (const [hex, length] of table) checkCoding(LENGTH, hex, length);
  });

  it('forms that are longer than they need be', () => {
    const table: [string, number][] = [
      ['8105', 5],
      ['820005', 5],
      ['83000005', 5],
      ['880000000000000005', 5],
    ];
    for (const [hex, length] of table) assert.equal(checkDecoding(LENGTH, hex), length);
  });

  it('an indefinite length, and one of more octets than any input has, are malformed', () => {
    assert.equal(
      failureOf(() => decoded(LENGTH, '80')),
      'DLMS_MALFORMED',
    );
    assert.equal(
      failureOf(() => decoded(LENGTH, '89000000000000000001')),
      'DLMS_MALFORMED',
    );
    assert.equal(
      failureOf(() => decoded(LENGTH, 'FF')),
      'DLMS_MALFORMED',
    );
  });

  it('an octet-string whose length the input cannot back is truncated', () => {
    const coding: Coding<Uint8Array> = { encode: writeOctetString, decode: readOctetString };
    checkCoding(coding, '03010203', fromHex('010203'));
    assert.equal(
      failureOf(() => decoded(coding, '88FFFFFFFFFFFFFFFF010203')),
      'DLMS_TRUNCATED',
    );
  });

  it('an OPTIONAL is present for any octet but 00', () => {
    const read = (hex: string) => readOptional(new OctetReader(fromHex(hex)), (reader) => reader.u8());
    assert.equal(read('0007'), undefined);
    assert.equal(read('0107'), 7);
    assert.equal(read('FF07'), 7);
  });
});

describeShared('A-XDR lengths of other implementations', (root) => {
  const lengths = captures(root).filter(
    ({ category, expected }) => category === 'data-types' && 'length' in expected,
  );

  it('are there', () => assert.ok(lengths.length > 0));

  for (const { id, hex = '', expected } of lengths) {
    it(id, () => {
      const reader = new OctetReader(fromHex(hex));
      assert.equal(readLength(reader), expected.length);
      if ('octets' in expected) assert.equal(reader.position, expected.octets);
    });
  }
});
