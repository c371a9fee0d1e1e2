/** Security settings that cannot work: what is told of them, and that it is never the secret. */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { DlmsError } from '../../src/errors.js';
import { resolveSettings, type SettingSecrets } from '../../src/meter/resolve-settings.js';
import { ENCRYPTED_PKCS8, POINT, SCALAR, SPKI } from '../security/key-texts.js';
import { AK, EK, KEYS, LONG_KEY } from './security-keys.js';

type Input = Readonly<Record<string, unknown>>;

const BASE = { host: 'meter.example', referencing: 'LN', physicalAddress: 16 };
const SIGNING = { signingKey: SCALAR, serverPublicKey: POINT };
const BOTH = { security: 'AuthenticationEncryption' };

function refusal(input: Input, secrets: SettingSecrets = {}): DlmsError {
  try {
    resolveSettings({ ...BASE, ...input }, secrets);
  } catch (error) {
    assert.ok(error instanceof DlmsError);
    assert.equal(error.code, 'DLMS_SETTING');
    for (const secret of Object.values(secrets)) {
      const shown = inspect(error, { depth: Infinity, showHidden: true });
      assert.ok(secret === '' || !shown.includes(secret), `the refusal shows ${secret}: ${shown}`);
    }
    return error;
  }
  return assert.fail(`accepted: ${JSON.stringify(input)}`);
}

describe('security settings that cannot work', () => {
  const gmac = { auth: 'HighGmac' };
  const ecdsa = { auth: 'HighEcdsa', securitySuite: 1 };
  const cases: readonly (readonly [string, Input, SettingSecrets, RegExp])[] = [
    [
      'an unknown security',
      { security: 'Both' },
      KEYS,
      /security "Both" is not allowed: None, Authentication, /,
    ],
    ['an unknown suite', { ...BOTH, securitySuite: 3 }, KEYS, /securitySuite "3" is not allowed: 0, 1, 2/],
    [
      'a key that is an octet short',
      BOTH,
      { ...KEYS, blockCipherKey: EK.slice(2) },
      /^blockCipherKey is 15 octets long; suite 0 needs 16, 32 hexadecimal digits$/,
    ],
    [
      'keys of suite 0 in suite 2',
      { ...BOTH, securitySuite: 2 },
      KEYS,
      /blockCipherKey is 16 octets long; suite 2 needs 32, 64 hexadecimal digits; authenticationKey is 16/,
    ],
    [
      'a key of 32 octets in suite 1',
      { ...BOTH, securitySuite: 1 },
      { ...KEYS, authenticationKey: LONG_KEY },
      /^authenticationKey is 32 octets long; suite 1 needs 16/,
    ],
    [
      'a key that is text',
      BOTH,
      { ...KEYS, blockCipherKey: 'correct horse battery' },
      /blockCipherKey is not an even number of hexadecimal digits/,
    ],
    [
      'a dedicated key that is too long',
      BOTH,
      { ...KEYS, dedicatedKey: LONG_KEY },
      /dedicatedKey is 32 octets long/,
    ],
    [
      'HighGmac without keys',
      gmac,
      {},
      /blockCipherKey is not set: auth HighGmac needs it; authenticationKey is not set: auth HighGmac needs it/,
    ],
    [
      'HighGmac and encryption without the authentication key',
      { ...gmac, security: 'Encryption' },
      { blockCipherKey: EK },
      /authenticationKey is not set: auth HighGmac/,
    ],
    [
      'authentication without the block cipher key',
      { security: 'Authentication' },
      { authenticationKey: AK },
      /blockCipherKey is not set: security Authentication needs it/,
    ],
    [
      'encryption without a key',
      { security: 'Encryption' },
      {},
      /^blockCipherKey is not set: security Encryption/,
    ],
    [
      'HighEcdsa in suite 0',
      { auth: 'HighEcdsa' },
      SIGNING,
      /securitySuite 0 has no signatures: auth HighEcdsa needs securitySuite 1 or 2/,
    ],
    [
      'HighEcdsa without keys',
      ecdsa,
      {},
      /signingKey is not set: auth HighEcdsa needs it; serverPublicKey is not set/,
    ],
    [
      'a key of the other curve',
      { ...ecdsa, securitySuite: 2 },
      SIGNING,
      /signingKey is a key of P-256; securitySuite 2 needs P-384/,
    ],
    [
      'a public key for a private one',
      ecdsa,
      { ...SIGNING, signingKey: SPKI },
      /signingKey is PEM of PUBLIC KEY: the private key is needed/,
    ],
    [
      'a signing key that needs a passphrase',
      ecdsa,
      { ...SIGNING, signingKey: ENCRYPTED_PKCS8 },
      /signingKey is encrypted/,
    ],
    [
      'a signing key that is a slip',
      ecdsa,
      { ...SIGNING, signingKey: 'my key' },
      /signingKey is neither PEM, nor hexadecimal, nor a file/,
    ],
    [
      'a public key that is cut',
      ecdsa,
      { ...SIGNING, serverPublicKey: POINT.slice(2) },
      /serverPublicKey has 63 octets/,
    ],
    [
      'signed messages without keys',
      { ...BOTH, securitySuite: 1, quirks: 'signed' },
      KEYS,
      /signingKey is not set: quirks signed needs it/,
    ],
    [
      'a title that is too long',
      { ...gmac, systemTitle: '4D4D4D0000BC614E00' },
      KEYS,
      /systemTitle "4D4D4D0000BC614E00" is 9 octets long: 8 octets, 16 hexadecimal digits/,
    ],
    [
      'a title that is text',
      { ...gmac, serverSystemTitle: 'MMM00001' },
      KEYS,
      /serverSystemTitle "MMM00001" is not an even number of hexadecimal digits/,
    ],
    [
      'one title for both',
      { ...gmac, systemTitle: '4D4D4D0000BC614E', serverSystemTitle: '4d4d4d0000bc614e' },
      KEYS,
      /serverSystemTitle "4d4d4d0000bc614e" is not allowed: .*systemTitle/,
    ],
    [
      'a counter beyond 32 bits',
      { ...gmac, invocationCounter: 2 ** 32 },
      KEYS,
      /invocationCounter "4294967296" is not allowed: stored, a number 0…4294967295, or the OBIS code/,
    ],
    [
      'a counter below zero',
      { ...gmac, invocationCounter: '-1' },
      KEYS,
      /invocationCounter "-1" is not allowed/,
    ],
    [
      'a counter that is a word',
      { ...gmac, invocationCounter: 'auto' },
      KEYS,
      /invocationCounter "auto" is not allowed/,
    ],
    [
      'another attribute of the counter object',
      { ...gmac, invocationCounter: '0.0.43.1.0.255:1' },
      KEYS,
      /invocationCounter "0.0.43.1.0.255:1" is not allowed/,
    ],
    [
      'a wait of more than a day',
      { lockoutWaitMs: 86_400_001 },
      {},
      /lockoutWaitMs "86400001" is not allowed: 0…86400000/,
    ],
    [
      'a secret of High that is too long',
      { auth: 'High' },
      { password: 'seventeen letters' },
      /password is 17 octets long: at most 16 with auth High/,
    ],
    [
      'a password of half octets',
      { auth: 'HighMd5' },
      { password: '0x123' },
      /password "\*\*\*" begins with 0x/,
    ],
  ];
  for (const [what, input, secrets, message] of cases) {
    it(`are refused: ${what}`, () => {
      assert.match(refusal(input, secrets).message, message);
    });
  }

  for (const auth of ['Low', 'High', 'HighMd5', 'HighSha1', 'HighSha256']) {
    it(`are refused: ${auth} without a password`, () => {
      assert.equal(refusal({ auth }).message, `password is not set: auth ${auth} needs it`);
    });
  }
});
