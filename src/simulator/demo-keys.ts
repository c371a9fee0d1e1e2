/**
 * The keys of a simulated meter that was given none, so that it can be tried without inventing keys. They
 * are no secrets: everybody knows them from the examples of the books, and nothing real may use them.
 */
import { type PrivateKey, type PublicKey, privateKeyFromScalar, publicOf } from '../security/key-pair.js';
import { SECURITY_SUITE, type SecuritySuiteId } from '../security/suite.js';

export interface DemoKeys {
  readonly blockCipherKey: Uint8Array;
  readonly authenticationKey: Uint8Array;
  /** Of key transfer. */
  readonly masterKey: Uint8Array;
}

export interface DemoSigningKeys {
  readonly signingKey: PrivateKey;
  readonly clientPublicKey: PublicKey;
}

const SCALAR_LENGTH = { 'P-256': 32, 'P-384': 48 } as const;

/** 00 01 02 …, D0 D1 D2 … and 00 11 22 …, as long as the suite says. */
export function demoKeys(suite: SecuritySuiteId): DemoKeys {
  const { keyLength } = SECURITY_SUITE[suite];
  return {
    blockCipherKey: counted(0x00, keyLength),
    authenticationKey: counted(0xd0, keyLength),
    masterKey: Uint8Array.from({ length: keyLength }, (_, at) => 0x11 * (at % 16)),
  };
}

/** Of the meter 00 01 02 …, of the client what comes after it; suite 0 has none. */
export function demoSigningKeys(suite: SecuritySuiteId): DemoSigningKeys | undefined {
  const { curve } = SECURITY_SUITE[suite];
  if (curve === undefined) return undefined;
  return {
    signingKey: privateKeyFromScalar(curve, counted(0, SCALAR_LENGTH[curve])),
    clientPublicKey: publicOf(privateKeyFromScalar(curve, demoClientScalar(suite))),
  };
}

/** The client's private key, which belongs to the public one that the meter knows. */
export function demoClientScalar(suite: SecuritySuiteId): Uint8Array {
  const { curve } = SECURITY_SUITE[suite];
  const length = curve === undefined ? 0 : SCALAR_LENGTH[curve];
  return counted(length, length);
}

function counted(from: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (from + at) & 0xff);
}
