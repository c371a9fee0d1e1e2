/**
 * Keys in DER: PKCS#8 (RFC 5958) and SEC1 (RFC 5915) for private ones, SPKI and X.509 (RFC 5280) for public
 * ones. What OpenSSL makes of them is checked for its curve. Messages go behind a setting's name.
 */
import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readTlv } from '../encoding/ber.js';
import { OctetReader } from '../encoding/octet-reader.js';
import { type Curve, curveNamed } from './curve.js';
import { encryptedKey } from './key-text.js';
import { wrongSetting } from './refusals.js';

export interface ImportedKey {
  readonly object: KeyObject;
  readonly curve: Curve;
}

/** @throws DlmsError DLMS_SETTING */
export function importPrivate(der: Uint8Array): ImportedKey {
  const key = wholeSequence(der);
  return firstOf([
    () => createPrivateKey({ key, format: 'der', type: 'pkcs8' }),
    () => createPrivateKey({ key, format: 'der', type: 'sec1' }),
  ]);
}

/** The signature of a certificate is not checked. @throws DlmsError DLMS_SETTING */
export function importPublic(der: Uint8Array): ImportedKey {
  const key = wholeSequence(der);
  return firstOf([
    () => createPublicKey({ key, format: 'der', type: 'spki' }),
    () => new X509Certificate(key).publicKey,
  ]);
}

function firstOf(readings: readonly (() => KeyObject)[]): ImportedKey {
  for (const read of readings) {
    const object = attempt(read);
    if (object !== undefined) return { object, curve: curveOf(object) };
  }
  throw wrongSetting('is damaged, not on its curve, or a key of another kind');
}

function attempt(read: () => KeyObject): KeyObject | undefined {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MISSING_PASSPHRASE') throw encryptedKey();
    return undefined;
  }
}

function curveOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): Curve {
  const curve = curveNamed(asymmetricKeyDetails?.namedCurve);
  if (curve !== undefined) return curve;
  const kind =
    asymmetricKeyType === 'ec'
      ? `of the curve ${asymmetricKeyDetails?.namedCurve ?? 'that it describes itself'}`
      : `of the kind ${asymmetricKeyType}`;
  throw wrongSetting(
    `is ${kind}: P-256 (suite 1) and P-384 (suite 2) are allowed`,
    'dlms keys makes a pair of the right curve.',
  );
}

/** OpenSSL passes over what follows a key. */
function wholeSequence(der: Uint8Array): Buffer {
  const reader = new OctetReader(der);
  try {
    readTlv(reader);
  } catch {
    throw wrongSetting('ends before the key does');
  }
  if (reader.remaining > 0) throw wrongSetting(`has ${reader.remaining} octets behind the key`);
  return Buffer.from(der);
}
