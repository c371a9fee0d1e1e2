/** Key pairs and certificates as PEM (RFC 7468), for files. */
import { X509Certificate } from 'node:crypto';
import type { PrivateKey, PublicKey } from './key-pair.js';

/** PKCS#8, not encrypted: a secret. */
export function privateKeyPem({ object }: PrivateKey): string {
  return object.export({ format: 'pem', type: 'pkcs8' }).toString();
}

/** SPKI. */
export function publicKeyPem({ object }: PublicKey): string {
  return object.export({ format: 'pem', type: 'spki' }).toString();
}

/** @param der one that was made here */
export function certificatePem(der: Uint8Array): string {
  return new X509Certificate(Buffer.from(der)).toString();
}
