/**
 * An answer that is cut into blocks, for it is too long for one APDU (Green Book, block transfer of GET and
 * READ): made when the answer turns out too long, over with its last block.
 */

export interface AnswerBlock {
  readonly lastBlock: boolean;
  /** From 1 on. */
  readonly blockNumber: number;
  readonly octets: Uint8Array;
}

export class BlockTransfer {
  #blockNumber: number;
  #sent = 0;
  #block: Uint8Array = new Uint8Array();

  /**
   * @param blockSize octets of raw data in a block
   * @param before the number before that of the first block
   */
  constructor(
    readonly rawData: Uint8Array,
    readonly blockSize: number,
    readonly encode: (block: AnswerBlock) => Uint8Array,
    before = 0,
  ) {
    this.#blockNumber = before;
  }

  /** Of the block that was made last. */
  get blockNumber(): number {
    return this.#blockNumber;
  }

  /** The last block was sent; a repeated request for it may still come. */
  get finished(): boolean {
    return this.#sent >= this.rawData.length;
  }

  /** The next block, as an APDU. */
  advance(): Uint8Array {
    this.#blockNumber += 1;
    const octets = this.rawData.subarray(this.#sent, this.#sent + this.blockSize);
    this.#sent += octets.length;
    this.#block = this.encode({ lastBlock: this.finished, blockNumber: this.#blockNumber, octets });
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

/** The octets of raw data that fit one block of `limit` octets behind a header, with one to three of length. */
export function rawBlockSize(limit: number, header: number): number {
  const room = limit - header;
  return Math.max(1, Math.min(room - 1, 0x7f), Math.min(room - 2, 0xff), room - 3);
}
