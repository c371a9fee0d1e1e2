/**
 * Digital signatures of suites 1 and 2 (Green Book, ECDSA; NIST FIPS 186-4): P-256 with SHA-256, P-384 with
 * SHA-384. A signature is r‖s, big-endian, not DER.
 */
import { sign as signWith, verify as verifyWith } from 'node:crypto';
import { CURVES, type Curve } from './curve.js';
import type { PrivateKey, PublicKey } from './key-pair.js';

const R_AND_S = 'ieee-p1363';

/** 64 octets on P-256, 96 on P-384. */
export function signatureLength(curve: Curve): number {
  return CURVES[curve].size * 2;
}

export function sign({ object, curve }: PrivateKey, octets: Uint8Array): Uint8Array {
  const signature = signWith(CURVES[curve].hash, octets, { key: object, dsaEncoding: R_AND_S });
  return new Uint8Array(signature);
}

/** False also for a signature of the wrong length. */
export function verify({ object, curve }: PublicKey, octets: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== signatureLength(curve)) return false;
  return verifyWith(CURVES[curve].hash, octets, { key: object, dsaEncoding: R_AND_S }, signature);
}
