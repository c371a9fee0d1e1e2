/** What the form says of keys for signatures, beside what the runtime makes of them. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { resolve } from 'node:path';
import { readPrivateKey, readPublicKey } from '../../src/security/key-pair.js';

type Check = (value: unknown, suite: string) => { readonly key: string } | undefined;

const { privateKey, publicKey, cipherKey } = require(resolve('resources/dlms-key-rules.js')) as {
  readonly privateKey: Check;
  readonly publicKey: Check;
  readonly cipherKey: Check;
};

const pem = (key: KeyObject, type: 'pkcs8' | 'sec1' | 'spki') =>
  String(key.export({ format: 'pem', type: type as 'pkcs8' }));
const hex = (text = '') => Buffer.from(text, 'base64url').toString('hex');

/** Each way to write the keys of a pair. */
function pairOf(namedCurve: 'P-256' | 'P-384') {
  const { privateKey: secret, publicKey: open } = generateKeyPairSync('ec', { namedCurve });
  const { d, x, y } = secret.export({ format: 'jwk' });
  const der = (key: KeyObject, type: 'pkcs8' | 'spki') =>
    (key.export({ format: 'der', type: type as 'pkcs8' }) as unknown as Buffer).toString('hex');
  return {
    private: [pem(secret, 'pkcs8'), pem(secret, 'sec1'), hex(d), der(secret, 'pkcs8')],
    public: [pem(open, 'spki'), `${hex(x)}${hex(y)}`, `04${hex(x)}${hex(y)}`, der(open, 'spki')],
  };
}

describe('keys for signatures in the form of a meter', () => {
  const pairs = { 1: pairOf('P-256'), 2: pairOf('P-384') };

  it('are taken in every way that the runtime reads', () => {
    for (const [suite, pair] of Object.entries(pairs)) {
      for (const key of pair.private) {
        assert.equal(readPrivateKey(key).curve, suite === '1' ? 'P-256' : 'P-384');
        assert.equal(privateKey(key, suite), undefined);
      }
      for (const key of pair.public) {
        assert.equal(readPublicKey(key).curve, suite === '1' ? 'P-256' : 'P-384');
        assert.equal(publicKey(key, suite), undefined);
      }
    }
  });

  it('are refused with the reason, never with themselves', () => {
    const [secret = '', , scalar = ''] = pairs[1].private;
    const [open = '', point = ''] = pairs[1].public;
    const reasons: readonly (readonly [Check, string, string])[] = [
      [privateKey, open, 'pem-public'],
      [publicKey, secret, 'pem-private'],
      [privateKey, secret.slice(0, 60), 'pem-cut'],
      [privateKey, secret.replaceAll('PRIVATE', 'ENCRYPTED PRIVATE'), 'pem-encrypted'],
      [privateKey, secret.replaceAll('PRIVATE KEY', 'DH PARAMETERS'), 'pem'],
      [privateKey, `11${scalar}`, 'curve-key'],
      [publicKey, `11${point}`, 'curve-key'],
      [privateKey, scalar.slice(1), 'pem-or-hex'],
      [privateKey, 'no key', 'pem-or-hex'],
    ];
    for (const [check, value, key] of reasons) {
      const problem = check(value, '1');
      assert.equal(problem?.key, key);
      assert.ok(!JSON.stringify(problem).includes(scalar.slice(0, 16)));
      assert.throws(() => (check === privateKey ? readPrivateKey(value) : readPublicKey(value)));
    }
  });

  it('may lie in a file, and be of either curve where the suite is a variable', () => {
    const variable = '$'.concat('{SUITE}');
    assert.equal(privateKey('/etc/dlms/client.pem', '1'), undefined);
    for (const { private: keys } of Object.values(pairs)) {
      assert.deepEqual(
        keys.map((key) => privateKey(key, variable)),
        keys.map(() => undefined),
      );
    }
    assert.equal(cipherKey('00'.repeat(32), variable), undefined);
    assert.deepEqual(cipherKey('00'.repeat(24), variable), { key: 'key', needed: 32, count: 48 });
  });
});
