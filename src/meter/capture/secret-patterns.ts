/**
 * Octets in which a secret stands, as they go over a line: what is to be asterisks in a capture. A password
 * only counts where it is one, in the calling-authentication-value of an AARQ (Green Book, ACSE APDUs):
 * elsewhere the same octets may be a reading. Keys are no coincidence anywhere.
 */
import { writeField } from '../../apdu/acse.js';
import { authenticationValue } from '../../apdu/acse-field.js';
import { maskSecrets } from '../../client/mask-secret.js';
import { OctetWriter } from '../../encoding/octet-writer.js';
import type { MeterSettings } from '../settings.js';

export interface SecretPattern {
  readonly octets: Uint8Array;
  /** Octets in front that are not secret, but tell what follows. */
  readonly known: number;
}

const ASTERISK = 0x2a;
const AUTHENTICATION_VALUE = 0xac;
/** Fewer octets at the end of what is known so far tell nothing, and may be chance. */
const LEAST = 4;
/** A password that is so long and so mixed is no reading by chance. */
const STRONG = { octets: 8, different: 5 } as const;

export function patternsOf({ password, security }: MeterSettings): readonly SecretPattern[] {
  const { blockCipherKey, authenticationKey, dedicatedKey } = security ?? {};
  const keys = [blockCipherKey, authenticationKey, dedicatedKey].filter((key) => key instanceof Uint8Array);
  return [
    ...(password.length > 0 ? [inAarq(password)] : []),
    ...(isStrong(password) ? [keyPattern(password)] : []),
    ...keys.filter(({ length }) => length > 0).map(keyPattern),
  ];
}

export function keyPattern(key: Uint8Array): SecretPattern {
  return { octets: Uint8Array.from(key), known: 0 };
}

/**
 * A copy with asterisks in place of secrets. At its end a part of one counts, too: the rest may be in the
 * octets that follow.
 */
export function maskPatterns(octets: Uint8Array, patterns: readonly SecretPattern[]): Uint8Array {
  const masked = Uint8Array.from(octets);
  for (const pattern of patterns) {
    for (let at = 0; at < octets.length; at += 1) {
      const length = lengthAt(octets, at, pattern);
      if (length > pattern.known) masked.fill(ASTERISK, at + pattern.known, at + length);
    }
  }
  return masked;
}

/** The same for octets that were damaged on their way: every part of a secret counts, for they are no reading. */
export function maskParts(octets: Uint8Array, patterns: readonly SecretPattern[]): Uint8Array {
  const secrets = patterns.map(({ octets: whole, known }) => whole.subarray(known));
  return maskPatterns(maskSecrets(octets, secrets), patterns);
}

/** Whether a secret may begin at the end of the octets, and go on behind it. */
export function isCut(octets: Uint8Array, patterns: readonly SecretPattern[]): boolean {
  return patterns.some(({ octets: whole }) => {
    const most = Math.min(whole.length - 1, octets.length);
    for (let length = most; length > 0; length -= 1) {
      if (common(octets, octets.length - length, whole) === length) return true;
    }
    return false;
  });
}

/** Octets of the pattern at a place; 0 where it does not stand there, or too little of it. */
function lengthAt(octets: Uint8Array, at: number, { octets: whole, known }: SecretPattern): number {
  const length = common(octets, at, whole);
  const isAtEnd = at + length === octets.length && length >= Math.max(known, LEAST);
  return length === whole.length || isAtEnd ? length : 0;
}

function common(octets: Uint8Array, at: number, whole: Uint8Array): number {
  let length = 0;
  while (length < whole.length && octets[at + length] === whole[length]) length += 1;
  return length;
}

/** As the field is written, with its tags and lengths. */
function inAarq(password: Uint8Array): SecretPattern {
  const octets = writeField(
    new OctetWriter(),
    AUTHENTICATION_VALUE,
    authenticationValue,
    password,
  ).toOctets();
  return { octets, known: octets.length - password.length };
}

function isStrong(password: Uint8Array): boolean {
  return password.length >= STRONG.octets && new Set(password).size >= STRONG.different;
}
