/** The conformance block, bit by bit. */
import assert from 'node:assert/strict';
import {
  CONFORMANCE_BIT,
  type Conformance,
  conformanceBits,
  conformanceOf,
  decodeConformance,
  encodeConformance,
  LN_PROPOSAL,
  LN_SERVICES,
  SN_PROPOSAL,
  SN_SERVICES,
} from '../../src/apdu/conformance.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { OctetWriter } from '../../src/encoding/octet-writer.js';
import { DlmsError } from '../../src/errors.js';
import { describeShared, vectors } from '../support/shared.js';

const decode = (hex: string) => decodeConformance(new OctetReader(fromHex(hex)));
const encode = (services: Conformance) => toHex(encodeConformance(new OctetWriter(), services).toOctets());

describe('the conformance block', () => {
  it('is proposed by an LN client as 20 7E 5F: the usual services, general block transfer and ACCESS', () => {
    assert.equal(encode(LN_PROPOSAL), '5F1F0400207E5F');
  });

  it('is proposed by an SN client as 1C 1B 20, as in a recording of another client', () => {
    assert.equal(encode(SN_PROPOSAL), '5F1F04001C1B20');
  });

  it('holds services of one kind of referencing only, but for those that both have', () => {
    assert.deepEqual(
      [...LN_SERVICES].filter((service) => SN_SERVICES.has(service)),
      [
        'general-protection',
        'general-block-transfer',
        'delta-value-encoding',
        'block-transfer-with-get-or-read',
        'block-transfer-with-set-or-write',
        'multiple-references',
        'data-notification',
      ],
    );
    assert.equal(new Set([...LN_SERVICES, ...SN_SERVICES]).size, Object.keys(CONFORMANCE_BIT).length);
    assert.ok([...LN_PROPOSAL].every((service) => LN_SERVICES.has(service)));
    assert.ok([...SN_PROPOSAL].every((service) => SN_SERVICES.has(service)));
  });

  it('has each service at its own bit, bit 0 first', () => {
    for (const [service, bit] of Object.entries(CONFORMANCE_BIT)) {
      const bits = 2 ** (23 - bit);
      assert.deepEqual([...conformanceOf(bits)], [service]);
      assert.equal(conformanceBits(conformanceOf(bits)), bits);
    }
  });

  it('drops the reserved bits 0 and 7', () => {
    assert.equal(conformanceBits(conformanceOf(0xffffff)), 0x7effff);
  });

  it('of an old stack has a tag of one octet', () => {
    assert.deepEqual(decode('5F0400207E5F'), LN_PROPOSAL);
  });

  it('without any service is an empty set', () => {
    assert.equal(decode('5F1F0400000000').size, 0);
  });

  it('of another length or behind another tag is refused', () => {
    for (const hex of ['5F1F0300007E', '5F0300007E', '041F0400007E1F', '5F1F8400007E1F']) {
      assert.throws(() => decode(hex), hasCode('DLMS_MALFORMED'), hex);
    }
  });

  it('cut off anywhere is truncated', () => {
    for (let length = 0; length < 7; length += 1) {
      assert.throws(() => decode('5F1F0400007E1F'.slice(0, length * 2)), hasCode('DLMS_TRUNCATED'));
    }
  });
});

describeShared('the conformance blocks of the reference', (root) => {
  for (const { id, hex, meaning, inputs } of vectors(root).filter(({ kind }) => kind === 'conf')) {
    it(`${id}: ${meaning}`, () => {
      const services = decode(hex);
      assert.deepEqual(
        [...services].map((service) => CONFORMANCE_BIT[service]),
        inputs?.bits,
      );
      assert.equal(encode(services), hex);
    });
  }
});

function hasCode(code: string) {
  return (error: unknown) => error instanceof DlmsError && error.code === code;
}
