/** The date-time of ACCESS and DataNotification (Green Book): a length and octets, none where no time is told. */
import { readOctetString, writeOctetString } from '../encoding/axdr.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';

const OCTET_STRING_TAG = 0x09;

/** Kaifa meters put the tag 09 before the length. @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function readDateTimeField(reader: OctetReader): Uint8Array | undefined {
  // No date-time is nine octets long.
  if (reader.peek() === OCTET_STRING_TAG) reader.u8();
  const octets = readOctetString(reader);
  return octets.length === 0 ? undefined : octets;
}

export function writeDateTimeField(writer: OctetWriter, octets: Uint8Array | undefined): OctetWriter {
  return writeOctetString(writer, octets ?? new Uint8Array());
}
