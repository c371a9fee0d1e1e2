/** general-signing (Green Book): any APDU, ciphered or not, with who writes to whom and a digital signature. */
import { readOctetString, writeOctetString } from '../encoding/axdr.js';
import { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';
import { decodeMessageHeader, encodeMessageHeader, type MessageHeader } from './message-header.js';
import { APDU_TAG } from './tag.js';

export interface GeneralSigning extends MessageHeader {
  readonly kind: 'general-signing';
  /** One whole APDU. */
  readonly content: Uint8Array;
  /** The numbers r and s one behind the other. */
  readonly signature: Uint8Array;
}

export function encodeGeneralSigning(writer: OctetWriter, apdu: GeneralSigning): OctetWriter {
  encodeMessageHeader(writer.u8(APDU_TAG['general-signing']), apdu);
  return writeOctetString(writeOctetString(writer, apdu.content), apdu.signature);
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeGeneralSigning(reader: OctetReader): GeneralSigning {
  if (reader.u8() !== APDU_TAG['general-signing']) throw reader.malformed('no general-signing');
  const header = decodeMessageHeader(reader);
  const content = readOctetString(reader);
  return { kind: 'general-signing', ...header, content, signature: readOctetString(reader) };
}

/**
 * What the signature is over, as it was sent: header and content, lengths included, without tag and signature.
 * @throws as decodeGeneralSigning
 */
export function signedOctets(apdu: Uint8Array): Uint8Array {
  const reader = new OctetReader(apdu, 'security');
  reader.u8();
  decodeMessageHeader(reader);
  readOctetString(reader);
  return apdu.subarray(1, reader.position);
}
