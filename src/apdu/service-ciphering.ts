/**
 * The ciphered APDUs of each service (Green Book, service-specific global and dedicated ciphering): glo-xxx
 * under the global key, ded-xxx under the dedicated one.
 */
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';
import { type CipheredContent, decodeCipheredContent, encodeCipheredContent } from './ciphered-content.js';
import { nameOf } from './enumeration.js';
import { APDU_TAG, type ApduName } from './tag.js';

export type ServiceCipheringName = Extract<ApduName, `${'glo' | 'ded'}-${string}`>;

export interface ServiceCiphering extends CipheredContent {
  readonly kind: ServiceCipheringName;
}

export function isServiceCiphering(name: string): name is ServiceCipheringName {
  return /^(?:glo|ded)-/.test(name);
}

/** Of the APDU that carries the service with this tag; undefined for services that have none. */
export function serviceCipheringOf(tag: number, prefix: 'glo' | 'ded'): ServiceCipheringName | undefined {
  const name = `${prefix}-${nameOf(APDU_TAG, tag)}`;
  return name in APDU_TAG && isServiceCiphering(name) ? name : undefined;
}

/** The tag of what is inside. */
export function tagInside(name: ServiceCipheringName): number | undefined {
  const tags: Readonly<Record<string, number>> = APDU_TAG;
  return tags[name.slice('glo-'.length)];
}

export function encodeServiceCiphering(writer: OctetWriter, apdu: ServiceCiphering): OctetWriter {
  return encodeCipheredContent(writer.u8(APDU_TAG[apdu.kind]), apdu);
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeServiceCiphering(reader: OctetReader): ServiceCiphering {
  const kind = nameOf(APDU_TAG, reader.u8());
  if (!isServiceCiphering(kind)) throw reader.malformed('no glo- or ded-APDU');
  return { kind, ...decodeCipheredContent(reader) };
}
