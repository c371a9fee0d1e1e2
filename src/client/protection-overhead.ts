/**
 * The most octets that protection adds to an APDU (Green Book, ciphered APDUs and security header): they
 * count against the size that the meter takes.
 */
import type { SecurityMaterial } from '../security/material.js';

/** A length that fits any APDU that has a limit. */
const LENGTH = 3;
const TAG = 1;
/** Security control and invocation counter. */
const SECURITY_HEADER = 5;
const AUTHENTICATION_TAG = 12;
const SYSTEM_TITLE = 9;
const TRANSACTION_ID = 9;
/** date-time and other-information, both left out. */
const NOTHING_MORE = 2;
/** Present, identified-key, which one. */
const KEY_INFO = 3;

/** What stands before the contents beside tag and length. */
const HEADER = {
  'service-specific': 0,
  general: SYSTEM_TITLE,
  'general-ciphering': TRANSACTION_ID + 2 * SYSTEM_TITLE + NOTHING_MORE + KEY_INFO,
} as const;

const SIGNING = TAG + TRANSACTION_ID + 2 * SYSTEM_TITLE + NOTHING_MORE + LENGTH + 1;
/** r and s, by suite. */
const SIGNATURE = { 0: 64, 1: 64, 2: 96 } as const;

export function protectionOverhead({ protection, form, signed, suite }: SecurityMaterial): number {
  const { authenticated, encrypted } = protection;
  const ciphered = authenticated || encrypted;
  return (
    (ciphered ? TAG + HEADER[form ?? 'service-specific'] + LENGTH + SECURITY_HEADER : 0) +
    (authenticated ? AUTHENTICATION_TAG : 0) +
    (signed ? SIGNING + SIGNATURE[suite] : 0)
  );
}
