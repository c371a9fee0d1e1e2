import assert from 'node:assert/strict';
import { readTlv, type Tlv, writeTlv } from '../../src/encoding/ber.js';
import { fromHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { captures, describeShared, vectors } from '../support/shared.js';
import { type Coding, checkCoding, decoded, failureOf } from './coding.js';

const TLV: Coding<Tlv> = {
  encode: (writer, { tag, value }) => writeTlv(writer, tag, value),
  decode: readTlv,
};

describe('BER tag, length, value', () => {
  it('short and long lengths, and a tag of two octets', () => {
    checkCoding(TLV, 'A203020100', { tag: 0xa2, value: fromHex('020100') });
    checkCoding(TLV, '6200', { tag: 0x62, value: fromHex('') });
    checkCoding(TLV, `048180${'00'.repeat(128)}`, { tag: 0x04, value: new Uint8Array(128) });
    checkCoding(TLV, '5F1F040000501F', { tag: 0x5f1f, value: fromHex('0000501F') });
  });

  it('an indefinite length is malformed', () => {
    assert.equal(
      failureOf(() => decoded(TLV, '6080A1000000')),
      'DLMS_MALFORMED',
    );
  });

  it('a tag of three octets is malformed', () => {
    assert.equal(
      failureOf(() => decoded(TLV, '5F811F00')),
      'DLMS_MALFORMED',
    );
  });

  it('a length that the input cannot back is truncated', () => {
    assert.equal(
      failureOf(() => decoded(TLV, '6084FFFFFFFF00')),
      'DLMS_TRUNCATED',
    );
  });
});

describeShared('BER of ACSE APDUs', (root) => {
  const ACSE = /^6[0-3]/;
  const octets = [
    ...vectors(root).filter(({ kind }) => kind === 'apdu'),
    ...captures(root).filter(({ layer, malformed }) => layer === 'apdu' && malformed === undefined),
  ].filter(({ hex = '' }) => ACSE.test(hex));

  it('are there', () => assert.ok(octets.length > 30));

  for (const { id, hex = '' } of octets) {
    it(`${id} is tags and lengths down to its fields`, () => {
      const apdu = new OctetReader(fromHex(hex));
      const { value } = readTlv(apdu);
      assert.equal(apdu.remaining, 0);
      const fields = new OctetReader(value);
      while (fields.remaining > 0) readTlv(fields);
      assert.equal(fields.position, value.length);
    });
  }
});
