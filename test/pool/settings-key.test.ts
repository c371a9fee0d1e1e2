import assert from 'node:assert/strict';
import { resolveSettings, type SettingSecrets } from '../../src/meter/resolve-settings.js';
import type { MeterSettings } from '../../src/meter/settings.js';
import { directoryKey, secretsKey, sessionKey } from '../../src/pool/settings-key.js';

const ECDSA = { auth: 'HighEcdsa', securitySuite: 1 };
const SECRETS: SettingSecrets = {
  password: 'geheim',
  blockCipherKey: '00112233445566778899AABBCCDDEEFF',
  authenticationKey: 'D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF',
  signingKey: '01'.repeat(32),
  // The base point of P-256.
  serverPublicKey:
    '6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C2964FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5',
};

const settings = (properties: object = {}, secrets: SettingSecrets = {}): MeterSettings =>
  resolveSettings(
    { host: 'Meter', referencing: 'LN', physicalAddress: 16, ...properties },
    { ...SECRETS, ...secrets },
  ).settings;

describe('the meters and secrets that settings mean', () => {
  it('are the same session whatever it is called and whenever it scans', () => {
    const named = settings({ name: 'Cellar', alias: 'cellar', scanRateMs: 1, host: 'METER' });
    assert.equal(sessionKey(named), sessionKey({ ...settings(), host: 'METER' }));
    for (const other of [{ timeoutMs: 1 }, { clientAddress: 1 }, { lockoutWaitMs: 1 }, { port: 4060 }]) {
      assert.notEqual(sessionKey(settings(other)), sessionKey(settings()), JSON.stringify(other));
    }
  });

  it('are the same secrets however the meter is asked, and others where a key or a client is another', () => {
    const low = { auth: 'Low' };
    const key = secretsKey(settings(low));
    assert.equal(secretsKey(settings({ ...low, timeoutMs: 9, retryCounter: 9, lockoutWaitMs: 9 })), key);
    assert.notEqual(secretsKey(settings({ ...low, clientAddress: 1 })), key);
    assert.notEqual(secretsKey(settings({ ...low, physicalAddress: 17 })), key);
    assert.notEqual(secretsKey(settings(low, { password: 'geheimer' })), key);
  });

  it('tell keys apart that print alike', () => {
    const ciphered = { auth: 'HighGmac' };
    const other = { blockCipherKey: `FF${SECRETS.blockCipherKey?.slice(2)}` };
    const signing = { signingKey: '02'.repeat(32) };
    for (const keyOf of [sessionKey, secretsKey]) {
      assert.notEqual(keyOf(settings(ciphered, other)), keyOf(settings(ciphered)));
      assert.notEqual(keyOf(settings(ECDSA, signing)), keyOf(settings(ECDSA)));
      assert.equal(keyOf(settings(ECDSA)), keyOf(settings(ECDSA)));
    }
  });

  it('have a name for what is learned that holds nothing of a secret', () => {
    assert.equal(directoryKey(settings({ auth: 'Low' })), 'meter:4059 0-16 16');
    assert.equal(directoryKey(settings({ auth: 'Low', referencing: 'SN' })), 'meter:4059 0-16 16 SN');
  });
});
