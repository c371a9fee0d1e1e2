/** The blocks of an answer that goes out by general block transfer (Green Book), server side. */
import { encodeGeneralBlockTransfer } from '../apdu/general-block-transfer.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import type { GbtFaults } from './faults.js';

export interface GbtAnswerOptions {
  readonly apdu: Uint8Array;
  /** Octets in a block. */
  readonly size: number;
  /** Blocks that this server takes in a row. */
  readonly ownWindow: number;
  /** The number of the first block. */
  readonly firstNumber: number;
  /** The last block of the request; 0 where it came whole. */
  readonly acknowledged: number;
}

const NUMBERS = 0x10000;

export class GbtAnswer {
  readonly #options: GbtAnswerOptions;
  readonly #count: number;
  /** Blocks that were sent before, to lose a block only once. */
  #sent = 0;
  #turn: readonly Uint8Array[] = [];

  constructor(options: GbtAnswerOptions) {
    this.#options = options;
    this.#count = Math.max(1, Math.ceil(options.apdu.length / options.size));
  }

  /** The number of the last block. */
  get lastNumber(): number {
    return (this.#options.firstNumber + this.#count - 1) % NUMBERS;
  }

  /** The blocks that were sent last. */
  get turn(): readonly Uint8Array[] {
    return this.#turn;
  }

  /** The first `window` blocks. */
  begin(window: number, faults: GbtFaults): readonly Uint8Array[] {
    return this.#send(0, window, faults);
  }

  /** As many blocks as the client takes in a row, behind the one that it has acknowledged. */
  after(acknowledged: number, window: number, faults: GbtFaults): readonly Uint8Array[] {
    const arrived = (acknowledged - this.#options.firstNumber + 1 + NUMBERS) % NUMBERS;
    return arrived > this.#count ? [] : this.#send(arrived, window, faults);
  }

  #send(from: number, window: number, faults: GbtFaults): readonly Uint8Array[] {
    const to = Math.min(from + Math.max(1, window), this.#count);
    const blocks: Uint8Array[] = [];
    for (let at = from; at < to; at += 1) {
      const lost = at >= this.#sent && faults.loseEvery !== undefined && (at + 1) % faults.loseEvery === 0;
      if (!lost) blocks.push(this.#block(at, to, faults));
    }
    this.#sent = Math.max(this.#sent, to);
    const doubled = faults.double ? blocks.flatMap((block) => [block, block]) : blocks;
    this.#turn = faults.reverse ? doubled.toReversed() : doubled;
    return this.#turn;
  }

  #block(at: number, end: number, faults: GbtFaults): Uint8Array {
    const { apdu, size, ownWindow, firstNumber, acknowledged } = this.#options;
    const lastBlock = at === this.#count - 1;
    return encodeGeneralBlockTransfer(new OctetWriter(), {
      kind: 'general-block-transfer',
      lastBlock,
      streaming: faults.alwaysStreaming ? !lastBlock : at < end - 1,
      window: ownWindow,
      blockNumber: (firstNumber + at) % NUMBERS,
      blockNumberAck: acknowledged,
      blockData: apdu.subarray(at * size, (at + 1) * size),
    }).toOctets();
  }
}
