/** The elliptic curves of suites 1 and 2 (Green Book, security suites; NIST FIPS 186-4): names and lengths. */
import type { SecuritySuiteId } from './suite.js';

export type Curve = 'P-256' | 'P-384';

export interface CurveFacts {
  /** As OpenSSL calls it. */
  readonly namedCurve: string;
  /** Octets of a coordinate, a scalar, and of r and s of a signature. */
  readonly size: 32 | 48;
  /** Of signatures and of the key derivation. */
  readonly hash: 'sha256' | 'sha384';
  /** How many points the base point generates: private keys lie below it. */
  readonly order: bigint;
}

export const CURVES: Readonly<Record<Curve, CurveFacts>> = {
  'P-256': {
    namedCurve: 'prime256v1',
    size: 32,
    hash: 'sha256',
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  },
  'P-384': {
    namedCurve: 'secp384r1',
    size: 48,
    hash: 'sha384',
    order:
      0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  },
};

/** The suite that a curve belongs to. */
export const SUITE_OF_CURVE: Readonly<Record<Curve, SecuritySuiteId>> = { 'P-256': 1, 'P-384': 2 };

/** By OpenSSL's name; undefined for a curve of no suite. */
export function curveNamed(namedCurve: string | undefined): Curve | undefined {
  return curves().find((curve) => CURVES[curve].namedCurve === namedCurve);
}

/** The curve whose coordinates have that many octets. */
export function curveOfSize(size: number): Curve | undefined {
  return curves().find((curve) => CURVES[curve].size === size);
}

function curves(): readonly Curve[] {
  return ['P-256', 'P-384'];
}
