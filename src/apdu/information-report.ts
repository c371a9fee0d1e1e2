/** InformationReportRequest (Green Book): what a meter with short names sends unasked. */
import { readOctetString, readOptional, writeOctetString } from '../encoding/axdr.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';
import { APDU_TAG } from './tag.js';
import { decodeVariableValues, encodeVariableValues, type VariableValues } from './variable-values.js';

export interface InformationReportRequest extends VariableValues {
  readonly kind: 'information-report-request';
  /** The characters of a GeneralizedTime; absent where the meter tells no time. */
  readonly currentTime?: Uint8Array | undefined;
}

export function encodeInformationReport(writer: OctetWriter, report: InformationReportRequest): OctetWriter {
  writer.u8(APDU_TAG.informationReportRequest);
  if (report.currentTime === undefined) writer.u8(0);
  else writeOctetString(writer.u8(1), report.currentTime);
  return encodeVariableValues(writer, report);
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeInformationReport(reader: OctetReader): InformationReportRequest {
  if (reader.u8() !== APDU_TAG.informationReportRequest) {
    throw reader.malformed('no InformationReportRequest');
  }
  const currentTime = readOptional(reader, readOctetString);
  return { kind: 'information-report-request', currentTime, ...decodeVariableValues(reader) };
}
