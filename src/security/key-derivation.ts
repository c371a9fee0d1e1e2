/**
 * What two sides agree on (Green Book, key agreement; NIST SP 800-56A): the shared secret Z of ECDH, and the
 * key that the single-step key derivation makes of it.
 */
import { createHash, diffieHellman } from 'node:crypto';
import { CURVES, type Curve } from './curve.js';
import type { PrivateKey, PublicKey } from './key-pair.js';
import { joined } from './octets.js';
import { wrongSetting } from './refusals.js';

/** What the key is for: the last octet of the AlgorithmID, and the octets of the key. */
export const KEY_USE = {
  'aes-gcm-128': { id: 0x00, keyLength: 16 },
  'aes-gcm-256': { id: 0x01, keyLength: 32 },
  'aes-wrap-128': { id: 0x02, keyLength: 16 },
  'aes-wrap-256': { id: 0x03, keyLength: 32 },
} as const;

export type KeyUse = keyof typeof KEY_USE;

export interface DerivationInput {
  /** Whose hash is taken. */
  readonly curve: Curve;
  /** Z; a secret. */
  readonly sharedSecret: Uint8Array;
  readonly use: KeyUse;
  /** System title of the side that began: PartyUInfo. */
  readonly originator: Uint8Array;
  /** System title of the other side: PartyVInfo. */
  readonly recipient: Uint8Array;
  /** With the static unified model alone: its octets follow the originator's, behind their length. */
  readonly transactionId?: Uint8Array | undefined;
  /**
   * The country-specific object identifier of the DLMS UA ends in 5; systems of Great Britain (GBCS), and
   * examples of the Green Book's edition 8, have 6 in its place.
   */
  readonly userAssociation?: 5 | 6 | undefined;
}

const COUNTER = Uint8Array.of(0, 0, 0, 1);

/**
 * Z, the x coordinate; 32 octets on P-256, 48 on P-384. A secret.
 * @throws DlmsError DLMS_SETTING where the keys are of different curves
 */
export function sharedSecret(own: PrivateKey, other: PublicKey): Uint8Array {
  if (own.curve !== other.curve) {
    throw wrongSetting(`a key of ${own.curve} and one of ${other.curve} agree on nothing`);
  }
  return new Uint8Array(diffieHellman({ privateKey: own.object, publicKey: other.object }));
}

/** A key as long as its use says. */
export function deriveKey(input: DerivationInput): Uint8Array {
  const { id, keyLength } = KEY_USE[input.use];
  const algorithmId = Uint8Array.of(0x60, 0x85, 0x74, input.userAssociation ?? 5, 0x08, 0x03, id);
  const { transactionId } = input;
  const transaction = transactionId === undefined ? [] : [Uint8Array.of(transactionId.length), transactionId];
  const info = joined(algorithmId, input.originator, ...transaction, input.recipient);
  const hash = createHash(CURVES[input.curve].hash).update(joined(COUNTER, input.sharedSecret, info));
  return new Uint8Array(hash.digest().subarray(0, keyLength));
}
