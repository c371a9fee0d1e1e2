/**
 * BER tag, length and value (ISO/IEC 8825) as the ACSE APDUs use them: definite lengths only, values not
 * interpreted. A-XDR lengths have the same form, so the length functions are shared.
 */
import { readLength, writeLength } from './axdr.js';
import type { OctetReader } from './octet-reader.js';
import type { OctetWriter } from './octet-writer.js';

export interface Tlv {
  /** The tag octet; a two-octet tag (first octet xxx11111) is `first * 256 + second`, for example 0x5F1F. */
  readonly tag: number;
  /** A view on the input. */
  readonly value: Uint8Array;
}

/** @throws DlmsError DLMS_TRUNCATED; DLMS_MALFORMED for an indefinite length or a tag of three octets. */
export function readTlv(reader: OctetReader): Tlv {
  const tag = readTag(reader);
  return { tag, value: reader.octets(readLength(reader)) };
}

export function writeTlv(writer: OctetWriter, tag: number, value: Uint8Array): OctetWriter {
  if (tag > 0xff) writer.u16(tag);
  else writer.u8(tag);
  return writeLength(writer, value.length).octets(value);
}

function readTag(reader: OctetReader): number {
  const first = reader.u8();
  if ((first & 0x1f) !== 0x1f) return first;
  const second = reader.u8();
  if (second >= 0x80) throw reader.malformed('tag of more than two octets');
  return first * 256 + second;
}
