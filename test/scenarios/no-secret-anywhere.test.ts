/** Passwords and keys are in no error, warning, print or trace, be they right or wrong. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Trace } from '../../src/client/primitive.js';
import { toHex } from '../../src/encoding/hex.js';
import { counterStore } from '../../src/meter/counter-store.js';
import { MeterClient } from '../../src/meter/meter-client.js';
import { resolveSettings, type SettingSecrets } from '../../src/meter/resolve-settings.js';
import { openTransport } from '../../src/pool/open-transport.js';
import { Pool } from '../../src/pool/pool.js';
import { publicOf, publicPoint, readPrivateKey } from '../../src/security/key-pair.js';
import { startSimulator } from '../../src/simulator/host.js';
import type { SimulatorOptions } from '../../src/simulator/simulator-options.js';
import { assertNoSecret, hexOf, leakIn, printsOf, SECRETS } from '../support/secrets.js';

const GIVEN: SettingSecrets = {
  password: SECRETS.password.text,
  blockCipherKey: hexOf(SECRETS.blockCipherKey),
  authenticationKey: hexOf(SECRETS.authenticationKey),
  dedicatedKey: hexOf(SECRETS.dedicatedKey),
  signingKey: hexOf(SECRETS.signingKey),
  serverPublicKey: toHex(publicPoint(publicOf(readPrivateKey(hexOf(SECRETS.meterSigningKey))))),
};
const METER = { host: '127.0.0.1', referencing: 'LN', physicalAddress: 16, pollDelayMs: 0, timeoutMs: 2_000 };
const CIPHERED = { auth: 'HighGmac', security: 'AuthenticationEncryption' } as const;

describe('the search for secrets', () => {
  const { blockCipherKey: key, password } = SECRETS;
  const octets = Buffer.from(key.octets);
  const cases: readonly (readonly [string, string])[] = [
    ['in capitals', hexOf(key)],
    ['in small letters', hexOf(key).toLowerCase()],
    ['with spaces', toHex(octets, ' ')],
    ['with a prefix', `0x${hexOf(key)}`],
    ['in part', `key ${hexOf(key).slice(6, 20)}…`],
    ['in base64', octets.toString('base64')],
    ['in base64 behind other octets', Buffer.concat([Buffer.of(1), octets]).toString('base64')],
    ['as octets', octets.toString('latin1')],
    ['as a print', printsOf(new Uint8Array(octets))],
    ['as JSON', JSON.stringify({ key: new Uint8Array(octets) })],
    ['in the cause of an error', printsOf(new Error('x', { cause: new Error(hexOf(key)) }))],
  ];
  for (const [how, output] of cases) {
    it(`finds a key ${how}`, () => assert.notEqual(leakIn(output, key), undefined));
  }
  it('finds a password as text and in every trace of its octets', () => {
    assert.equal(leakIn(`Low ${password.text}`, password), 'text');
    assert.equal(leakIn(toHex(password.octets, ' '), password), 'hexadecimal');
    assert.equal(leakIn('the password is ***', password), undefined);
  });
});

describe('settings with secrets', () => {
  it('print none of them, nor do the client, the session and the pool that use them', async () => {
    const { settings, warnings } = resolveSettings({ ...METER, ...CIPHERED, auth: 'HighGmac' }, GIVEN);
    const low = resolveSettings({ ...METER, auth: 'Low' }, GIVEN).settings;
    const signed = { ...METER, auth: 'HighEcdsa', securitySuite: 1 };
    const ecdsa = resolveSettings(signed, GIVEN).settings;
    const pool = new Pool({ open: () => async () => Promise.reject(new Error('no line')) });
    const session = pool.session(settings, 'user');
    const client = new MeterClient({ settings, open: async () => Promise.reject(new Error('no line')) });
    for (const value of [settings, low, ecdsa, warnings, client, session, pool]) {
      assertNoSecret(printsOf(value), 'a print');
    }
    await pool.close();
    await client.close();
  });

  it('that are wrong are refused without showing them', () => {
    const half = (text = '') => text.slice(0, -2);
    const wrong: readonly SettingSecrets[] = [
      { ...GIVEN, blockCipherKey: half(GIVEN.blockCipherKey) },
      { ...GIVEN, authenticationKey: `${GIVEN.authenticationKey}x` },
      { ...GIVEN, dedicatedKey: `${GIVEN.dedicatedKey}00` },
      { ...GIVEN, blockCipherKey: `-----BEGIN PRIVATE KEY-----\n${GIVEN.blockCipherKey}` },
    ];
    for (const secrets of wrong) assertNoSecret(refusal({ ...METER, ...CIPHERED }, secrets), 'a refused key');
    const low = { ...METER, auth: 'Low' };
    assertNoSecret(refusal(low, { password: `0x${hexOf(SECRETS.password)}0` }), 'a refused password');
    const ecdsa = { ...METER, auth: 'HighEcdsa', securitySuite: 1 };
    for (const signingKey of [half(GIVEN.signingKey), `${GIVEN.signingKey}!`, `/none/${GIVEN.signingKey}`]) {
      assertNoSecret(refusal(ecdsa, { ...GIVEN, signingKey }), 'a refused signing key');
    }
  });

  it('that have no effect are told by their names alone', () => {
    const { warnings } = resolveSettings(METER, GIVEN);
    assert.ok(warnings.length > 0);
    assertNoSecret(warnings.join('\n'), 'a warning');
  });
});

function refusal(input: Readonly<Record<string, unknown>>, secrets: SettingSecrets): string {
  try {
    resolveSettings(input, secrets);
  } catch (error) {
    return printsOf(error);
  }
  throw new assert.AssertionError({ message: 'the settings were not refused' });
}

describe('conversations with secrets', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dlms-secrets-'));
  const counters = counterStore(folder);
  after(() => rmSync(folder, { recursive: true, force: true }));

  const MECHANISMS = ['Low', 'High', 'HighMd5', 'HighSha1', 'HighSha256', 'HighGmac', 'HighEcdsa'] as const;
  const LINES = [
    ['DLMS-HDLC', 'LN'],
    ['DLMS-WRAPPER', 'SN'],
  ] as const;
  const WRONG: readonly SettingSecrets[] = [
    { ...GIVEN, password: SECRETS.wrongPassword.text },
    { ...GIVEN, blockCipherKey: hexOf(SECRETS.wrongKey) },
    { ...GIVEN, authenticationKey: hexOf(SECRETS.wrongKey) },
    { ...GIVEN, signingKey: hexOf(SECRETS.meterSigningKey) },
  ];

  for (const [mode, referencing] of LINES) {
    for (const auth of MECHANISMS) {
      for (const security of ['None', 'AuthenticationEncryption'] as const) {
        it(`show none, right or wrong: ${auth}, ${security}, ${referencing} over ${mode}`, async () => {
          const secured = { auth, security, securitySuite: auth === 'HighEcdsa' ? 1 : 0 } as const;
          const host = await startSimulator({ ...simulated(secured), hdlcPort: 0, wrapperPort: 0 });
          const port = mode === 'DLMS-HDLC' ? host.hdlcPort : host.wrapperPort;
          const properties = { ...METER, ...secured, referencing, mode, port };
          try {
            assert.equal(await converse(properties, GIVEN), undefined);
            for (const wrong of WRONG) await converse(properties, wrong);
          } finally {
            await host.close();
          }
        });
      }
    }
  }

  it('show none where the secret itself is the challenge', async () => {
    const secured = { auth: 'High' } as const;
    const host = await startSimulator({ ...simulated(secured), hdlcPort: 0 });
    const quirky = { ...METER, ...secured, port: host.hdlcPort, quirks: 'high-secret-as-challenge' };
    await converse(quirky, GIVEN);
    await host.close();
  });

  /** Reads a value, and looks through all that anybody hears of it. @returns why that failed */
  async function converse(
    properties: Readonly<Record<string, unknown>>,
    secrets: SettingSecrets,
  ): Promise<unknown> {
    const { settings, warnings } = resolveSettings(properties, secrets);
    const traces: Trace[] = [];
    const client = new MeterClient({
      settings,
      counters,
      open: openTransport(settings),
      showPlain: true,
      onTrace: (trace) => traces.push(trace),
    });
    const failure = await client.read(['1-0:1.8.0']).then(
      () => undefined,
      (error: unknown) => error,
    );
    await client.close();
    assert.ok(traces.length > 2);
    assertNoSecret([...traces.map(traceText), ...warnings, printsOf(failure)].join('\n'), 'a conversation');
    return failure;
  }
});

/** A meter with all the secrets that its security asks for. */
function simulated(secured: SimulatorOptions): SimulatorOptions {
  const { auth, security = 'None' } = secured;
  const { password, blockCipherKey, authenticationKey, signingKey } = GIVEN;
  return {
    ...secured,
    password,
    ...(auth === 'HighGmac' || security !== 'None' ? { blockCipherKey, authenticationKey } : {}),
    ...(auth === 'HighEcdsa'
      ? {
          signingKey: hexOf(SECRETS.meterSigningKey),
          clientPublicKey: publicOf(readPrivateKey(signingKey ?? '')),
        }
      : {}),
  };
}

function traceText({ octets, plain = new Uint8Array(), note = '' }: Trace): string {
  const asText = (part: Uint8Array) => Buffer.from(part).toString('latin1');
  return [toHex(octets), toHex(plain), asText(octets), asText(plain), note].join('\n');
}
