import assert from 'node:assert/strict';
import { toHex } from '../../src/encoding/hex.js';
import {
  derBitString,
  derExplicit,
  derInteger,
  derObjectIdentifier,
  derOctetString,
  derSequence,
  derSet,
  derText,
  derTime,
  derTrue,
} from '../../src/security/der-writer.js';

const octets = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('DER', () => {
  // Identifiers as RFC 5480, RFC 5758 and RFC 5280 print them; the others from X.690.
  for (const [what, element, hex] of [
    ['id-ecPublicKey', derObjectIdentifier('1.2.840.10045.2.1'), '06072A8648CE3D0201'],
    ['secp256r1', derObjectIdentifier('1.2.840.10045.3.1.7'), '06082A8648CE3D030107'],
    ['secp384r1', derObjectIdentifier('1.3.132.0.34'), '06052B81040022'],
    ['ecdsa-with-SHA256', derObjectIdentifier('1.2.840.10045.4.3.2'), '06082A8648CE3D040302'],
    ['commonName', derObjectIdentifier('2.5.4.3'), '0603550403'],
    ['keyUsage', derObjectIdentifier('2.5.29.15'), '0603551D0F'],
    ['an arc beyond 2^28', derObjectIdentifier('2.999.2147483647'), '06078837 87FFFFFF7F'.replace(' ', '')],
    ['integer 0', derInteger(octets()), '020100'],
    ['integer 0 of many octets', derInteger(octets(0, 0, 0)), '020100'],
    ['integer 127', derInteger(octets(0x7f)), '02017F'],
    ['integer 128, which is not negative', derInteger(octets(0x80)), '02020080'],
    ['integer 256 behind zeros', derInteger(octets(0, 0, 1, 0)), '02020100'],
    ['boolean', derTrue(), '0101FF'],
    ['text', derText('Aé'), '0C0341C3A9'],
    ['octet string', derOctetString(octets(1, 2)), '04020102'],
    ['bit string', derBitString(octets(0x80), 7), '03020780'],
    ['set of one', derSet(derTrue()), '31030101FF'],
    ['explicit tag 3', derExplicit(3, derTrue()), 'A3030101FF'],
    ['empty sequence', derSequence(), '3000'],
    ['UTCTime', derTime(new Date('2026-11-22T16:42:21.999Z')), '170D3236313132323136343232315A'],
    ['the last UTCTime', derTime(new Date('2049-12-31T23:59:59Z')), '170D3439313233313233353935395A'],
    ['GeneralizedTime', derTime(new Date('2050-01-01T00:00:00Z')), '180F32303530303130313030303030305A'],
    ['no end of validity', derTime(new Date('9999-12-31T23:59:59Z')), '180F39393939313233313233353935395A'],
  ] as const) {
    it(what, () => assert.equal(toHex(element), hex));
  }

  for (const length of [127, 128, 255, 256, 65_535]) {
    it(`a length of ${length} octets takes no octet more than it needs`, () => {
      const head = { 127: '047F', 128: '048180', 255: '0481FF', 256: '04820100', 65535: '0482FFFF' }[length];
      assert.equal(toHex(derOctetString(new Uint8Array(length)).subarray(0, -length)), head);
    });
  }

  for (const time of ['1949-12-31T23:59:59Z', '+010000-01-01T00:00:00Z', 'no time']) {
    it(`refuses the time ${time}`, () => {
      assert.throws(() => derTime(new Date(time)), { code: 'DLMS_SETTING' });
    });
  }
});
