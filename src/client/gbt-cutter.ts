/** Cuts an APDU into blocks for general block transfer (Green Book) and knows which of them have arrived. */
import type { GeneralBlockTransfer } from '../apdu/general-block-transfer.js';

/** A block without what only its sender's other half knows. */
export type OutgoingBlock = Pick<
  GeneralBlockTransfer,
  'lastBlock' | 'streaming' | 'blockNumber' | 'blockData'
>;

export class GbtCutter {
  readonly #apdu: Uint8Array;
  readonly #size: number;
  readonly #count: number;
  #window = 1;
  #acknowledged = 0;
  /** The most that was acknowledged ever. */
  #most = 0;
  #sent = 0;
  #heard = '';
  #repetitions = 0;

  /** @param size octets in a block */
  constructor(apdu: Uint8Array, size: number) {
    this.#apdu = apdu;
    this.#size = size;
    this.#count = Math.ceil(apdu.length / size);
  }

  /** All blocks have arrived. */
  get finished(): boolean {
    return this.#acknowledged >= this.#count;
  }

  /** The number of the block that was sent last. */
  get sent(): number {
    return this.#sent;
  }

  /** The blocks of the next turn: as many as the meter takes in a row, the first missing one first. */
  turn(): OutgoingBlock[] {
    const first = this.#acknowledged + 1;
    const end = Math.min(this.#acknowledged + this.#window, this.#count);
    this.#sent = Math.max(this.#sent, end);
    return Array.from({ length: end - first + 1 }, (_, at) => this.#block(first + at, first + at < end));
  }

  /**
   * Takes the meter's acknowledgement. `ignored`: it is the last one doubled on its way; when it comes for
   * the third time, it is meant.
   */
  acknowledge(block: GeneralBlockTransfer): 'progress' | 'again' | 'ignored' {
    const { blockNumber, blockNumberAck, window } = block;
    const heard = `${blockNumber} ${blockNumberAck} ${window}`;
    this.#repetitions = heard === this.#heard ? this.#repetitions + 1 : 0;
    this.#heard = heard;
    if (this.#repetitions === 1) return 'ignored';
    const progress = blockNumberAck > this.#most;
    this.#most = Math.max(this.#most, blockNumberAck);
    // Who has more than was sent counts in its own way, but has it.
    this.#acknowledged = Math.min(blockNumberAck, this.#sent);
    this.#window = Math.max(1, window);
    return progress ? 'progress' : 'again';
  }

  /** The meter answers: it has all, whatever it acknowledges. */
  finish(): void {
    this.#acknowledged = this.#count;
  }

  #block(blockNumber: number, streaming: boolean): OutgoingBlock {
    const start = (blockNumber - 1) * this.#size;
    const blockData = this.#apdu.subarray(start, start + this.#size);
    return { lastBlock: blockNumber === this.#count, streaming, blockNumber, blockData };
  }
}
