/** SET, the service that writes attributes by logical name (Green Book, Set-Request and Set-Response). */
import { type Data, decodeData, encodeData } from '../cosem/data.js';
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import { DATA_ACCESS_RESULT, type DataAccessResult, dataAccessResultOf } from '../cosem/result.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';
import { decodeAttributeWithSelection, encodeAttributeWithSelection } from './attribute-with-selection.js';
import { type DataBlock, decodeDataBlock, encodeDataBlock } from './data-block.js';
import { readSequenceOf, writeSequenceOf } from './sequence-of.js';
import { APDU_TAG } from './tag.js';

/** `invokeIdAndPriority` is the octet of invoke-id.ts in all PDUs here. */
export type SetRequest =
  | {
      readonly kind: 'set-request-normal';
      readonly invokeIdAndPriority: number;
      readonly attribute: AttributeDescriptor;
      readonly value: Data;
    }
  /** The joined raw-data of all blocks is one Data. */
  | {
      readonly kind: 'set-request-with-first-datablock';
      readonly invokeIdAndPriority: number;
      readonly attribute: AttributeDescriptor;
      readonly block: DataBlock;
    }
  | {
      readonly kind: 'set-request-with-datablock';
      readonly invokeIdAndPriority: number;
      readonly block: DataBlock;
    }
  /** Two lists of their own; nothing but the book makes them equally long. */
  | {
      readonly kind: 'set-request-with-list';
      readonly invokeIdAndPriority: number;
      readonly attributes: readonly AttributeDescriptor[];
      readonly values: readonly Data[];
    }
  /** The joined raw-data of all blocks is a count and that many Data. */
  | {
      readonly kind: 'set-request-with-list-and-first-datablock';
      readonly invokeIdAndPriority: number;
      readonly attributes: readonly AttributeDescriptor[];
      readonly block: DataBlock;
    };

export type SetResponse =
  | {
      readonly kind: 'set-response-normal';
      readonly invokeIdAndPriority: number;
      readonly result: DataAccessResult;
      /** Some servers send hardware-fault (1) as if it were a choice, and the reason in an octet after it. */
      readonly surplusOctet?: number | undefined;
    }
  /** Acknowledges a block. */
  | {
      readonly kind: 'set-response-datablock';
      readonly invokeIdAndPriority: number;
      readonly blockNumber: number;
    }
  | {
      readonly kind: 'set-response-last-datablock';
      readonly invokeIdAndPriority: number;
      readonly result: DataAccessResult;
      readonly blockNumber: number;
    }
  | {
      readonly kind: 'set-response-last-datablock-with-list';
      readonly invokeIdAndPriority: number;
      readonly results: readonly DataAccessResult[];
      readonly blockNumber: number;
    }
  | {
      readonly kind: 'set-response-with-list';
      readonly invokeIdAndPriority: number;
      readonly results: readonly DataAccessResult[];
    };

export function encodeSetRequest(writer: OctetWriter, request: SetRequest): OctetWriter {
  const head = (type: number) => writer.u8(APDU_TAG['set-request']).u8(type).u8(request.invokeIdAndPriority);
  switch (request.kind) {
    case 'set-request-normal':
      return encodeData(encodeAttributeWithSelection(head(1), request.attribute), request.value);
    case 'set-request-with-first-datablock':
      return encodeDataBlock(encodeAttributeWithSelection(head(2), request.attribute), request.block);
    case 'set-request-with-datablock':
      return encodeDataBlock(head(3), request.block);
    case 'set-request-with-list':
      writeSequenceOf(head(4), request.attributes, encodeAttributeWithSelection);
      return writeSequenceOf(writer, request.values, encodeData);
    case 'set-request-with-list-and-first-datablock':
      writeSequenceOf(head(5), request.attributes, encodeAttributeWithSelection);
      return encodeDataBlock(writer, request.block);
  }
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeSetRequest(reader: OctetReader): SetRequest {
  if (reader.u8() !== APDU_TAG['set-request']) throw reader.malformed('no set-request');
  const type = reader.u8();
  const invokeIdAndPriority = reader.u8();
  switch (type) {
    case 1: {
      const attribute = decodeAttributeWithSelection(reader);
      return { kind: 'set-request-normal', invokeIdAndPriority, attribute, value: decodeData(reader) };
    }
    case 2: {
      const attribute = decodeAttributeWithSelection(reader);
      const block = decodeDataBlock(reader);
      return { kind: 'set-request-with-first-datablock', invokeIdAndPriority, attribute, block };
    }
    case 3:
      return { kind: 'set-request-with-datablock', invokeIdAndPriority, block: decodeDataBlock(reader) };
    case 4: {
      const attributes = readSequenceOf(reader, decodeAttributeWithSelection);
      const values = readSequenceOf(reader, decodeData);
      return { kind: 'set-request-with-list', invokeIdAndPriority, attributes, values };
    }
    case 5: {
      const attributes = readSequenceOf(reader, decodeAttributeWithSelection);
      const block = decodeDataBlock(reader);
      return { kind: 'set-request-with-list-and-first-datablock', invokeIdAndPriority, attributes, block };
    }
    default:
      throw reader.malformed(`set-request of the unknown type ${type}`);
  }
}

export function encodeSetResponse(writer: OctetWriter, response: SetResponse): OctetWriter {
  const head = (type: number) =>
    writer.u8(APDU_TAG['set-response']).u8(type).u8(response.invokeIdAndPriority);
  switch (response.kind) {
    case 'set-response-normal':
      writeResult(head(1), response.result);
      return response.surplusOctet === undefined ? writer : writer.u8(response.surplusOctet);
    case 'set-response-datablock':
      return head(2).u32(response.blockNumber);
    case 'set-response-last-datablock':
      return writeResult(head(3), response.result).u32(response.blockNumber);
    case 'set-response-last-datablock-with-list':
      return writeSequenceOf(head(4), response.results, writeResult).u32(response.blockNumber);
    case 'set-response-with-list':
      return writeSequenceOf(head(5), response.results, writeResult);
  }
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeSetResponse(reader: OctetReader): SetResponse {
  if (reader.u8() !== APDU_TAG['set-response']) throw reader.malformed('no set-response');
  const type = reader.u8();
  const invokeIdAndPriority = reader.u8();
  switch (type) {
    case 1: {
      const result = readResult(reader);
      const surplusOctet = result === 'hardware-fault' && reader.remaining === 1 ? reader.u8() : undefined;
      return { kind: 'set-response-normal', invokeIdAndPriority, result, surplusOctet };
    }
    case 2:
      return { kind: 'set-response-datablock', invokeIdAndPriority, blockNumber: reader.u32() };
    case 3: {
      const result = readResult(reader);
      const blockNumber = reader.u32();
      return { kind: 'set-response-last-datablock', invokeIdAndPriority, result, blockNumber };
    }
    case 4: {
      const results = readSequenceOf(reader, readResult);
      const blockNumber = reader.u32();
      return { kind: 'set-response-last-datablock-with-list', invokeIdAndPriority, results, blockNumber };
    }
    case 5: {
      const results = readSequenceOf(reader, readResult);
      return { kind: 'set-response-with-list', invokeIdAndPriority, results };
    }
    default:
      throw reader.malformed(`set-response of the unknown type ${type}`);
  }
}

function writeResult(writer: OctetWriter, result: DataAccessResult): OctetWriter {
  return writer.u8(DATA_ACCESS_RESULT[result]);
}

function readResult(reader: OctetReader): DataAccessResult {
  return dataAccessResultOf(reader.u8());
}
