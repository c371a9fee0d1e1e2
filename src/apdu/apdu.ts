/** Any APDU of the DLMS/COSEM application layer (Green Book, COSEMpdu), by its first octet. */
import { OctetReader } from '../encoding/octet-reader.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import { DlmsError, type ErrorLayer } from '../errors.js';
import { type Aare, decodeAare, encodeAare } from './aare.js';
import { type Aarq, decodeAarq, encodeAarq } from './aarq.js';
import {
  type AccessRequest,
  type AccessResponse,
  decodeAccessRequest,
  decodeAccessResponse,
  encodeAccessRequest,
  encodeAccessResponse,
} from './access.js';
import {
  type ActionRequest,
  type ActionResponse,
  decodeActionRequest,
  decodeActionResponse,
  encodeActionRequest,
  encodeActionResponse,
} from './action.js';
import { nameOf } from './enumeration.js';
import {
  type ConfirmedServiceError,
  decodeConfirmedServiceError,
  decodeExceptionResponse,
  type ExceptionResponse,
  encodeConfirmedServiceError,
  encodeExceptionResponse,
} from './exception.js';
import {
  decodeGeneralBlockTransfer,
  encodeGeneralBlockTransfer,
  type GeneralBlockTransfer,
} from './general-block-transfer.js';
import {
  decodeGetRequest,
  decodeGetResponse,
  encodeGetRequest,
  encodeGetResponse,
  type GetRequest,
  type GetResponse,
} from './get.js';
import {
  decodeInitiateRequest,
  decodeInitiateResponse,
  encodeInitiateRequest,
  encodeInitiateResponse,
  type InitiateRequest,
  type InitiateResponse,
} from './initiate.js';
import {
  type DataNotification,
  decodeDataNotification,
  decodeEventNotification,
  type EventNotificationRequest,
  encodeDataNotification,
  encodeEventNotification,
} from './notification.js';
import {
  decodeProtectedApdu,
  encodeProtectedApdu,
  isProtectedApdu,
  isProtectedTag,
  type ProtectedApdu,
} from './protected-apdu.js';
import { decodeRlre, decodeRlrq, encodeRlre, encodeRlrq, type Rlre, type Rlrq } from './release.js';
import {
  decodeSetRequest,
  decodeSetResponse,
  encodeSetRequest,
  encodeSetResponse,
  type SetRequest,
  type SetResponse,
} from './set.js';
import { APDU_TAG, type UnsupportedApdu, unsupportedApdu } from './tag.js';
import { decodeVariableService, encodeVariableService, type VariableService } from './variable-services.js';

export type Apdu =
  | Aarq
  | Aare
  | Rlrq
  | Rlre
  | InitiateRequest
  | InitiateResponse
  | ConfirmedServiceError
  | ExceptionResponse
  | GetRequest
  | GetResponse
  | SetRequest
  | SetResponse
  | ActionRequest
  | ActionResponse
  | VariableService
  | AccessRequest
  | AccessResponse
  | GeneralBlockTransfer
  | EventNotificationRequest
  | DataNotification
  | ProtectedApdu
  | UnsupportedApdu;

/** An APDU and the octets after it. */
export interface LeadingApdu {
  readonly apdu: Apdu;
  readonly trailing: Uint8Array;
}

/**
 * Reads one APDU that fills all octets. An APDU of a service that is not built yet is `unsupported`; what a
 * ciphered or signed one carries stays octets.
 * Octets after the APDU are refused, for an answer with more in it was read wrongly; the exceptions that
 * foreign servers force are with their PDUs (acse.ts, action-outcome.ts, set.ts).
 * @throws DlmsError DLMS_TRUNCATED, DLMS_MALFORMED, or DLMS_UNKNOWN_APDU for a tag that no book has.
 */
export function decodeApdu(octets: Uint8Array): Apdu {
  const reader = readerOf(octets);
  const apdu = decodeByTag(reader);
  if (reader.remaining > 0) throw reader.malformed(`${apdu.kind} with ${reader.remaining} octets too many`);
  return apdu;
}

/** Reads the APDU at the front. @throws as decodeApdu, but for octets after the APDU */
export function decodeLeadingApdu(octets: Uint8Array): LeadingApdu {
  const reader = readerOf(octets);
  return { apdu: decodeByTag(reader), trailing: reader.rest() };
}

export function encodeApdu(apdu: Apdu): Uint8Array {
  return writeApdu(new OctetWriter(), apdu).toOctets();
}

/** On a copy: the octets inside PDUs outlive the receive buffer. */
function readerOf(octets: Uint8Array): OctetReader {
  const [tag = 0] = octets;
  return new OctetReader(new Uint8Array(octets), layerOf(tag));
}

function layerOf(tag: number): ErrorLayer {
  if (tag >= APDU_TAG.AARQ && tag <= APDU_TAG.RLRE) return 'association';
  return isProtectedTag(tag) ? 'security' : 'service';
}

function decodeByTag(reader: OctetReader): Apdu {
  const tag = reader.peek() ?? reader.u8();
  if (isProtectedTag(tag)) return decodeProtectedApdu(reader);
  switch (tag) {
    case APDU_TAG.AARQ:
      return decodeAarq(reader);
    case APDU_TAG.AARE:
      return decodeAare(reader);
    case APDU_TAG.RLRQ:
      return decodeRlrq(reader);
    case APDU_TAG.RLRE:
      return decodeRlre(reader);
    case APDU_TAG.initiateRequest:
      return decodeInitiateRequest(reader);
    case APDU_TAG.initiateResponse:
      return decodeInitiateResponse(reader);
    case APDU_TAG.confirmedServiceError:
      return decodeConfirmedServiceError(reader);
    case APDU_TAG['exception-response']:
      return decodeExceptionResponse(reader);
    case APDU_TAG['get-request']:
      return decodeGetRequest(reader);
    case APDU_TAG['get-response']:
      return decodeGetResponse(reader);
    case APDU_TAG['set-request']:
      return decodeSetRequest(reader);
    case APDU_TAG['set-response']:
      return decodeSetResponse(reader);
    case APDU_TAG['action-request']:
      return decodeActionRequest(reader);
    case APDU_TAG['action-response']:
      return decodeActionResponse(reader);
    case APDU_TAG.readRequest:
    case APDU_TAG.readResponse:
    case APDU_TAG.writeRequest:
    case APDU_TAG.writeResponse:
    case APDU_TAG.unconfirmedWriteRequest:
    case APDU_TAG.informationReportRequest:
      return decodeVariableService(reader);
    case APDU_TAG['access-request']:
      return decodeAccessRequest(reader);
    case APDU_TAG['access-response']:
      return decodeAccessResponse(reader);
    case APDU_TAG['general-block-transfer']:
      return decodeGeneralBlockTransfer(reader);
    case APDU_TAG['event-notification-request']:
      return decodeEventNotification(reader);
    case APDU_TAG['data-notification']:
      return decodeDataNotification(reader);
    default:
      return decodeUnsupported(reader, tag);
  }
}

function decodeUnsupported(reader: OctetReader, tag: number): UnsupportedApdu {
  if (!nameOf(APDU_TAG, tag).startsWith('unknown-')) return unsupportedApdu(tag, reader.rest());
  throw new DlmsError(`no APDU begins with the octet ${tag.toString(16).padStart(2, '0').toUpperCase()}`, {
    code: 'DLMS_UNKNOWN_APDU',
    layer: reader.layer,
    fault: 'meter',
    hint: 'Check that the framing (HDLC or WRAPPER) is the one that the meter uses.',
  });
}

function writeApdu(writer: OctetWriter, apdu: Apdu): OctetWriter {
  if (isProtectedApdu(apdu)) return encodeProtectedApdu(writer, apdu);
  switch (apdu.kind) {
    case 'AARQ':
      return encodeAarq(writer, apdu);
    case 'AARE':
      return encodeAare(writer, apdu);
    case 'RLRQ':
      return encodeRlrq(writer, apdu);
    case 'RLRE':
      return encodeRlre(writer, apdu);
    case 'initiate-request':
      return encodeInitiateRequest(writer, apdu);
    case 'initiate-response':
      return encodeInitiateResponse(writer, apdu);
    case 'confirmed-service-error':
      return encodeConfirmedServiceError(writer, apdu);
    case 'exception-response':
      return encodeExceptionResponse(writer, apdu);
    case 'read-request':
    case 'read-response':
    case 'write-request':
    case 'write-response':
    case 'unconfirmed-write-request':
    case 'information-report-request':
      return encodeVariableService(writer, apdu);
    case 'access-request':
      return encodeAccessRequest(writer, apdu);
    case 'access-response':
      return encodeAccessResponse(writer, apdu);
    case 'general-block-transfer':
      return encodeGeneralBlockTransfer(writer, apdu);
    case 'event-notification-request':
      return encodeEventNotification(writer, apdu);
    case 'data-notification':
      return encodeDataNotification(writer, apdu);
    case 'unsupported':
      return writer.octets(apdu.octets);
    default:
      return writeService(writer, apdu);
  }
}

type Service = GetRequest | GetResponse | SetRequest | SetResponse | ActionRequest | ActionResponse;

function writeService(writer: OctetWriter, apdu: Service): OctetWriter {
  switch (apdu.kind) {
    case 'get-request-normal':
    case 'get-request-next':
    case 'get-request-with-list':
      return encodeGetRequest(writer, apdu);
    case 'get-response-normal':
    case 'get-response-with-datablock':
    case 'get-response-with-list':
      return encodeGetResponse(writer, apdu);
    case 'set-request-normal':
    case 'set-request-with-first-datablock':
    case 'set-request-with-datablock':
    case 'set-request-with-list':
    case 'set-request-with-list-and-first-datablock':
      return encodeSetRequest(writer, apdu);
    case 'set-response-normal':
    case 'set-response-datablock':
    case 'set-response-last-datablock':
    case 'set-response-last-datablock-with-list':
    case 'set-response-with-list':
      return encodeSetResponse(writer, apdu);
    case 'action-response-normal':
    case 'action-response-with-pblock':
    case 'action-response-with-list':
    case 'action-response-next-pblock':
      return encodeActionResponse(writer, apdu);
    default:
      return encodeActionRequest(writer, apdu);
  }
}
