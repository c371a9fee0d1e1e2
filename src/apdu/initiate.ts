/** xDLMS InitiateRequest and InitiateResponse (Green Book, A-XDR), carried in the ACSE user-information. */
import { readOctetString, readOptional, writeOctetString } from '../encoding/axdr.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';
import { type Conformance, decodeConformance, encodeConformance } from './conformance.js';
import { APDU_TAG } from './tag.js';

export interface InitiateRequest {
  readonly kind: 'initiate-request';
  /** A secret: the key that this association ciphers with. */
  readonly dedicatedKey?: Uint8Array | undefined;
  readonly responseAllowed: boolean;
  readonly proposedQualityOfService?: number | undefined;
  readonly proposedDlmsVersionNumber: number;
  readonly proposedConformance: Conformance;
  /** Octets; 0 states no limit. */
  readonly clientMaxReceivePduSize: number;
}

export interface InitiateResponse {
  readonly kind: 'initiate-response';
  readonly negotiatedQualityOfService?: number | undefined;
  readonly negotiatedDlmsVersionNumber: number;
  readonly negotiatedConformance: Conformance;
  /** Octets; 0 states no limit. */
  readonly serverMaxReceivePduSize: number;
  /** 0x0007 where logical names are referenced, the base name 0xFA00 where short names are. */
  readonly vaaName: number;
}

export function encodeInitiateRequest(writer: OctetWriter, request: InitiateRequest): OctetWriter {
  writer.u8(APDU_TAG.initiateRequest);
  if (request.dedicatedKey === undefined) writer.u8(0);
  else writeOctetString(writer.u8(1), request.dedicatedKey);
  if (request.responseAllowed) writer.u8(0);
  else writer.u8(1).u8(0);
  writeQualityOfService(writer, request.proposedQualityOfService).u8(request.proposedDlmsVersionNumber);
  return encodeConformance(writer, request.proposedConformance).u16(request.clientMaxReceivePduSize);
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeInitiateRequest(reader: OctetReader): InitiateRequest {
  if (reader.u8() !== APDU_TAG.initiateRequest) throw reader.malformed('no InitiateRequest');
  return {
    kind: 'initiate-request',
    dedicatedKey: readOptional(reader, readOctetString),
    responseAllowed: readOptional(reader, (present) => present.u8() !== 0) ?? true,
    proposedQualityOfService: readOptional(reader, (present) => present.i8()),
    proposedDlmsVersionNumber: reader.u8(),
    proposedConformance: decodeConformance(reader),
    clientMaxReceivePduSize: reader.u16(),
  };
}

export function encodeInitiateResponse(writer: OctetWriter, response: InitiateResponse): OctetWriter {
  writer.u8(APDU_TAG.initiateResponse);
  writeQualityOfService(writer, response.negotiatedQualityOfService).u8(response.negotiatedDlmsVersionNumber);
  encodeConformance(writer, response.negotiatedConformance);
  return writer.u16(response.serverMaxReceivePduSize).u16(response.vaaName);
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeInitiateResponse(reader: OctetReader): InitiateResponse {
  if (reader.u8() !== APDU_TAG.initiateResponse) throw reader.malformed('no InitiateResponse');
  return {
    kind: 'initiate-response',
    negotiatedQualityOfService: readOptional(reader, (present) => present.i8()),
    negotiatedDlmsVersionNumber: reader.u8(),
    negotiatedConformance: decodeConformance(reader),
    serverMaxReceivePduSize: reader.u16(),
    vaaName: reader.u16(),
  };
}

function writeQualityOfService(writer: OctetWriter, quality: number | undefined): OctetWriter {
  return quality === undefined ? writer.u8(0) : writer.u8(1).i8(quality);
}
