/** Hexadecimal digits in any dress: with white space, separators, `0x`, `\x`, braces or quotes between them. */
import { usageError } from '../../failure.js';

export const HEX_HINT =
  'Write octets as pairs of hexadecimal digits, for example 7E A0 07 03 21 93 0F 01 7E.';

/** As people and languages write lists of octets. */
const PREFIX = /0x|\\x|\bb(?=["'])/gi;
/** `0x1` lacks a zero. */
const ONE_DIGIT = /(?<![0-9a-z])0x(?=[0-9a-f](?![0-9a-z]))/gi;
const SEPARATORS = /[:,;\-{}[\]"']/g;

/**
 * @param line the number of the line where the text has several
 * @throws DlmsError DLMS_USAGE that tells the place of the first character that is no hexadecimal digit
 */
export function hexOctets(text: string, line?: number): Uint8Array {
  // Replaced by as many blanks, so that places stay what they are in the user's text.
  const plain = text
    .replace(ONE_DIGIT, ' 0')
    .replace(PREFIX, ({ length }) => ' '.repeat(length))
    .replace(SEPARATORS, ' ');
  const wrong = /[^\s0-9a-f]/i.exec(plain);
  if (wrong !== null) throw wrongCharacter(wrong[0], wrong.index, line);
  const digits = plain.replace(/\s/g, '');
  if (digits.length % 2 === 0) return new Uint8Array(Buffer.from(digits, 'hex'));
  const where = line === undefined ? '' : ` in line ${line}`;
  throw usageError(`${digits.length} hexadecimal digits${where} are no whole number of octets`, HEX_HINT);
}

/** Of a text that is right. */
export function countDigits(text: string): number {
  return text
    .replace(ONE_DIGIT, '0')
    .replace(PREFIX, '')
    .replace(/[^0-9a-f]/gi, '').length;
}

/** @param at counted from 0 */
export function wrongCharacter(character: string, at: number, line?: number): Error {
  const where = line === undefined ? '' : ` of line ${line}`;
  return usageError(`"${character}" at place ${at + 1}${where} is no hexadecimal digit`, HEX_HINT);
}
