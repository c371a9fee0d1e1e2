/** ACCESS, the service that reads, writes and calls in one request (Green Book, Access-Request and -Response). */
import { type Data, decodeData, encodeData } from '../cosem/data.js';
import { readOptional } from '../encoding/axdr.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';
import {
  type AccessOutcome,
  type AccessSpecification,
  decodeAccessOutcome,
  decodeAccessSpecification,
  encodeAccessOutcome,
  encodeAccessSpecification,
} from './access-specification.js';
import { readDateTimeField, writeDateTimeField } from './date-time-field.js';
import { readSequenceOf, writeSequenceOf } from './sequence-of.js';
import { APDU_TAG } from './tag.js';

export interface AccessRequest {
  readonly kind: 'access-request';
  /** The number of long-invoke-id.ts. */
  readonly longInvokeIdAndPriority: number;
  /** 12 octets of a date-time; as a rule no time is told. */
  readonly dateTime?: Uint8Array | undefined;
  readonly specifications: readonly AccessSpecification[];
  /** One for each specification, null-data where it takes none; nothing but the book makes them equally many. */
  readonly data: readonly Data[];
}

export interface AccessResponse {
  readonly kind: 'access-response';
  readonly longInvokeIdAndPriority: number;
  readonly dateTime?: Uint8Array | undefined;
  /** Those of the request, where the server repeats them. */
  readonly specifications?: readonly AccessSpecification[] | undefined;
  /** One for each specification, null-data where there is nothing to return. */
  readonly data: readonly Data[];
  readonly outcomes: readonly AccessOutcome[];
}

export function encodeAccessRequest(writer: OctetWriter, request: AccessRequest): OctetWriter {
  writer.u8(APDU_TAG['access-request']).u32(request.longInvokeIdAndPriority);
  writeDateTimeField(writer, request.dateTime);
  writeSequenceOf(writer, request.specifications, encodeAccessSpecification);
  return writeSequenceOf(writer, request.data, encodeData);
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeAccessRequest(reader: OctetReader): AccessRequest {
  if (reader.u8() !== APDU_TAG['access-request']) throw reader.malformed('no access-request');
  return {
    kind: 'access-request',
    longInvokeIdAndPriority: reader.u32(),
    dateTime: readDateTimeField(reader),
    specifications: readSequenceOf(reader, decodeAccessSpecification),
    data: readSequenceOf(reader, decodeData),
  };
}

export function encodeAccessResponse(writer: OctetWriter, response: AccessResponse): OctetWriter {
  writer.u8(APDU_TAG['access-response']).u32(response.longInvokeIdAndPriority);
  writeDateTimeField(writer, response.dateTime);
  if (response.specifications === undefined) writer.u8(0);
  else writeSequenceOf(writer.u8(1), response.specifications, encodeAccessSpecification);
  writeSequenceOf(writer, response.data, encodeData);
  return writeSequenceOf(writer, response.outcomes, encodeAccessOutcome);
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeAccessResponse(reader: OctetReader): AccessResponse {
  if (reader.u8() !== APDU_TAG['access-response']) throw reader.malformed('no access-response');
  return {
    kind: 'access-response',
    longInvokeIdAndPriority: reader.u32(),
    dateTime: readDateTimeField(reader),
    specifications: readOptional(reader, (present) => readSequenceOf(present, decodeAccessSpecification)),
    data: readSequenceOf(reader, decodeData),
    outcomes: readSequenceOf(reader, decodeAccessOutcome),
  };
}
