/** Octets as people have them: hexadecimal text in any dress, or the octets themselves. */
import { toHex } from '../../encoding/hex.js';
import { usageError } from '../failure.js';

const HINT = 'Write octets as pairs of hexadecimal digits, for example 7E A0 07 03 21 93 0F 01 7E.';

/**
 * White space, `:`, `,`, `-` and `0x` between the digits are passed over.
 * @throws DlmsError DLMS_USAGE that tells the place of the first character that is no hexadecimal digit
 */
export function octetsOfText(text: string): Uint8Array {
  // Replaced by as many blanks, so that places stay what they are in the user's text.
  const plain = text.replace(/0x/gi, '  ').replace(/[:,-]/g, ' ');
  const wrong = /[^\s0-9a-f]/i.exec(plain);
  if (wrong !== null) {
    throw usageError(`"${wrong[0]}" at place ${wrong.index + 1} is no hexadecimal digit`, HINT);
  }
  const digits = plain.replace(/\s/g, '');
  if (digits.length === 0) throw usageError('there are no octets to decode', HINT);
  if (digits.length % 2 !== 0) {
    throw usageError(`${digits.length} hexadecimal digits are no whole number of octets`, HINT);
  }
  return new Uint8Array(Buffer.from(digits, 'hex'));
}

/** The text of a meter itself (IEC 62056-21): an identification, or data sets, which have parentheses. */
const READOUT = /^\s*\/|\([^()]*\)/;

/** What came on stdin: digits where it is text, else the octets of a record made by some other tool. */
export function octetsOfStream(input: Uint8Array): Uint8Array {
  const isText = input.every((octet) => (octet >= 0x20 && octet < 0x7f) || (octet >= 0x09 && octet <= 0x0d));
  const text = isText ? Buffer.from(input).toString('latin1') : '';
  return isText && !READOUT.test(text) ? octetsOfText(text) : input;
}

/** At most `limit` octets as hex, with an ellipsis where there are more. */
export function shortHex(octets: Uint8Array, limit = 16): string {
  return toHex(octets.subarray(0, limit), ' ') + (octets.length > limit ? ' …' : '');
}
