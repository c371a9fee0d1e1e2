/**
 * What a meter's settings say of TLS: whom to trust, and how to show who calls. Authority, certificate and
 * key are files, or PEM text itself; they are read once, when the settings are.
 */
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { withHidden } from './secret-octets.js';
import type { SettingReader } from './setting-reader.js';
import type { TlsSettings } from './settings.js';

const VERIFY = { on: true, off: false } as const;
/** Larger files are no certificates. */
const MAX_PEM = 1 << 20;

/** @param givenKey the private key, or its file; never shown */
export function readTls(reader: SettingReader, givenKey: unknown, warnings: string[]): TlsSettings {
  const verify = reader.word('tlsVerify', VERIFY, true);
  if (!verify) {
    warnings.push(
      `${reader.nameOf('tlsVerify')} is off: whoever answers in the meter's place is believed, and hears the password`,
    );
  }
  const ca = readPem(reader, 'tlsCa');
  const cert = readPem(reader, 'tlsCert');
  const key = readKey(reader, givenKey);
  checkPair(reader, cert, key);
  const serverName = reader.text('tlsServerName') || undefined;
  return withHidden({ verify, ca, cert, key, serverName }, 'key');
}

function readPem(reader: SettingReader, property: string): string | undefined {
  if (!reader.isSet(property)) return undefined;
  const pem = pemOf(reader.text(property));
  if (pem === undefined) reader.refuseHidden(property, 'is neither PEM text nor a file that can be read');
  else if (!isUsable({ cert: pem })) reader.refuseHidden(property, 'holds no certificate in PEM');
  return pem;
}

function readKey(reader: SettingReader, given: unknown): string | undefined {
  const text = given === undefined || given === null ? '' : String(given).trim();
  if (text === '') return undefined;
  const pem = pemOf(text);
  if (pem === undefined) reader.refuseHidden('tlsKey', 'is neither PEM text nor a file that can be read');
  else if (/ENCRYPTED/.test(pem)) reader.refuseHidden('tlsKey', 'is encrypted: give it without a passphrase');
  else if (!isUsable({ key: pem })) reader.refuseHidden('tlsKey', 'holds no private key in PEM');
  return pem;
}

function checkPair(reader: SettingReader, cert: string | undefined, key: string | undefined): void {
  if (cert !== undefined && key === undefined) {
    reader.refuseHidden('tlsKey', `is not set: ${reader.nameOf('tlsCert')} needs its private key`);
  } else if (cert === undefined && key !== undefined) {
    reader.refuseHidden('tlsCert', `is not set: ${reader.nameOf('tlsKey')} needs its certificate`);
  } else if (cert !== undefined && key !== undefined && isUsable({ cert }) && isUsable({ key })) {
    if (!isUsable({ cert, key })) reader.refuseHidden('tlsKey', `is not that of ${reader.nameOf('tlsCert')}`);
  }
}

/** Undefined for a file that cannot be read. Text of one line may have `\n` for its line ends. */
function pemOf(text: string): string | undefined {
  if (text.includes('-----BEGIN ')) return text.replaceAll('\\n', '\n');
  try {
    const file = readFileSync(text, 'utf8');
    return file.length > MAX_PEM ? undefined : file;
  } catch {
    return undefined;
  }
}

function isUsable(material: Parameters<typeof createSecureContext>[0]): boolean {
  try {
    createSecureContext(material);
    return true;
  } catch {
    return false;
  }
}
