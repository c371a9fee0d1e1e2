/** AES key wrap (RFC 3394) with its default initial value: how keys travel under the master key (KEK). */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { DlmsError } from '../errors.js';
import { wrongSetting } from './refusals.js';
import { SECURITY_SUITE, type SecuritySuiteId } from './suite.js';

const INITIAL_VALUE = new Uint8Array(8).fill(0xa6);
const ALGORITHM = { 16: 'id-aes128-wrap', 32: 'id-aes256-wrap' } as const;

/** Octets of a wrapped key; each suite wraps keys of one length. */
export function wrappedLength(suite: SecuritySuiteId): number {
  return SECURITY_SUITE[suite].keyLength + INITIAL_VALUE.length;
}

/** @throws DlmsError DLMS_SETTING where one of the keys is not as long as the suite says */
export function wrapKey(suite: SecuritySuiteId, masterKey: Uint8Array, key: Uint8Array): Uint8Array {
  checkKeyLength(suite, 'the master key', masterKey);
  checkKeyLength(suite, 'the key to wrap', key);
  const cipher = createCipheriv(algorithmOf(suite), masterKey, INITIAL_VALUE);
  return new Uint8Array(Buffer.concat([cipher.update(key), cipher.final()]));
}

/**
 * @throws DlmsError DLMS_KEY_WRAP where the wrapped key has another length, was changed, or was wrapped with
 * another master key; DLMS_SETTING where the master key is not as long as the suite says
 */
export function unwrapKey(suite: SecuritySuiteId, masterKey: Uint8Array, wrapped: Uint8Array): Uint8Array {
  checkKeyLength(suite, 'the master key', masterKey);
  if (wrapped.length !== wrappedLength(suite)) {
    throw unwrappable(
      `the wrapped key has ${wrapped.length} octets: suite ${suite} has ${wrappedLength(suite)}`,
    );
  }
  const decipher = createDecipheriv(algorithmOf(suite), masterKey, INITIAL_VALUE);
  try {
    return new Uint8Array(Buffer.concat([decipher.update(wrapped), decipher.final()]));
  } catch {
    throw unwrappable('the wrapped key was changed on its way, or wrapped with another master key');
  }
}

/** @throws DlmsError DLMS_SETTING */
export function checkKeyLength(suite: SecuritySuiteId, what: string, key: Uint8Array): void {
  const { keyLength } = SECURITY_SUITE[suite];
  if (key.length === keyLength) return;
  throw wrongSetting(`${what} has ${key.length} octets: suite ${suite} takes ${keyLength}`);
}

function algorithmOf(suite: SecuritySuiteId): string {
  return ALGORITHM[SECURITY_SUITE[suite].keyLength];
}

function unwrappable(message: string): DlmsError {
  return new DlmsError(message, {
    code: 'DLMS_KEY_WRAP',
    layer: 'security',
    fault: 'meter',
    hint: 'Check that both sides have the same master key (KEK) and security suite.',
  });
}
