/** Check sequences of HDLC frames: CRC-16/X.25 (ISO/IEC 13239), used for HCS and FCS alike. */
import type { OctetWriter } from '../../encoding/octet-writer.js';

const POLYNOMIAL = 0x8408; // x^16 + x^12 + x^5 + 1, reflected

const TABLE = Uint16Array.from({ length: 256 }, (_, octet) => {
  let register = octet;
  for (let bit = 0; bit < 8; bit += 1) {
    register = register & 1 ? (register >> 1) ^ POLYNOMIAL : register >> 1;
  }
  return register;
});

/** The check sequence of `octets` as a number: 0x906E for the text `123456789`. */
export function checkSequence(octets: Uint8Array): number {
  let register = 0xffff;
  for (const octet of octets) register = (register >> 8) ^ (TABLE[(register ^ octet) & 0xff] ?? 0);
  return register ^ 0xffff;
}

/** Writes a check sequence as it stands on the wire: the low octet first. */
export function writeCheckSequence(writer: OctetWriter, check: number): OctetWriter {
  return writer.u8(check & 0xff).u8(check >> 8);
}
