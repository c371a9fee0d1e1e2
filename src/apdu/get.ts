/** GET, the service that reads attributes by logical name (Green Book, Get-Request and Get-Response). */
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import { DATA_ACCESS_RESULT, type GetDataResult } from '../cosem/result.js';
import { readOctetString, writeOctetString } from '../encoding/axdr.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';
import { decodeAttributeWithSelection, encodeAttributeWithSelection } from './attribute-with-selection.js';
import { decodeGetDataResult, decodeRefusal, encodeGetDataResult, type Refusal } from './get-data-result.js';
import { readSequenceOf, writeSequenceOf } from './sequence-of.js';
import { APDU_TAG } from './tag.js';

/** `invokeIdAndPriority` is the octet of invoke-id.ts in all PDUs here. */
export type GetRequest =
  | {
      readonly kind: 'get-request-normal';
      readonly invokeIdAndPriority: number;
      readonly attribute: AttributeDescriptor;
    }
  /** Acknowledges this block and asks for the one after it. */
  | {
      readonly kind: 'get-request-next';
      readonly invokeIdAndPriority: number;
      readonly blockNumber: number;
    }
  | {
      readonly kind: 'get-request-with-list';
      readonly invokeIdAndPriority: number;
      readonly attributes: readonly AttributeDescriptor[];
    };

/** raw-data is a piece of the answer's octets (joined-data.ts reads the whole). */
export type GetBlockResult =
  | { readonly kind: 'raw-data'; readonly octets: Uint8Array }
  | { readonly kind: 'data-access-result'; readonly result: Refusal };

export type GetResponse =
  | {
      readonly kind: 'get-response-normal';
      readonly invokeIdAndPriority: number;
      readonly result: GetDataResult;
    }
  | {
      readonly kind: 'get-response-with-datablock';
      readonly invokeIdAndPriority: number;
      readonly lastBlock: boolean;
      /** The first block is number 1. */
      readonly blockNumber: number;
      readonly result: GetBlockResult;
    }
  | {
      readonly kind: 'get-response-with-list';
      readonly invokeIdAndPriority: number;
      readonly results: readonly GetDataResult[];
    };

export function encodeGetRequest(writer: OctetWriter, request: GetRequest): OctetWriter {
  const head = (type: number) => writer.u8(APDU_TAG['get-request']).u8(type).u8(request.invokeIdAndPriority);
  switch (request.kind) {
    case 'get-request-normal':
      return encodeAttributeWithSelection(head(1), request.attribute);
    case 'get-request-next':
      return head(2).u32(request.blockNumber);
    case 'get-request-with-list':
      return writeSequenceOf(head(3), request.attributes, encodeAttributeWithSelection);
  }
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeGetRequest(reader: OctetReader): GetRequest {
  if (reader.u8() !== APDU_TAG['get-request']) throw reader.malformed('no get-request');
  const type = reader.u8();
  const invokeIdAndPriority = reader.u8();
  switch (type) {
    case 1: {
      const attribute = decodeAttributeWithSelection(reader);
      return { kind: 'get-request-normal', invokeIdAndPriority, attribute };
    }
    case 2:
      return { kind: 'get-request-next', invokeIdAndPriority, blockNumber: reader.u32() };
    case 3: {
      const attributes = readSequenceOf(reader, decodeAttributeWithSelection);
      return { kind: 'get-request-with-list', invokeIdAndPriority, attributes };
    }
    default:
      throw reader.malformed(`get-request of the unknown type ${type}`);
  }
}

export function encodeGetResponse(writer: OctetWriter, response: GetResponse): OctetWriter {
  const head = (type: number) =>
    writer.u8(APDU_TAG['get-response']).u8(type).u8(response.invokeIdAndPriority);
  switch (response.kind) {
    case 'get-response-normal':
      return encodeGetDataResult(head(1), response.result);
    case 'get-response-with-datablock':
      head(2)
        .u8(response.lastBlock ? 1 : 0)
        .u32(response.blockNumber);
      return response.result.kind === 'raw-data'
        ? writeOctetString(writer.u8(0), response.result.octets)
        : writer.u8(1).u8(DATA_ACCESS_RESULT[response.result.result]);
    case 'get-response-with-list':
      return writeSequenceOf(head(3), response.results, encodeGetDataResult);
  }
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeGetResponse(reader: OctetReader): GetResponse {
  if (reader.u8() !== APDU_TAG['get-response']) throw reader.malformed('no get-response');
  const type = reader.u8();
  const invokeIdAndPriority = reader.u8();
  switch (type) {
    case 1:
      return { kind: 'get-response-normal', invokeIdAndPriority, result: decodeGetDataResult(reader) };
    case 2:
      return {
        kind: 'get-response-with-datablock',
        invokeIdAndPriority,
        lastBlock: reader.u8() !== 0,
        blockNumber: reader.u32(),
        result: readBlockResult(reader),
      };
    case 3: {
      const results = readSequenceOf(reader, decodeGetDataResult);
      return { kind: 'get-response-with-list', invokeIdAndPriority, results };
    }
    default:
      throw reader.malformed(`get-response of the unknown type ${type}`);
  }
}

function readBlockResult(reader: OctetReader): GetBlockResult {
  const choice = reader.u8();
  if (choice === 0) return { kind: 'raw-data', octets: readOctetString(reader) };
  if (choice === 1) return { kind: 'data-access-result', result: decodeRefusal(reader) };
  throw reader.malformed(`data block with the unknown choice ${choice}`);
}
