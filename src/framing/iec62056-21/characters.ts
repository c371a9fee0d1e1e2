/** Characters of IEC 62056-21, 5.8 and 6.3: ISO 646 with seven bits; the eighth is even parity. */
import { DlmsError } from '../../errors.js';

export const SOH = 0x01;
export const STX = 0x02;
export const ETX = 0x03;
export const EOT = 0x04;
export const ACK = 0x06;
export const LF = 0x0a;
export const CR = 0x0d;
export const NAK = 0x15;
/** `!` */
export const END = 0x21;
/** `/` */
export const START = 0x2f;
/** `?` */
export const REQUEST = 0x3f;

const BLANK = 0x20;
const DELETE = 0x7f;

/** The characters alone, where the parity bit came with them. */
export function withoutParity(octets: Uint8Array): Uint8Array {
  return octets.map((octet) => octet & 0x7f);
}

/** Even parity in bit 7: what a line of 7 bits with parity carries, sent on a line of 8 bits without. */
export function withEvenParity(octets: Uint8Array): Uint8Array {
  return octets.map((octet) => (octet & 0x7f) | (isOdd(octet & 0x7f) ? 0x80 : 0));
}

export function isPrintable(character: number): boolean {
  return character >= BLANK && character < DELETE;
}

export function textOf(characters: Uint8Array): string {
  return Array.from(characters, (character) => String.fromCharCode(character)).join('');
}

/** @throws DlmsError DLMS_IEC_TEXT for text that seven bits cannot hold, or with control characters */
export function charactersOf(text: string): Uint8Array {
  const characters = Uint8Array.from(text, (character) => Math.min(character.charCodeAt(0), 0xff));
  if (characters.every((character) => isPrintable(character))) return characters;
  throw new DlmsError('a text for an IEC 62056-21 message holds characters that it has no code for', {
    code: 'DLMS_IEC_TEXT',
    layer: 'iec',
    fault: 'settings',
    hint: 'Use letters without accents, digits and punctuation only.',
  });
}

function isOdd(character: number): boolean {
  let ones = 0;
  for (let rest = character; rest > 0; rest >>= 1) ones += rest & 1;
  return ones % 2 === 1;
}
