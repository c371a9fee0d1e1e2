import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decryptFlowCredentials } from '../../src/security/flow-credentials.js';

/** Made by Node-RED 4.1.15 with the secret below. */
const ENCRYPTED =
  '4e19eefef3c0b694c0304db279b59124g3jafuOLGLLzCYy/Ptm9J8NdHOPTa5oJWgkYH9uKLsm8u3Dv5Bv8cYffAAT1IVBygNSMFqEpEH' +
  'tRKvHkvvErD0SvddXQiRrBRDZg/wDXTINETH7HHXfVXCx5kUF0rV/IVUE=';
const SECRET = 'näh Geheimnis';

describe('the credentials file of Node-RED', () => {
  it('is decrypted with the secret that it was encrypted with', () => {
    assert.equal(
      decryptFlowCredentials(ENCRYPTED, SECRET),
      '{"766f3b29b2e0105f":{"password":"gehéim 77","blockCipherKey":"000102030405060708090A0B0C0D0E0F"}}',
    );
  });

  it('gives no JSON with another secret, or nothing at all', () => {
    for (const secret of ['', 'näh', SECRET.toUpperCase()]) {
      assert.throws(() => JSON.parse(decryptFlowCredentials(ENCRYPTED, secret) ?? ''), SyntaxError);
    }
  });

  it('of another form gives nothing', () => {
    assert.equal(decryptFlowCredentials('', SECRET), undefined);
    assert.equal(decryptFlowCredentials(ENCRYPTED.slice(0, 31), SECRET), undefined);
    assert.equal(decryptFlowCredentials(`xx${ENCRYPTED}`, SECRET), undefined);
    assert.equal(decryptFlowCredentials(ENCRYPTED.slice(0, 32), SECRET), '');
  });

  it('of any text is decrypted to a text or nothing', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, secret) => {
        const counter = ENCRYPTED.slice(0, 32);
        assert.ok(['string', 'undefined'].includes(typeof decryptFlowCredentials(counter + text, secret)));
      }),
      { seed: 9, numRuns: 100 },
    );
  });
});
