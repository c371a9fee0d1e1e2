/** Who writes to whom, in front of general-ciphering and general-signing (Green Book); every field may be empty. */
import { readOctetString, writeOctetString } from '../encoding/axdr.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';

export interface MessageHeader {
  readonly transactionId: Uint8Array;
  readonly originatorSystemTitle: Uint8Array;
  readonly recipientSystemTitle: Uint8Array;
  readonly dateTime: Uint8Array;
  readonly otherInformation: Uint8Array;
}

export function encodeMessageHeader(writer: OctetWriter, header: MessageHeader): OctetWriter {
  writeOctetString(writer, header.transactionId);
  writeOctetString(writer, header.originatorSystemTitle);
  writeOctetString(writer, header.recipientSystemTitle);
  writeOctetString(writer, header.dateTime);
  return writeOctetString(writer, header.otherInformation);
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeMessageHeader(reader: OctetReader): MessageHeader {
  return {
    transactionId: readOctetString(reader),
    originatorSystemTitle: readOctetString(reader),
    recipientSystemTitle: readOctetString(reader),
    dateTime: readOctetString(reader),
    otherInformation: readOctetString(reader),
  };
}
