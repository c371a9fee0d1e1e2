/**
 * The keys of elliptic curves in settings, for HighEcdsa and for signed messages: PEM or hexadecimal, or a
 * file with either. The private one is never shown.
 */
import { readFileSync } from 'node:fs';
import { DlmsError } from '../errors.js';
import type { Curve } from '../security/curve.js';
import { type PrivateKey, type PublicKey, readPrivateKey, readPublicKey } from '../security/key-pair.js';
import { secretText } from './key-setting.js';
import { type SettingReader, settingError } from './setting-reader.js';

export interface SigningKeys {
  readonly signingKey?: PrivateKey | undefined;
  readonly serverPublicKey?: PublicKey | undefined;
}

export interface GivenSigningKeys {
  readonly signingKey?: unknown;
  readonly serverPublicKey?: unknown;
}

/** Larger files hold no key. */
const MAX_FILE = 1 << 16;
const HEX = /^[0-9a-fx\s:,-]*$/i;

/** @param needed who needs both keys */
export function readSigningKeys(
  reader: SettingReader,
  given: GivenSigningKeys,
  curve: Curve,
  needed: string,
): SigningKeys {
  const read = <Key extends { readonly curve: Curve }>(
    property: keyof GivenSigningKeys,
    keyOf: (text: string) => Key,
  ): Key | undefined => {
    const text = secretText(given[property]);
    if (text !== '') return keyOfCurve(reader, property, curve, () => keyOf(contents(text)));
    reader.refuseHidden(property, `is not set: ${needed} needs it`);
    return undefined;
  };
  return {
    signingKey: read('signingKey', readPrivateKey),
    serverPublicKey: read('serverPublicKey', readPublicKey),
  };
}

function keyOfCurve<Key extends { readonly curve: Curve }>(
  reader: SettingReader,
  property: string,
  curve: Curve,
  read: () => Key,
): Key | undefined {
  try {
    const key = read();
    if (key.curve !== curve) {
      const suite = `${reader.nameOf('securitySuite')} ${curve === 'P-256' ? 1 : 2}`;
      reader.refuseHidden(property, `is a key of ${key.curve}; ${suite} needs ${curve}`);
    }
    return key;
  } catch (error) {
    if (!(error instanceof DlmsError)) throw error;
    reader.refuseHidden(property, error.message);
    return undefined;
  }
}

/** @throws DlmsError DLMS_SETTING for what is neither a key's text nor a file */
export function contents(text: string): string {
  if (text.includes('-----BEGIN') || HEX.test(text)) return text;
  try {
    const file = readFileSync(text, 'utf8');
    if (file.length <= MAX_FILE) return file;
  } catch {
    // What stands there may be a key with a slip in it: it is not shown.
  }
  throw settingError('is neither PEM, nor hexadecimal, nor a file with either');
}
