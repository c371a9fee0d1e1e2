/**
 * WRITE, the service that writes attributes by short name (Green Book, WriteRequest, WriteResponse and
 * UnconfirmedWriteRequest).
 */
import { DATA_ACCESS_RESULT, type DataAccessResult } from '../cosem/result.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';
import { decodeRefusal } from './get-data-result.js';
import { readSequenceOf, writeSequenceOf } from './sequence-of.js';
import { APDU_TAG } from './tag.js';
import { decodeVariableValues, encodeVariableValues, type VariableValues } from './variable-values.js';

export interface WriteRequest extends VariableValues {
  /** The unconfirmed one wants no answer. */
  readonly kind: 'write-request' | 'unconfirmed-write-request';
}

export type WriteResult =
  | { readonly kind: 'data-access-result'; readonly result: DataAccessResult }
  /** Acknowledges a block of a long request. */
  | { readonly kind: 'block-number'; readonly blockNumber: number };

export interface WriteResponse {
  readonly kind: 'write-response';
  readonly results: readonly WriteResult[];
}

const TAG = {
  'write-request': APDU_TAG.writeRequest,
  'unconfirmed-write-request': APDU_TAG.unconfirmedWriteRequest,
} as const;

export function encodeWriteRequest(writer: OctetWriter, request: WriteRequest): OctetWriter {
  return encodeVariableValues(writer.u8(TAG[request.kind]), request);
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeWriteRequest(reader: OctetReader): WriteRequest {
  const tag = reader.u8();
  if (tag === TAG['write-request']) return { kind: 'write-request', ...decodeVariableValues(reader) };
  if (tag !== TAG['unconfirmed-write-request']) throw reader.malformed('no WriteRequest');
  return { kind: 'unconfirmed-write-request', ...decodeVariableValues(reader) };
}

export function encodeWriteResponse(writer: OctetWriter, { results }: WriteResponse): OctetWriter {
  return writeSequenceOf(writer.u8(APDU_TAG.writeResponse), results, encodeWriteResult);
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeWriteResponse(reader: OctetReader): WriteResponse {
  if (reader.u8() !== APDU_TAG.writeResponse) throw reader.malformed('no WriteResponse');
  return { kind: 'write-response', results: readSequenceOf(reader, decodeWriteResult) };
}

function encodeWriteResult(writer: OctetWriter, result: WriteResult): OctetWriter {
  if (result.kind === 'block-number') return writer.u8(2).u16(result.blockNumber);
  return result.result === 'success' ? writer.u8(0) : writer.u8(1).u8(DATA_ACCESS_RESULT[result.result]);
}

function decodeWriteResult(reader: OctetReader): WriteResult {
  const choice = reader.u8();
  switch (choice) {
    case 0:
      return { kind: 'data-access-result', result: 'success' };
    case 1:
      return { kind: 'data-access-result', result: decodeRefusal(reader) };
    case 2:
      return { kind: 'block-number', blockNumber: reader.u16() };
    default:
      throw reader.malformed(`result of a WRITE with the unknown choice ${choice}`);
  }
}
