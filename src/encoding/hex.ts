/** Octets as hexadecimal text and back. Text may hold white space, `:`, `-`, `,` and a leading `0x`. */
import { DlmsError } from '../errors.js';

export function toHex(octets: Uint8Array, separator = ''): string {
  // Long octets take no more than their digits.
  if (separator === '')
    return Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('hex').toUpperCase();
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0').toUpperCase()).join(separator);
}

/** @throws DlmsError DLMS_BAD_HEX when the text is not an even number of hex digits. */
export function fromHex(text: string): Uint8Array {
  const digits = text.replace(/0x/gi, '').replace(/[\s:,-]/g, '');
  if (digits.length % 2 !== 0 || /[^0-9a-f]/i.test(digits)) {
    throw new DlmsError('is not an even number of hexadecimal digits', {
      code: 'DLMS_BAD_HEX',
      layer: 'settings',
      fault: 'settings',
      hint: 'Write octets as pairs of hexadecimal digits, for example 7E A0 07.',
    });
  }
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) =>
    Number.parseInt(digits.slice(at * 2, at * 2 + 2), 16),
  );
}
