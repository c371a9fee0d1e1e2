/**
 * Keys of elliptic curves for signature and key agreement (suites 1 and 2), read from PEM (PKCS#8, SEC1,
 * SPKI, X.509) or hexadecimal. A public key on the wire is x‖y, big-endian.
 */
import { createECDH, createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { CURVES, type Curve, curveOfSize } from './curve.js';
import { importPrivate, importPublic } from './key-import.js';
import { readKeyText } from './key-text.js';
import { wrongSetting } from './refusals.js';

/** Prints as `***` wherever it may land. */
export class PrivateKey {
  readonly #key: KeyObject;

  constructor(
    key: KeyObject,
    readonly curve: Curve,
  ) {
    this.#key = key;
  }

  /** For this room alone. */
  get object(): KeyObject {
    return this.#key;
  }

  toJSON(): string {
    return '***';
  }

  toString(): string {
    return '***';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '***';
  }
}

export class PublicKey {
  constructor(
    readonly object: KeyObject,
    readonly curve: Curve,
  ) {}
}

const PRIVATE_LABELS = ['PRIVATE KEY', 'EC PRIVATE KEY'];
const PUBLIC_LABELS = ['PUBLIC KEY', 'CERTIFICATE', 'X509 CERTIFICATE'];

/** Octet before x‖y of a point that is not compressed. */
const UNCOMPRESSED = 0x04;
const SEQUENCE = 0x30;

/**
 * From PEM (PKCS#8 or SEC1) or hexadecimal (the scalar of 32 or 48 octets, or DER).
 * @throws DlmsError DLMS_SETTING; its message goes behind the setting's name and shows nothing of the key
 */
export function readPrivateKey(text: string): PrivateKey {
  const { label, octets } = readKeyText(text, PRIVATE_LABELS, 'private');
  const curve = label === undefined ? curveOfSize(octets.length) : undefined;
  if (curve !== undefined) return privateKeyFromScalar(curve, octets);
  if (label === undefined && octets[0] !== SEQUENCE) {
    throw wrongLength(octets, 'private', '32 (P-256) or 48 (P-384)');
  }
  return privateKeyFromDer(octets);
}

/**
 * From PEM (SPKI, or an X.509 certificate, whose signature is not checked) or hexadecimal (x‖y, 04‖x‖y, or
 * DER). @throws DlmsError DLMS_SETTING; its message goes behind the setting's name
 */
export function readPublicKey(text: string): PublicKey {
  const { label, octets } = readKeyText(text, PUBLIC_LABELS, 'public');
  const point = octets.length % 2 === 1 && octets[0] === UNCOMPRESSED ? octets.subarray(1) : octets;
  const curve = label === undefined ? curveOfSize(point.length / 2) : undefined;
  if (curve !== undefined) return publicKeyFromPoint(curve, point);
  if (label === undefined && octets[0] !== SEQUENCE) {
    throw wrongLength(octets, 'public', '64 (P-256) or 96 (P-384)');
  }
  const imported = importPublic(octets);
  return new PublicKey(imported.object, imported.curve);
}

/** @param scalar big-endian, as long as the curve says. @throws DlmsError DLMS_SETTING where it is no key */
export function privateKeyFromScalar(curve: Curve, scalar: Uint8Array): PrivateKey {
  const { size, namedCurve } = CURVES[curve];
  if (scalar.length !== size) throw wrongLength(scalar, 'private', `${size} (${curve})`);
  const ecdh = createECDH(namedCurve);
  try {
    ecdh.setPrivateKey(scalar);
  } catch {
    throw wrongSetting(`is no private key of ${curve}: it must be above 0 and below the order of the curve`);
  }
  const jwk = { ...jwkOf(curve, ecdh.getPublicKey().subarray(1)), d: base64url(scalar) };
  return new PrivateKey(createPrivateKey({ key: jwk, format: 'jwk' }), curve);
}

/** @param point x‖y. @throws DlmsError DLMS_SETTING where it is not on the curve */
export function publicKeyFromPoint(curve: Curve, point: Uint8Array): PublicKey {
  const { size } = CURVES[curve];
  if (point.length !== 2 * size) throw wrongLength(point, 'public', `${2 * size} (${curve})`);
  try {
    return new PublicKey(createPublicKey({ key: jwkOf(curve, point), format: 'jwk' }), curve);
  } catch {
    throw wrongSetting(`is not on the curve ${curve}`, 'Check that no digit is missing or wrong.');
  }
}

export function publicOf(key: PrivateKey): PublicKey {
  return new PublicKey(createPublicKey(key.object), key.curve);
}

/** x‖y; 64 octets on P-256, 96 on P-384. */
export function publicPoint({ object }: PublicKey): Uint8Array {
  const { x = '', y = '' } = object.export({ format: 'jwk' });
  return new Uint8Array(Buffer.concat([Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]));
}

/** The public part is computed anew: one that does not belong to its key would give signatures that fail. */
function privateKeyFromDer(der: Uint8Array): PrivateKey {
  const { object, curve } = importPrivate(der);
  const { x, d = '' } = object.export({ format: 'jwk' });
  const key = privateKeyFromScalar(curve, Buffer.from(d, 'base64url'));
  if (key.object.export({ format: 'jwk' }).x === x) return key;
  throw wrongSetting('holds a public key that is not its own');
}

function wrongLength(octets: Uint8Array, what: 'private' | 'public', allowed: string): Error {
  return wrongSetting(`has ${octets.length} octets: a ${what} key in hexadecimal has ${allowed}`);
}

function jwkOf(curve: Curve, point: Uint8Array): JsonWebKey {
  const { size } = CURVES[curve];
  return {
    kty: 'EC',
    crv: curve,
    x: base64url(point.subarray(0, size)),
    y: base64url(point.subarray(size)),
  };
}

function base64url(octets: Uint8Array): string {
  return Buffer.from(octets).toString('base64url');
}
