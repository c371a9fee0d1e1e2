/** The blocks of a GET answer that is too long for one APDU (Green Book, GET service, block transfer). */
import { encodeGetResponse, type GetResponse } from '../apdu/get.js';
import { OctetWriter } from '../encoding/octet-writer.js';

/** Tag, type, invoke-id, last-block, block-number, choice. */
const BLOCK_HEADER = 9;

/** The octets of raw data that fit one block of `limit` octets, with the one to three of their length. */
export function rawBlockSize(limit: number): number {
  const room = limit - BLOCK_HEADER;
  return Math.max(1, Math.min(room - 1, 0x7f), Math.min(room - 2, 0xff), room - 3);
}

/** One transfer: made when the answer turns out too long, over with its last block. */
export class LongGet {
  #blockNumber = 0;
  #sent = 0;
  #block: Uint8Array = new Uint8Array();

  constructor(
    readonly invokeIdAndPriority: number,
    readonly rawData: Uint8Array,
    readonly blockSize: number,
  ) {}

  /** The last block was sent; a repeated request for it may still come. */
  get finished(): boolean {
    return this.#sent >= this.rawData.length;
  }

  /** The next block. */
  advance(): Uint8Array {
    this.#blockNumber += 1;
    const octets = this.rawData.subarray(this.#sent, this.#sent + this.blockSize);
    this.#sent += octets.length;
    this.#block = encodeGetResponse(new OctetWriter(), {
      kind: 'get-response-with-datablock',
      invokeIdAndPriority: this.invokeIdAndPriority,
      lastBlock: this.finished,
      blockNumber: this.#blockNumber,
      result: { kind: 'raw-data', octets },
    }).toOctets();
    return this.#block;
  }

  /**
   * The block after `acknowledged`; the same again when the request for it comes twice, as it does when
   * the answer was lost on the way. Undefined for any other number.
   */
  after(acknowledged: number): Uint8Array | undefined {
    if (acknowledged === this.#blockNumber && !this.finished) return this.advance();
    return acknowledged > 0 && acknowledged === this.#blockNumber - 1 ? this.#block : undefined;
  }
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
