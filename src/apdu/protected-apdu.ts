/** The APDUs that carry another one under a key or a signature, as one family (Green Book, COSEMpdu). */
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';
import {
  decodeGeneralCiphering,
  encodeGeneralCiphering,
  type GeneralCiphering,
} from './general-ciphering.js';
import { decodeGeneralSigning, encodeGeneralSigning, type GeneralSigning } from './general-signing.js';
import {
  decodeGeneralTitleCiphering,
  encodeGeneralTitleCiphering,
  type GeneralTitleCiphering,
} from './general-title-ciphering.js';
import {
  decodeServiceCiphering,
  encodeServiceCiphering,
  isServiceCiphering,
  type ServiceCiphering,
} from './service-ciphering.js';
import { APDU_TAG } from './tag.js';

export type CipheredApdu = ServiceCiphering | GeneralTitleCiphering | GeneralCiphering;

export type ProtectedApdu = CipheredApdu | GeneralSigning;

const GENERAL: ReadonlySet<string> = new Set([
  'general-glo-ciphering',
  'general-ded-ciphering',
  'general-ciphering',
  'general-signing',
]);

const isProtectedName = (name: string): boolean => isServiceCiphering(name) || GENERAL.has(name);

const TAGS: ReadonlySet<number> = new Set(
  Object.entries(APDU_TAG).flatMap(([name, tag]) => (isProtectedName(name) ? [tag] : [])),
);

export function isProtectedTag(tag: number | undefined): boolean {
  return tag !== undefined && TAGS.has(tag);
}

export function isProtectedApdu<T extends { readonly kind: string }>(
  apdu: T,
): apdu is Extract<T, ProtectedApdu> {
  return isProtectedName(apdu.kind);
}

export function encodeProtectedApdu(writer: OctetWriter, apdu: ProtectedApdu): OctetWriter {
  switch (apdu.kind) {
    case 'general-glo-ciphering':
    case 'general-ded-ciphering':
      return encodeGeneralTitleCiphering(writer, apdu);
    case 'general-ciphering':
      return encodeGeneralCiphering(writer, apdu);
    case 'general-signing':
      return encodeGeneralSigning(writer, apdu);
    default:
      return encodeServiceCiphering(writer, apdu);
  }
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeProtectedApdu(reader: OctetReader): ProtectedApdu {
  switch (reader.peek()) {
    case APDU_TAG['general-glo-ciphering']:
    case APDU_TAG['general-ded-ciphering']:
      return decodeGeneralTitleCiphering(reader);
    case APDU_TAG['general-ciphering']:
      return decodeGeneralCiphering(reader);
    case APDU_TAG['general-signing']:
      return decodeGeneralSigning(reader);
    default:
      return decodeServiceCiphering(reader);
  }
}
