/**
 * Joins the blocks of one APDU in general block transfer (Green Book), in whatever order and however often
 * they come. Where the meter counts from is set by the first block.
 */
import { type GeneralBlockTransfer, MAX_WINDOW } from '../apdu/general-block-transfer.js';
import { BlockCollector } from './block-collector.js';
import { type BlockSpan, isOpening } from './gbt-memory.js';
import { distance, numberAfter, numberBefore } from './gbt-number.js';

export type BlockEffect =
  | { readonly kind: 'joined'; readonly apdu: Uint8Array }
  /** The meter waits to hear how far its blocks came; `wait`: it goes on by itself. */
  | { readonly kind: 'acknowledge' | 'wait'; readonly note?: string | undefined }
  /** A block is missing of those that are never sent again. */
  | { readonly kind: 'lost'; readonly note: string };

export class GbtJoiner {
  readonly #blocks = new BlockCollector();
  /** Blocks that came before one that is still missing. */
  readonly #early = new Map<number, GeneralBlockTransfer>();
  #window: number;
  #first: number | undefined;
  #opening: Uint8Array = new Uint8Array(0);
  /** The block that is missing. */
  #next = 0;
  /** The last block that the meter was told of, and whether it was told at all. */
  #told = 0;
  #confirmed = false;
  #unheard = false;
  /** An acknowledgement took the number of the next block: servers count them among the blocks, or do not. */
  #numberTaken = false;
  #count = 0;

  /** @param window blocks that the meter may send before it hears of us */
  constructor(window: number) {
    this.#window = window;
  }

  /** Undefined before the first block came. */
  get span(): BlockSpan | undefined {
    return this.#first === undefined
      ? undefined
      : { first: this.#first, last: this.last, opening: this.#opening };
  }

  /** Whether blocks came of which the meter was not told. */
  get unheard(): boolean {
    return this.#unheard;
  }

  /** Whether the meter was told at the beginning to send more than one block in a row. */
  get mayMissFirst(): boolean {
    return this.#first === undefined && this.#window > 1;
  }

  /** The last block before the first one missing; 0 before any came. */
  get last(): number {
    return this.#first === undefined ? 0 : numberBefore(this.#next);
  }

  /** Blocks that came in order. */
  get count(): number {
    return this.#count;
  }

  /** Whether unconfirmed blocks begin anew, those before them never having come to their end. */
  isRestart(block: GeneralBlockTransfer): boolean {
    const { span } = this;
    if (span === undefined || !this.#isUnconfirmed(block)) return false;
    return block.blockNumber === span.first && !isOpening(span, block);
  }

  /** `last` was told to the meter, and that it may send `window` blocks more. */
  acknowledged(window: number): void {
    this.#told = this.last;
    this.#window = window;
    this.#confirmed = true;
    this.#unheard = false;
  }

  /** A block without data, that acknowledges only. */
  skip({ blockNumber }: GeneralBlockTransfer): void {
    if (blockNumber === this.#next) this.#numberTaken = true;
  }

  /** @throws DlmsError DLMS_TOO_LONG when it does not end */
  take(block: GeneralBlockTransfer): BlockEffect {
    if (this.#first === undefined) this.#begin(block);
    const ahead = distance(this.#next, block.blockNumber);
    if (ahead < 0 || ahead > MAX_WINDOW) {
      return this.#effect(block, ahead < 0 ? 'came before' : 'is far ahead of the one that is due');
    }
    this.#unheard = true;
    // In a larger window the block in between could be one with data that was lost.
    if (ahead === 0 || (ahead === 1 && this.#numberTaken && this.#window === 1)) {
      const end = this.#append(block);
      return end ? { kind: 'joined', apdu: this.#blocks.joined() } : this.#effect(block);
    }
    if (block.lastBlock && this.#isUnconfirmed(block))
      return { kind: 'lost', note: 'blocks before it are missing' };
    this.#early.set(block.blockNumber, block);
    return this.#effect(block, 'blocks before it are missing');
  }

  #begin({ blockNumber, blockData }: GeneralBlockTransfer): void {
    this.#first = blockNumber;
    this.#opening = blockData;
    this.#next = blockNumber;
    this.#told = numberBefore(blockNumber);
  }

  /** Takes the block and those that waited for it; says whether the last one was among them. */
  #append(block: GeneralBlockTransfer): boolean {
    this.#numberTaken = false;
    let due: GeneralBlockTransfer | undefined = block;
    while (due !== undefined) {
      this.#blocks.take(this.#count, due.blockData);
      this.#count += 1;
      this.#next = numberAfter(due.blockNumber);
      if (due.lastBlock) return true;
      due = this.#early.get(this.#next);
      this.#early.delete(this.#next);
    }
    return false;
  }

  #effect(block: GeneralBlockTransfer, note?: string): BlockEffect {
    const news = this.last !== this.#told || this.#early.size > 0;
    return { kind: news && this.#isTurnOver(block) ? 'acknowledge' : 'wait', note };
  }

  /** Some meters say that more blocks follow, and stop all the same where the window ends. */
  #isTurnOver(block: GeneralBlockTransfer): boolean {
    if (this.#isUnconfirmed(block)) return false;
    return !block.streaming || distance(this.#told + this.#window, block.blockNumber) >= 0;
  }

  /** The meter sends block after block and listens to nobody. */
  #isUnconfirmed({ window, streaming, lastBlock }: GeneralBlockTransfer): boolean {
    return !this.#confirmed && window === 0 && (streaming || lastBlock);
  }
}
