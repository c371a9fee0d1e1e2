/** Contents of a BER OBJECT IDENTIFIER (ISO/IEC 8825) as dotted text and back. */
import type { OctetReader } from '../encoding/octet-reader.js';

/** Dotted text, for example `2.16.756.5.8.1.1`. */
export type ObjectIdentifier = string;

/**
 * Reads to the end. A last octet that announces another one still ends the last arc: some meters set the
 * high bit of the mechanism's number.
 * @throws DlmsError DLMS_MALFORMED when an arc is beyond 53 bits.
 */
export function decodeObjectIdentifier(reader: OctetReader): ObjectIdentifier {
  const [first, ...others] = readArcs(reader);
  if (first === undefined) return '';
  const root = Math.min(Math.floor(first / 40), 2);
  return [root, first - root * 40, ...others].join('.');
}

export function encodeObjectIdentifier(identifier: ObjectIdentifier): Uint8Array {
  if (identifier === '') return new Uint8Array();
  const [root = 0, second = 0, ...others] = identifier.split('.').map(Number);
  return Uint8Array.from([root * 40 + second, ...others].flatMap(arcOctets));
}

function readArcs(reader: OctetReader): number[] {
  const arcs: number[] = [];
  let arc = 0;
  while (reader.remaining > 0) {
    const octet = reader.u8();
    arc = arc * 0x80 + (octet & 0x7f);
    if (arc > Number.MAX_SAFE_INTEGER) throw reader.malformed('object identifier too large');
    if (octet < 0x80 || reader.remaining === 0) {
      arcs.push(arc);
      arc = 0;
    }
  }
  return arcs;
}

function arcOctets(arc: number): number[] {
  const octets = [arc % 0x80];
  for (let left = Math.floor(arc / 0x80); left > 0; left = Math.floor(left / 0x80)) {
    octets.unshift((left % 0x80) | 0x80);
  }
  return octets;
}
