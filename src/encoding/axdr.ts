/** A-XDR lengths and optional flags (IEC 61334-6), as the xDLMS APDUs use them. */
import type { OctetReader } from './octet-reader.js';
import type { OctetWriter } from './octet-writer.js';

/** A length of eight octets cannot be backed by any input, but it is still a length, not a malformed one. */
const MAX_LENGTH_OCTETS = 8;

/**
 * Length or count: one octet below 128, else 81, 82, … and that many octets, big-endian; non-minimal forms
 * pass. Beyond 2^53 the result is the nearest number.
 */
export function readLength(reader: OctetReader): number {
  const first = reader.u8();
  if (first < 0x80) return first;
  const size = first & 0x7f;
  if (size === 0 || size > MAX_LENGTH_OCTETS) throw reader.malformed(`length of ${size} octets`);
  let length = 0;
  for (let at = 0; at < size; at += 1) length = length * 256 + reader.u8();
  return length;
}

export function writeLength(writer: OctetWriter, length: number): OctetWriter {
  if (length < 0x80) return writer.u8(length);
  if (length < 0x100) return writer.u8(0x81).u8(length);
  if (length < 0x10000) return writer.u8(0x82).u16(length);
  return writer.u8(0x84).u32(length);
}

/** OPTIONAL: 00 is absent, anything else present. */
export function readOptional<T>(reader: OctetReader, read: (reader: OctetReader) => T): T | undefined {
  return reader.u8() === 0 ? undefined : read(reader);
}

export function readOctetString(reader: OctetReader): Uint8Array {
  return reader.octets(readLength(reader));
}

export function writeOctetString(writer: OctetWriter, octets: Uint8Array): OctetWriter {
  return writeLength(writer, octets.length).octets(octets);
}
