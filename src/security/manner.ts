/** In which way one message goes out: by the material of its association, or as the other side has asked. */
import type { KeyName } from './key-choice.js';
import type { Protection, ProtectionForm, SecurityMaterial } from './material.js';

export interface Manner {
  readonly form: ProtectionForm;
  readonly key: KeyName;
  readonly signed: boolean;
  readonly protection: Protection;
  /** Of the message that is answered; general-ciphering and general-signing repeat it. */
  readonly transactionId?: Uint8Array | undefined;
}

/** Never with less protection than the material asks for, and never with less than what is answered had. */
export function mannerOf(material: SecurityMaterial, like: Partial<Manner> = {}): Manner {
  const { protection: own, dedicatedKey, signingKey } = material;
  const form = like.form ?? material.form ?? 'service-specific';
  const key = like.key ?? (dedicatedKey === undefined ? 'global' : 'dedicated');
  return {
    form,
    // Key-Info has no name for a dedicated key.
    key: form === 'general-ciphering' && key === 'dedicated' ? 'global' : key,
    signed: material.signed === true || (like.signed === true && signingKey !== undefined),
    protection: {
      authenticated: own.authenticated || like.protection?.authenticated === true,
      encrypted: own.encrypted || like.protection?.encrypted === true,
    },
    transactionId: like.transactionId,
  };
}

export function isCiphering({ authenticated, encrypted }: Protection): boolean {
  return authenticated || encrypted;
}
