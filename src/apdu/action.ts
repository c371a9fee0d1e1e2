/** ACTION, the service that calls methods by logical name (Green Book, Action-Request and Action-Response). */
import { type Data, decodeData, encodeData } from '../cosem/data.js';
import { readOptional } from '../encoding/axdr.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';
import {
  type ActionOutcome,
  decodeActionOutcome,
  decodeLastActionOutcome,
  encodeActionOutcome,
} from './action-outcome.js';
import { type DataBlock, decodeDataBlock, encodeDataBlock } from './data-block.js';
import {
  decodeMethodDescriptor,
  encodeMethodDescriptor,
  type MethodDescriptor,
} from './method-descriptor.js';
import { readSequenceOf, writeSequenceOf } from './sequence-of.js';
import { APDU_TAG } from './tag.js';

/** `invokeIdAndPriority` is the octet of invoke-id.ts in all PDUs here. */
export type ActionRequest =
  | {
      readonly kind: 'action-request-normal';
      readonly invokeIdAndPriority: number;
      readonly method: MethodDescriptor;
      readonly parameters?: Data | undefined;
    }
  /** Acknowledges this block of the answer and asks for the one after it. */
  | {
      readonly kind: 'action-request-next-pblock';
      readonly invokeIdAndPriority: number;
      readonly blockNumber: number;
    }
  /** Two lists of their own; nothing but the book makes them equally long. */
  | {
      readonly kind: 'action-request-with-list';
      readonly invokeIdAndPriority: number;
      readonly methods: readonly MethodDescriptor[];
      readonly parameters: readonly Data[];
    }
  /** The joined raw-data of all blocks is one Data. */
  | {
      readonly kind: 'action-request-with-first-pblock';
      readonly invokeIdAndPriority: number;
      readonly method: MethodDescriptor;
      readonly block: DataBlock;
    }
  /** The joined raw-data of all blocks is a count and that many Data. */
  | {
      readonly kind: 'action-request-with-list-and-first-pblock';
      readonly invokeIdAndPriority: number;
      readonly methods: readonly MethodDescriptor[];
      readonly block: DataBlock;
    }
  | {
      readonly kind: 'action-request-with-pblock';
      readonly invokeIdAndPriority: number;
      readonly block: DataBlock;
    };

export type ActionResponse =
  | {
      readonly kind: 'action-response-normal';
      readonly invokeIdAndPriority: number;
      readonly outcome: ActionOutcome;
    }
  | {
      readonly kind: 'action-response-with-pblock';
      readonly invokeIdAndPriority: number;
      readonly block: DataBlock;
    }
  | {
      readonly kind: 'action-response-with-list';
      readonly invokeIdAndPriority: number;
      readonly outcomes: readonly ActionOutcome[];
    }
  /** Acknowledges this block of the request and asks for the one after it. */
  | {
      readonly kind: 'action-response-next-pblock';
      readonly invokeIdAndPriority: number;
      readonly blockNumber: number;
    };

export function encodeActionRequest(writer: OctetWriter, request: ActionRequest): OctetWriter {
  const head = (type: number) =>
    writer.u8(APDU_TAG['action-request']).u8(type).u8(request.invokeIdAndPriority);
  switch (request.kind) {
    case 'action-request-normal':
      encodeMethodDescriptor(head(1), request.method);
      return request.parameters === undefined ? writer.u8(0) : encodeData(writer.u8(1), request.parameters);
    case 'action-request-next-pblock':
      return head(2).u32(request.blockNumber);
    case 'action-request-with-list':
      writeSequenceOf(head(3), request.methods, encodeMethodDescriptor);
      return writeSequenceOf(writer, request.parameters, encodeData);
    case 'action-request-with-first-pblock':
      return encodeDataBlock(encodeMethodDescriptor(head(4), request.method), request.block);
    case 'action-request-with-list-and-first-pblock':
      writeSequenceOf(head(5), request.methods, encodeMethodDescriptor);
      return encodeDataBlock(writer, request.block);
    case 'action-request-with-pblock':
      return encodeDataBlock(head(6), request.block);
  }
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeActionRequest(reader: OctetReader): ActionRequest {
  if (reader.u8() !== APDU_TAG['action-request']) throw reader.malformed('no action-request');
  const type = reader.u8();
  const invokeIdAndPriority = reader.u8();
  switch (type) {
    case 1: {
      const method = decodeMethodDescriptor(reader);
      const parameters = readOptional(reader, decodeData);
      return { kind: 'action-request-normal', invokeIdAndPriority, method, parameters };
    }
    case 2:
      return { kind: 'action-request-next-pblock', invokeIdAndPriority, blockNumber: reader.u32() };
    case 3: {
      const methods = readSequenceOf(reader, decodeMethodDescriptor);
      const parameters = readSequenceOf(reader, decodeData);
      return { kind: 'action-request-with-list', invokeIdAndPriority, methods, parameters };
    }
    case 4: {
      const method = decodeMethodDescriptor(reader);
      const block = decodeDataBlock(reader);
      return { kind: 'action-request-with-first-pblock', invokeIdAndPriority, method, block };
    }
    case 5: {
      const methods = readSequenceOf(reader, decodeMethodDescriptor);
      const block = decodeDataBlock(reader);
      return { kind: 'action-request-with-list-and-first-pblock', invokeIdAndPriority, methods, block };
    }
    case 6:
      return { kind: 'action-request-with-pblock', invokeIdAndPriority, block: decodeDataBlock(reader) };
    default:
      throw reader.malformed(`action-request of the unknown type ${type}`);
  }
}

export function encodeActionResponse(writer: OctetWriter, response: ActionResponse): OctetWriter {
  const head = (type: number) =>
    writer.u8(APDU_TAG['action-response']).u8(type).u8(response.invokeIdAndPriority);
  switch (response.kind) {
    case 'action-response-normal':
      return encodeActionOutcome(head(1), response.outcome);
    case 'action-response-with-pblock':
      return encodeDataBlock(head(2), response.block);
    case 'action-response-with-list':
      return writeSequenceOf(head(3), response.outcomes, encodeActionOutcome);
    case 'action-response-next-pblock':
      return head(4).u32(response.blockNumber);
  }
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeActionResponse(reader: OctetReader): ActionResponse {
  if (reader.u8() !== APDU_TAG['action-response']) throw reader.malformed('no action-response');
  const type = reader.u8();
  const invokeIdAndPriority = reader.u8();
  switch (type) {
    case 1: {
      const outcome = decodeLastActionOutcome(reader);
      return { kind: 'action-response-normal', invokeIdAndPriority, outcome };
    }
    case 2:
      return { kind: 'action-response-with-pblock', invokeIdAndPriority, block: decodeDataBlock(reader) };
    case 3: {
      const outcomes = readSequenceOf(reader, decodeActionOutcome);
      return { kind: 'action-response-with-list', invokeIdAndPriority, outcomes };
    }
    case 4:
      return { kind: 'action-response-next-pblock', invokeIdAndPriority, blockNumber: reader.u32() };
    default:
      throw reader.malformed(`action-response of the unknown type ${type}`);
  }
}
