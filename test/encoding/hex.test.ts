import assert from 'node:assert/strict';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { failureOf } from './coding.js';

describe('hex', () => {
  it('reads the separators that traces and manuals use', () => {
    const octets = Uint8Array.of(0x7e, 0xa0, 0x07);
    for (const text of ['7EA007', '7e a0 07', '7E:A0:07', '0x7E, 0xA0, 0x07', '7E-A0-07\n']) {
      assert.deepEqual(fromHex(text), octets, text);
    }
    assert.equal(toHex(octets, ' '), '7E A0 07');
  });

  it('half an octet and other letters are refused', () => {
    assert.equal(
      failureOf(() => fromHex('7E A')),
      'DLMS_BAD_HEX',
    );
    assert.equal(
      failureOf(() => fromHex('7G')),
      'DLMS_BAD_HEX',
    );
  });
});
