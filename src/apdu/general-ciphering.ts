/** general-ciphering (Green Book): any APDU, with who writes to whom and under which key. */
import { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';
import { type CipheredContent, decodeCipheredContent, encodeCipheredContent } from './ciphered-content.js';
import { decodeKeyInfo, encodeKeyInfo, type KeyInfo } from './key-info.js';
import { decodeMessageHeader, encodeMessageHeader, type MessageHeader } from './message-header.js';
import { APDU_TAG } from './tag.js';

export interface GeneralCiphering extends MessageHeader, CipheredContent {
  readonly kind: 'general-ciphering';
  /** Left out where both sides know the key. */
  readonly keyInfo?: KeyInfo | undefined;
}

export function encodeGeneralCiphering(writer: OctetWriter, apdu: GeneralCiphering): OctetWriter {
  encodeMessageHeader(writer.u8(APDU_TAG['general-ciphering']), apdu);
  if (apdu.keyInfo === undefined) writer.u8(0);
  else encodeKeyInfo(writer.u8(1), apdu.keyInfo);
  return encodeCipheredContent(writer, apdu);
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeGeneralCiphering(reader: OctetReader): GeneralCiphering {
  if (reader.u8() !== APDU_TAG['general-ciphering']) throw reader.malformed('no general-ciphering');
  const header = decodeMessageHeader(reader);
  const keyInfo = readKeyInfo(reader);
  return { kind: 'general-ciphering', ...header, keyInfo, ...decodeCipheredContent(reader) };
}

/** No tag is over the flag, so that no other octet than 01 may stand for it. */
function readKeyInfo(reader: OctetReader): KeyInfo | undefined {
  const present = reader.u8();
  if (present > 1) throw reader.malformed(`${present} in place of the flag of Key-Info`);
  return present === 0 ? undefined : decodeKeyInfo(reader);
}

/** The header as it was sent, lengths included: its tag is computed over it. @throws as decodeGeneralCiphering */
export function headerOctets(apdu: Uint8Array): Uint8Array {
  const reader = new OctetReader(apdu, 'security');
  reader.u8();
  decodeMessageHeader(reader);
  return apdu.subarray(1, reader.position);
}
