import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DlmsError } from '../../src/errors.js';
import { resolveSettings } from '../../src/meter/resolve-settings.js';
import { describeTls } from '../transport/certificates.js';

const BASE = { host: 'meter.example', transport: 'tls', physicalAddress: 16 };

describeTls('settings for TLS', (certificates) => {
  const resolve = (input: Readonly<Record<string, unknown>>, tlsKey?: string) =>
    resolveSettings({ ...BASE, ...input }, { tlsKey });

  const refused = (input: Readonly<Record<string, unknown>>, message: RegExp, tlsKey?: string): void => {
    assert.throws(
      () => resolve(input, tlsKey),
      (error) => {
        assert.ok(error instanceof DlmsError);
        assert.equal(error.code, 'DLMS_SETTING');
        assert.match(error.message, message);
        assert.doesNotMatch(error.message, /PRIVATE|GEHEIM/);
        return true;
      },
    );
  };

  it('check the certificate of the other side, where nothing is said', () => {
    const { settings, warnings } = resolve({});
    assert.deepEqual(settings.tls, {
      verify: true,
      ca: undefined,
      cert: undefined,
      key: undefined,
      serverName: undefined,
    });
    assert.deepEqual(warnings, []);
  });

  it('warn where the check is off', () => {
    const { settings, warnings } = resolve({ tlsVerify: 'off' });
    assert.equal(settings.tls.verify, false);
    assert.match(warnings.join(), /tlsVerify is off/);
    refused({ tlsVerify: 'perhaps' }, /tlsVerify "perhaps" is not allowed: on, off/);
  });

  it('take PEM text, also in one line, and files', () => {
    const { ca, caFile, client } = certificates();
    const inLine = ca.replaceAll('\n', '\\n');
    for (const tlsCa of [ca, caFile, inLine])
      assert.equal(resolve({ tlsCa }).settings.tls.ca?.trim(), ca.trim());
    const { tls } = resolve({ tlsCert: client.cert, tlsServerName: 'gw' }, client.key).settings;
    assert.deepEqual(
      [tls.cert?.trim(), tls.key?.trim(), tls.serverName],
      [client.cert.trim(), client.key.trim(), 'gw'],
    );
  });

  it('are refused where they cannot work, and the key is not shown', () => {
    const { ca, client, server } = certificates();
    const folder = mkdtempSync(join(tmpdir(), 'dlms-tls-'));
    const rubbish = join(folder, 'rubbish.pem');
    writeFileSync(rubbish, 'GEHEIM');
    refused({ tlsCa: '/no/such/file' }, /tlsCa is neither PEM text nor a file/);
    refused({ tlsCa: rubbish }, /tlsCa holds no certificate/);
    refused({ tlsCert: client.cert }, /tlsKey is not set: tlsCert needs/);
    refused({}, /tlsCert is not set: tlsKey needs/, client.key);
    refused({ tlsCert: client.cert }, /tlsKey is not that of tlsCert/, server.key);
    refused({ tlsCert: ca }, /tlsKey is neither PEM text/, 'GEHEIM');
    refused({ tlsCert: ca }, /tlsKey holds no private key/, rubbish);
    refused({ tlsCert: ca }, /tlsKey is encrypted/, '-----BEGIN ENCRYPTED PRIVATE KEY-----\nGEHEIM');
    rmSync(folder, { recursive: true });
  });

  it('are not looked at with other transports', () => {
    const { settings } = resolve({ transport: 'tcp', tlsCa: '/no/such/file' });
    assert.deepEqual(settings.tls, { verify: true });
  });
});
