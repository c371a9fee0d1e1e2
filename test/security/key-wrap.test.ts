import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { unwrapKey, wrapKey, wrappedLength } from '../../src/security/key-wrap.js';
import { captures, describeShared, vectors } from '../support/shared.js';

/** RFC 3394, 4.1 and 4.6. */
const RFC3394 = [
  {
    suite: 0,
    masterKey: '000102030405060708090A0B0C0D0E0F',
    key: '00112233445566778899AABBCCDDEEFF',
    wrapped: '1FA68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE5',
  },
  {
    suite: 2,
    masterKey: '000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F',
    key: '00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F',
    wrapped: '28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21',
  },
] as const;

function assertWraps(suite: 0 | 1 | 2, masterKey: string, key: string, wrapped: string): void {
  assert.equal(toHex(wrapKey(suite, fromHex(masterKey), fromHex(key))), wrapped.toUpperCase());
  assert.equal(toHex(unwrapKey(suite, fromHex(masterKey), fromHex(wrapped))), key.toUpperCase());
}

describe('AES key wrap', () => {
  for (const { suite, masterKey, key, wrapped } of RFC3394) {
    it(`suite ${suite}: RFC 3394`, () => {
      assertWraps(suite, masterKey, key, wrapped);
      assert.equal(fromHex(wrapped).length, wrappedLength(suite));
    });

    it(`suite ${suite}: any octet changed, missing or more is refused, and another master key`, () => {
      const [kek, octets] = [fromHex(masterKey), fromHex(wrapped)];
      const refused = { code: 'DLMS_KEY_WRAP', layer: 'security', fault: 'meter' };
      for (const at of octets.keys()) {
        const changed = Uint8Array.from(octets);
        changed[at] = (changed[at] ?? 0) ^ 0x01;
        assert.throws(() => unwrapKey(suite, kek, changed), refused);
        assert.throws(() => unwrapKey(suite, kek, octets.subarray(0, at)), refused);
      }
      assert.throws(() => unwrapKey(suite, kek, Uint8Array.from([...octets, 0])), refused);
      assert.throws(() => unwrapKey(suite, Uint8Array.from(kek).reverse(), octets), refused);
    });

    it(`suite ${suite}: keys of other lengths are refused before anything is done`, () => {
      const [kek, plain] = [fromHex(masterKey), fromHex(key)];
      const wrong = { code: 'DLMS_SETTING', layer: 'settings' };
      for (const length of [0, 15, 17, 24, 31, 33, suite === 0 ? 32 : 16]) {
        const other = new Uint8Array(length);
        assert.throws(() => wrapKey(suite, other, plain), wrong);
        assert.throws(() => wrapKey(suite, kek, other), wrong);
        assert.throws(() => unwrapKey(suite, other, fromHex(wrapped)), wrong);
      }
    });
  }

  it('any octets unwrap to a key or are refused', () => {
    const [{ masterKey }] = RFC3394;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (octets) => {
        assert.throws(() => unwrapKey(1, fromHex(masterKey), octets), { code: 'DLMS_KEY_WRAP' });
      }),
      { seed: 6, numRuns: 200 },
    );
  });
});

describeShared('foreign wrapped keys', (root) => {
  for (const { id, hex, inputs } of vectors(root).filter(({ kind }) => kind === 'kw')) {
    it(id, () => {
      assertWraps(id === 'kw.256' ? 2 : 0, String(inputs?.kek), String(inputs?.key), hex);
    });
  }
  for (const { id, hex = '', keys, expected } of captures(root).filter(
    ({ expected: { keywrap } }) => keywrap,
  )) {
    it(id, () => {
      const { plain_key: key } = expected.keywrap as { plain_key: string };
      assertWraps(0, keys?.kek ?? '', key, hex);
    });
  }
});
