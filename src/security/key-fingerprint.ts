/** A name for a key in use under a system title, that tells nothing of the key. */
import { createHmac } from 'node:crypto';

const PURPOSE = 'DLMS invocation counter';
const DIGITS = 32;

/** 32 hexadecimal digits; the same for the same key and title only. */
export function keyFingerprint(key: Uint8Array, systemTitle: Uint8Array): string {
  return createHmac('sha256', key).update(PURPOSE).update(systemTitle).digest('hex').slice(0, DIGITS);
}
