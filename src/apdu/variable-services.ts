/** The APDUs of short name referencing as one family (Green Book, COSEMpdu), by their first octet. */
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';
import {
  decodeInformationReport,
  encodeInformationReport,
  type InformationReportRequest,
} from './information-report.js';
import {
  decodeReadRequest,
  decodeReadResponse,
  encodeReadRequest,
  encodeReadResponse,
  type ReadRequest,
  type ReadResponse,
} from './read.js';
import { APDU_TAG } from './tag.js';
import {
  decodeWriteRequest,
  decodeWriteResponse,
  encodeWriteRequest,
  encodeWriteResponse,
  type WriteRequest,
  type WriteResponse,
} from './write.js';

export type VariableService =
  | ReadRequest
  | ReadResponse
  | WriteRequest
  | WriteResponse
  | InformationReportRequest;

export function encodeVariableService(writer: OctetWriter, apdu: VariableService): OctetWriter {
  switch (apdu.kind) {
    case 'read-request':
      return encodeReadRequest(writer, apdu);
    case 'read-response':
      return encodeReadResponse(writer, apdu);
    case 'write-response':
      return encodeWriteResponse(writer, apdu);
    case 'information-report-request':
      return encodeInformationReport(writer, apdu);
    default:
      return encodeWriteRequest(writer, apdu);
  }
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeVariableService(reader: OctetReader): VariableService {
  switch (reader.peek()) {
    case APDU_TAG.readRequest:
      return decodeReadRequest(reader);
    case APDU_TAG.readResponse:
      return decodeReadResponse(reader);
    case APDU_TAG.writeResponse:
      return decodeWriteResponse(reader);
    case APDU_TAG.informationReportRequest:
      return decodeInformationReport(reader);
    default:
      return decodeWriteRequest(reader);
  }
}
