/**
 * AES-GCM (NIST SP 800-38D) as DLMS/COSEM uses it: initialization vectors of 12 octets, tags of 12. The
 * length of the key decides between AES-128 and AES-256.
 */
import { type CipherGCMTypes, createCipheriv, createDecipheriv } from 'node:crypto';

export interface GcmInput {
  /** 16 or 32 octets; a secret. */
  readonly key: Uint8Array;
  /** 12 octets, never twice the same under one key. */
  readonly initializationVector: Uint8Array;
  readonly additionalData: Uint8Array;
}

export interface Sealed {
  readonly text: Uint8Array;
  readonly tag: Uint8Array;
}

const TAG = { authTagLength: 12 } as const;

export function sealGcm(input: GcmInput, plaintext: Uint8Array): Sealed {
  const cipher = createCipheriv(algorithmOf(input), input.key, input.initializationVector, TAG);
  cipher.setAAD(input.additionalData);
  const text = new Uint8Array(cipher.update(plaintext));
  cipher.final();
  return { text, tag: new Uint8Array(cipher.getAuthTag()) };
}

/** undefined where the tag is wrong, which takes as long wherever it differs. */
export function openGcm(input: GcmInput, { text, tag }: Sealed): Uint8Array | undefined {
  const decipher = createDecipheriv(algorithmOf(input), input.key, input.initializationVector, TAG);
  decipher.setAAD(input.additionalData).setAuthTag(tag);
  const plaintext = new Uint8Array(decipher.update(text));
  try {
    decipher.final();
    return plaintext;
  } catch {
    plaintext.fill(0);
    return undefined;
  }
}

/** Encryption without a tag: plain to enciphered, and by the same way back. */
export function withKeystream(input: Omit<GcmInput, 'additionalData'>, octets: Uint8Array): Uint8Array {
  const cipher = createCipheriv(algorithmOf(input), input.key, input.initializationVector, TAG);
  return new Uint8Array(cipher.update(octets));
}

function algorithmOf({ key }: Pick<GcmInput, 'key'>): CipherGCMTypes {
  return key.length === 32 ? 'aes-256-gcm' : 'aes-128-gcm';
}
