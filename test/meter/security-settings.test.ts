/** What users say of authentication, keys and counters; and that nobody ever reads it. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { toHex } from '../../src/encoding/hex.js';
import {
  type ResolvedSettings,
  resolveSettings,
  type SettingSecrets,
} from '../../src/meter/resolve-settings.js';
import type { SecuritySettings } from '../../src/meter/settings.js';
import { PKCS8, POINT, SCALAR, SPKI } from '../security/key-texts.js';
import { tempFolder } from '../support/temp-folder.js';
import { AK, EK, KEYS, LONG_KEY, P384_POINT } from './security-keys.js';

type Input = Readonly<Record<string, unknown>>;

const BASE = { host: 'meter.example', referencing: 'LN', physicalAddress: 16 };
const SIGNING = { signingKey: SCALAR, serverPublicKey: POINT };
const BOTH = { security: 'AuthenticationEncryption' };

const resolve = (input: Input, secrets: SettingSecrets = {}): ResolvedSettings =>
  resolveSettings({ ...BASE, ...input }, secrets);

function securityOf(input: Input, secrets: SettingSecrets = KEYS): SecuritySettings {
  const { settings } = resolve(input, secrets);
  return settings.security ?? assert.fail('there is no security');
}

describe('security settings', () => {
  it('are none where neither authentication nor protection asks for any', () => {
    for (const auth of ['None', 'Low', 'High', 'HighMd5', 'HighSha1']) {
      const { settings, warnings } = resolve({ auth }, { password: 'secret' });
      assert.deepEqual([settings.auth, settings.security, warnings], [auth, undefined, []]);
    }
  });

  it('have keys for HighGmac, also where messages go in clear', () => {
    const security = securityOf({ auth: 'HighGmac' });
    assert.deepEqual(security.protection, { authenticated: false, encrypted: false });
    assert.equal(security.suite, 0);
    assert.equal(toHex(security.blockCipherKey ?? new Uint8Array()), EK);
    assert.equal(toHex(security.authenticationKey ?? new Uint8Array()), AK);
    assert.deepEqual(security.invocationCounter, { kind: 'stored' });
    assert.equal(security.systemTitle, undefined);
  });

  it('have titles and no keys for HighSha256', () => {
    const titles = { systemTitle: '4D4D4D0000BC614E', serverSystemTitle: '4d 4d 4d 00 00 00 00 01' };
    const security = securityOf({ auth: 'HighSha256', ...titles }, { password: 'secret' });
    assert.equal(toHex(security.systemTitle ?? new Uint8Array()), '4D4D4D0000BC614E');
    assert.equal(toHex(security.serverSystemTitle ?? new Uint8Array()), '4D4D4D0000000001');
    assert.equal(security.blockCipherKey, undefined);
  });

  for (const [security, authenticated, encrypted] of [
    ['Authentication', true, false],
    ['Encryption', false, true],
    ['AuthenticationEncryption', true, true],
  ] as const) {
    it(`know what ${security} does`, () => {
      assert.deepEqual(securityOf({ security }).protection, { authenticated, encrypted });
    });
  }

  it('read keys as people write them', () => {
    const spaced = EK.match(/../g)?.join(' ') ?? '';
    for (const blockCipherKey of [EK, EK.toLowerCase(), spaced, spaced.replaceAll(' ', ':'), `0x${EK}`]) {
      const security = securityOf(BOTH, { ...KEYS, blockCipherKey });
      assert.equal(toHex(security.blockCipherKey ?? new Uint8Array()), EK);
    }
  });

  it('have keys of 32 octets in suite 2', () => {
    const keys = { blockCipherKey: LONG_KEY, authenticationKey: LONG_KEY, dedicatedKey: LONG_KEY };
    const security = securityOf({ ...BOTH, securitySuite: '2' }, keys);
    assert.deepEqual([security.suite, security.blockCipherKey?.length], [2, 32]);
  });

  it('have a dedicated key that is given, or another one for each association', () => {
    assert.equal(securityOf(BOTH).dedicatedKey, undefined);
    assert.equal(securityOf(BOTH, { ...KEYS, dedicatedKey: 'Auto' }).dedicatedKey, 'auto');
    const { dedicatedKey } = securityOf(BOTH, { ...KEYS, dedicatedKey: AK });
    assert.equal(dedicatedKey instanceof Uint8Array && toHex(dedicatedKey), AK);
  });

  it('need no authentication key where messages are only encrypted', () => {
    const security = securityOf({ security: 'Encryption' }, { blockCipherKey: EK });
    assert.equal(security.authenticationKey, undefined);
  });

  it('say where the invocation counter comes from', () => {
    const counterOf = (invocationCounter: unknown) =>
      securityOf({ ...BOTH, invocationCounter }).invocationCounter;
    assert.deepEqual(counterOf(''), { kind: 'stored' });
    assert.deepEqual(counterOf('Stored'), { kind: 'stored' });
    assert.deepEqual(counterOf('4294967295'), { kind: 'start', number: 0xffff_ffff });
    assert.deepEqual(counterOf(0), { kind: 'start', number: 0 });
    assert.deepEqual(counterOf('0x100'), { kind: 'start', number: 256 });
    const object = { kind: 'object', logicalName: '0.0.43.1.0.255' };
    for (const text of ['0.0.43.1.0.255', '0-0:43.1.0*255', '0-0:43.1.0:2'])
      assert.deepEqual(counterOf(text), object);
  });

  it('have how long a refused secret is held back', () => {
    const waitOf = (lockoutWaitMs?: unknown) => resolve({ lockoutWaitMs }).settings.lockoutWaitMs;
    assert.deepEqual([waitOf(), waitOf('0'), waitOf(86_400_000)], [900_000, 0, 86_400_000]);
  });

  for (const [suite, size] of [
    [1, 'P-256'],
    [2, 'P-384'],
  ] as const) {
    it(`have keys of ${size} for HighEcdsa in suite ${suite}`, () => {
      const digits = suite === 1 ? SCALAR : SCALAR + '11'.repeat(16);
      const input = { auth: 'HighEcdsa', securitySuite: suite };
      const serverPublicKey = suite === 1 ? SPKI : P384_POINT;
      const security = securityOf(input, { signingKey: digits, serverPublicKey });
      assert.deepEqual([security.signingKey?.curve, security.serverPublicKey?.curve], [size, size]);
      assert.equal(security.blockCipherKey, undefined);
    });
  }

  it('have signing keys where the quirk says that messages are signed', () => {
    const input = { ...BOTH, securitySuite: 1, quirks: 'signed' };
    assert.equal(securityOf(input, { ...KEYS, ...SIGNING }).signingKey?.curve, 'P-256');
  });

  describe('in files', () => {
    const folder = tempFolder();

    it('have the keys of elliptic curves', () => {
      const [signingKey, serverPublicKey] = ['key.pem', 'public.txt'].map((name) => join(folder(), name));
      assert.ok(signingKey !== undefined && serverPublicKey !== undefined);
      writeFileSync(signingKey, PKCS8);
      writeFileSync(serverPublicKey, POINT);
      const security = securityOf({ auth: 'HighEcdsa', securitySuite: 1 }, { signingKey, serverPublicKey });
      assert.equal(security.signingKey?.curve, 'P-256');
    });
  });
});

describe('security settings that need a word', () => {
  const warningsOf = (input: Input, secrets: SettingSecrets): string =>
    resolve(input, secrets).warnings.join('\n');

  it('keys that nothing asks for are not read, and the user is told', () => {
    const { settings, warnings } = resolve(
      { auth: 'Low', invocationCounter: 5 },
      {
        ...{ password: 'secret', blockCipherKey: 'left over', dedicatedKey: 'auto' },
        ...{ authenticationKey: AK, signingKey: 'left over', serverPublicKey: POINT },
      },
    );
    assert.equal(settings.security, undefined);
    assert.deepEqual(warnings, [
      'blockCipherKey, authenticationKey, dedicatedKey, signingKey, serverPublicKey, invocationCounter have no effect with security None and auth Low',
    ]);
  });

  it('a dedicated key does nothing for HighGmac alone', () => {
    const warning = warningsOf({ auth: 'HighGmac' }, { ...KEYS, dedicatedKey: EK });
    assert.equal(warning, 'dedicatedKey has no effect with security None and auth HighGmac');
  });

  it('encryption alone protects nothing against change', () => {
    assert.match(
      warningsOf({ security: 'Encryption' }, KEYS),
      /security is Encryption: .*not protected against change/,
    );
    assert.equal(warningsOf(BOTH, KEYS), '');
  });
});

describe('secrets in settings', () => {
  const { settings } = resolve(
    { ...BOTH, auth: 'HighEcdsa', securitySuite: 1 },
    { ...KEYS, ...SIGNING, dedicatedKey: EK, password: 'GEHEIM' },
  );
  const secrets = [SCALAR, EK, AK, 'GEHEIM'];
  const asNumbers = (hex: string): RegExp => {
    const octets = hex === 'GEHEIM' ? [...Buffer.from(hex)] : [...Buffer.from(hex, 'hex')];
    return new RegExp(octets.slice(0, 4).join('[^0-9]{1,12}'));
  };

  for (const [how, print] of [
    ['console.log', () => inspect(settings, { depth: Infinity, maxArrayLength: null })],
    ['console.log with all that is hidden', () => inspect(settings, { depth: Infinity, showHidden: true })],
    ['JSON', () => JSON.stringify(settings)],
    ['JSON of a copy', () => JSON.stringify({ ...settings, security: { ...settings.security } })],
    [
      'text',
      () => `${settings.password}${settings.security?.blockCipherKey}${settings.security?.signingKey}`,
    ],
  ] as const) {
    it(`do not show by ${how}`, () => {
      const shown = print();
      assert.match(shown, /\*\*\*/);
      for (const secret of secrets) {
        assert.ok(!shown.toUpperCase().includes(secret), `${secret} in ${shown}`);
        assert.doesNotMatch(shown, asNumbers(secret));
      }
    });
  }

  it('are octets like any other for who uses them', () => {
    const key = settings.security?.blockCipherKey ?? assert.fail();
    assert.deepEqual(key, Uint8Array.from(Buffer.from(EK, 'hex')));
    assert.equal(toHex(key), EK);
  });
});
