/**
 * What is remembered of an answer in blocks, so that those of its blocks that come late are not taken for the
 * beginning of the next one.
 */
import type { GeneralBlockTransfer } from '../apdu/general-block-transfer.js';
import { distance, numberAfter } from './gbt-number.js';

/** Which blocks an APDU came in. */
export interface BlockSpan {
  readonly first: number;
  readonly last: number;
  /** The data of the first one. */
  readonly opening: Uint8Array;
}

export class GbtMemory {
  readonly #datagrams: boolean;
  #previous: BlockSpan | undefined;
  #acknowledgement: number | undefined;

  /** @param datagrams the line may double and reorder what it carries */
  constructor(datagrams: boolean) {
    this.#datagrams = datagrams;
  }

  /** A new connection: the meter knows nothing of the last one. */
  clear(): void {
    this.#previous = undefined;
    this.#acknowledgement = undefined;
  }

  /** A new request. */
  asked(): void {
    this.#acknowledgement = undefined;
  }

  /** An answer is over, or was given up. */
  remember(span: BlockSpan | undefined): void {
    this.#previous = span ?? this.#previous;
  }

  /** The meter has acknowledged the request under this number: some count that among their blocks. */
  acknowledged(number: number): void {
    this.#acknowledgement = number;
  }

  /**
   * Whether a block cannot be the first of an answer.
   * @param mayMissFirst the first one may have been lost, and this be the second
   */
  isStale(block: GeneralBlockTransfer, mayMissFirst: boolean): boolean {
    const previous = this.#previous;
    if (this.#datagrams && previous !== undefined && isOpening(previous, block)) return true;
    if (this.#mayBehindAcknowledgement(block)) return false;
    if (previous !== undefined && mayRepeat(previous, block)) return true;
    const begins = block.blockNumber <= 1 || (previous !== undefined && mayFollow(previous, block));
    return !begins && (this.#datagrams || mayMissFirst);
  }

  #mayBehindAcknowledgement({ blockNumber }: GeneralBlockTransfer): boolean {
    const number = this.#acknowledgement;
    return number !== undefined && (blockNumber === number || blockNumber === numberAfter(number));
  }
}

/** Whether a block is the first one once more, octet for octet. */
export function isOpening(span: BlockSpan, { blockNumber, blockData }: GeneralBlockTransfer): boolean {
  return blockNumber === span.first && String(blockData) === String(span.opening);
}

/** Whether a block may be one of those in `span` once more, and is not the first. */
function mayRepeat({ first, last }: BlockSpan, { blockNumber }: GeneralBlockTransfer): boolean {
  return distance(first, blockNumber) > 0 && distance(blockNumber, last) >= 0;
}

/** Whether a block may be the first of the answer behind that in `span`: meters begin anew, or go on. */
function mayFollow({ first, last }: BlockSpan, { blockNumber }: GeneralBlockTransfer): boolean {
  return blockNumber === first || blockNumber === numberAfter(last);
}
