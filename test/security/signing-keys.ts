/** Key pairs for signatures, of scalars that anybody may know. */
import { privateKeyFromScalar, publicOf } from '../../src/security/key-pair.js';

export const SIGNING_KEY = {
  'P-256': privateKeyFromScalar('P-256', new Uint8Array(32).fill(0x11)),
  'P-384': privateKeyFromScalar('P-384', new Uint8Array(48).fill(0x12)),
};

/** Of the other side. */
export const OTHER_SIGNING_KEY = {
  'P-256': privateKeyFromScalar('P-256', new Uint8Array(32).fill(0x21)),
  'P-384': privateKeyFromScalar('P-384', new Uint8Array(48).fill(0x22)),
};

export const OTHER_PUBLIC_KEY = {
  'P-256': publicOf(OTHER_SIGNING_KEY['P-256']),
  'P-384': publicOf(OTHER_SIGNING_KEY['P-384']),
};

export const PUBLIC_KEY = {
  'P-256': publicOf(SIGNING_KEY['P-256']),
  'P-384': publicOf(SIGNING_KEY['P-384']),
};
