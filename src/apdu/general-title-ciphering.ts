/**
 * general-glo-ciphering and general-ded-ciphering (Green Book): any APDU under the global or the dedicated
 * key, with the title of its sender.
 */
import { readOctetString, writeOctetString } from '../encoding/axdr.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';
import { type CipheredContent, decodeCipheredContent, encodeCipheredContent } from './ciphered-content.js';
import { APDU_TAG } from './tag.js';

export interface GeneralTitleCiphering extends CipheredContent {
  readonly kind: 'general-glo-ciphering' | 'general-ded-ciphering';
  /** 8 octets, or none where the association has told it; other lengths are kept as they are. */
  readonly systemTitle: Uint8Array;
}

export function encodeGeneralTitleCiphering(writer: OctetWriter, apdu: GeneralTitleCiphering): OctetWriter {
  return encodeCipheredContent(writeOctetString(writer.u8(APDU_TAG[apdu.kind]), apdu.systemTitle), apdu);
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeGeneralTitleCiphering(reader: OctetReader): GeneralTitleCiphering {
  const kind = kindOf(reader);
  const systemTitle = readOctetString(reader);
  return { kind, systemTitle, ...decodeCipheredContent(reader) };
}

function kindOf(reader: OctetReader): GeneralTitleCiphering['kind'] {
  const tag = reader.u8();
  if (tag === APDU_TAG['general-glo-ciphering']) return 'general-glo-ciphering';
  if (tag === APDU_TAG['general-ded-ciphering']) return 'general-ded-ciphering';
  throw reader.malformed('no general-glo- or general-ded-ciphering');
}
