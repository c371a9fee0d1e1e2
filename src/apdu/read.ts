/** READ, the service that reads attributes by short name (Green Book, ReadRequest and ReadResponse). */
import { decodeData, encodeData } from '../cosem/data.js';
import { DATA_ACCESS_RESULT, type GetDataResult } from '../cosem/result.js';
import { readOctetString, writeOctetString } from '../encoding/axdr.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';
import { decodeRefusal } from './get-data-result.js';
import { readSequenceOf, writeSequenceOf } from './sequence-of.js';
import { APDU_TAG } from './tag.js';
import { decodeVariableAccess, encodeVariableAccess, type VariableAccess } from './variable-access.js';

export interface ReadRequest {
  readonly kind: 'read-request';
  readonly specifications: readonly VariableAccess[];
}

export type ReadResult =
  | GetDataResult
  /** A piece of an answer that is too long for one APDU; it is the only result then. */
  | {
      readonly kind: 'data-block-result';
      readonly lastBlock: boolean;
      readonly blockNumber: number;
      readonly rawData: Uint8Array;
    }
  /** Acknowledges a block of a long request. */
  | { readonly kind: 'block-number'; readonly blockNumber: number };

export interface ReadResponse {
  readonly kind: 'read-response';
  readonly results: readonly ReadResult[];
}

export function encodeReadRequest(writer: OctetWriter, { specifications }: ReadRequest): OctetWriter {
  return writeSequenceOf(writer.u8(APDU_TAG.readRequest), specifications, encodeVariableAccess);
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeReadRequest(reader: OctetReader): ReadRequest {
  if (reader.u8() !== APDU_TAG.readRequest) throw reader.malformed('no ReadRequest');
  return { kind: 'read-request', specifications: readSequenceOf(reader, decodeVariableAccess) };
}

export function encodeReadResponse(writer: OctetWriter, { results }: ReadResponse): OctetWriter {
  return writeSequenceOf(writer.u8(APDU_TAG.readResponse), results, encodeReadResult);
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeReadResponse(reader: OctetReader): ReadResponse {
  if (reader.u8() !== APDU_TAG.readResponse) throw reader.malformed('no ReadResponse');
  return { kind: 'read-response', results: readSequenceOf(reader, decodeReadResult) };
}

function encodeReadResult(writer: OctetWriter, result: ReadResult): OctetWriter {
  switch (result.kind) {
    case 'data':
      return encodeData(writer.u8(0), result.data);
    case 'data-access-result':
      return writer.u8(1).u8(DATA_ACCESS_RESULT[result.result]);
    case 'data-block-result':
      return writeOctetString(
        writer
          .u8(2)
          .u8(result.lastBlock ? 1 : 0)
          .u16(result.blockNumber),
        result.rawData,
      );
    case 'block-number':
      return writer.u8(3).u16(result.blockNumber);
  }
}

function decodeReadResult(reader: OctetReader): ReadResult {
  const choice = reader.u8();
  switch (choice) {
    case 0:
      return { kind: 'data', data: decodeData(reader) };
    case 1:
      return { kind: 'data-access-result', result: decodeRefusal(reader) };
    case 2: {
      const [lastBlock, blockNumber] = [reader.u8() !== 0, reader.u16()];
      return { kind: 'data-block-result', lastBlock, blockNumber, rawData: readOctetString(reader) };
    }
    case 3:
      return { kind: 'block-number', blockNumber: reader.u16() };
    default:
      throw reader.malformed(`result of a READ with the unknown choice ${choice}`);
  }
}
