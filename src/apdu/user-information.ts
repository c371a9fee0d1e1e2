/** user-information of the ACSE APDUs (Green Book): an OCTET STRING that holds one xDLMS APDU. */
import { readLength, writeOctetString } from '../encoding/axdr.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import {
  type ConfirmedServiceError,
  decodeConfirmedServiceError,
  encodeConfirmedServiceError,
} from './exception.js';
import {
  decodeInitiateRequest,
  decodeInitiateResponse,
  encodeInitiateRequest,
  encodeInitiateResponse,
  type InitiateRequest,
  type InitiateResponse,
} from './initiate.js';
import { APDU_TAG, type UnsupportedApdu, unsupportedApdu } from './tag.js';

/** Ciphered APDUs stay octets. */
export type UserInformation = InitiateRequest | InitiateResponse | ConfirmedServiceError | UnsupportedApdu;

const OCTET_STRING = 0x04;

const INITIATE_CIPHERED: ReadonlySet<number> = new Set([
  APDU_TAG['glo-initiateRequest'],
  APDU_TAG['glo-initiateResponse'],
  APDU_TAG['glo-confirmedServiceError'],
]);

/** undefined where the field is empty. @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function readUserInformation(reader: OctetReader): UserInformation | undefined {
  // The APDU delimits itself: a wrong length of the octet string, or none, does no harm.
  if (reader.peek() === OCTET_STRING) {
    reader.u8();
    readLength(reader);
  }
  const tag = reader.peek();
  switch (tag) {
    case undefined:
      return undefined;
    case APDU_TAG.initiateRequest:
      return decodeInitiateRequest(reader);
    case APDU_TAG.initiateResponse:
      return decodeInitiateResponse(reader);
    case APDU_TAG.confirmedServiceError:
      return decodeConfirmedServiceError(reader);
    default:
      return unsupportedApdu(tag, reader.octets(sizeOf(reader, tag)));
  }
}

/** Octets of the ciphered APDU ahead: those of the initiate services are a tag, a length and that many octets. */
function sizeOf(reader: OctetReader, tag: number): number {
  if (!INITIATE_CIPHERED.has(tag)) return reader.remaining;
  const first = reader.peek(1) ?? 0;
  const lengthOctets = first < 0x80 ? 0 : first & 0x7f;
  let length = lengthOctets === 0 ? first : 0;
  for (let at = 0; at < lengthOctets; at += 1) length = length * 0x100 + (reader.peek(2 + at) ?? 0);
  return 2 + lengthOctets + length;
}

export function writeUserInformation(writer: OctetWriter, information: UserInformation): OctetWriter {
  return writeOctetString(
    writer.u8(OCTET_STRING),
    encodeInformation(new OctetWriter(), information).toOctets(),
  );
}

function encodeInformation(writer: OctetWriter, information: UserInformation): OctetWriter {
  switch (information.kind) {
    case 'initiate-request':
      return encodeInitiateRequest(writer, information);
    case 'initiate-response':
      return encodeInitiateResponse(writer, information);
    case 'confirmed-service-error':
      return encodeConfirmedServiceError(writer, information);
    case 'unsupported':
      return writer.octets(information.octets);
  }
}
