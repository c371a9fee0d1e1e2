/** The blocks of a GET answer that is too long for one APDU (Green Book, GET service, block transfer). */
import { encodeGetResponse, type GetResponse } from '../apdu/get.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import { type AnswerBlock, BlockTransfer, rawBlockSize } from './block-transfer.js';

/** Tag, type, invoke-id, last-block, block-number, choice. */
const BLOCK_HEADER = 9;

/** The octets of raw data that fit one block of `limit` octets. */
export function rawGetBlockSize(limit: number): number {
  return rawBlockSize(limit, BLOCK_HEADER);
}

/** @param before the number before that of the first block */
export function longGet(
  invokeIdAndPriority: number,
  rawData: Uint8Array,
  blockSize: number,
  before = 0,
): BlockTransfer {
  const encode = ({ lastBlock, blockNumber, octets }: AnswerBlock) =>
    encodeGetResponse(new OctetWriter(), {
      kind: 'get-response-with-datablock',
      invokeIdAndPriority,
      lastBlock,
      blockNumber,
      result: { kind: 'raw-data', octets },
    }).toOctets();
  return new BlockTransfer(rawData, blockSize, encode, before);
}

/** What a request for a block gets that cannot be given. */
export function blockRefusal(
  {
    invokeIdAndPriority,
    blockNumber,
  }: { readonly invokeIdAndPriority: number; readonly blockNumber: number },
  result: 'no-long-get-in-progress' | 'data-block-number-invalid',
): GetResponse {
  return {
    kind: 'get-response-with-datablock',
    invokeIdAndPriority,
    lastBlock: true,
    blockNumber,
    result: { kind: 'data-access-result', result },
  };
}
