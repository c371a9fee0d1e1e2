/**
 * One stream of invocation counters (Green Book, invocation counter), of which numbers are set apart in
 * blocks: the end of a block is kept before any number of it is given out, so that neither a crash nor a
 * power cut brings a number back. Several programs may draw from one stream at once.
 *
 * Who wants a block looks for the highest bound, makes a higher one (two cannot make the same), and looks
 * again: where another has appeared above the bound that this block stands on, the two may overlap; at least
 * the later of them sees it, and tries anew. A bound is removed only by who finished a reservation above it,
 * or in exchange for a lower one that is still above all numbers in use.
 */
import { counterExhausted, counterStoreError } from './counter-store-error.js';
import type { CounterStart, KeptCounter } from './kept-counter.js';

export interface Bounds {
  /** All numbers below the highest one count as used. */
  readonly bounds: readonly number[];
  /** What there once was a bound in, and cannot be told any more. */
  readonly unreadable: readonly string[];
}

/** What is kept of a stream. */
export interface CounterBounds {
  /** Where people find it. */
  readonly place: string;
  /** @throws DlmsError DLMS_COUNTER_STORE */
  list(): Bounds;
  /**
   * When it returns, the bound is there to stay; false where it was there before.
   * @throws DlmsError DLMS_COUNTER_STORE
   */
  create(bound: number): boolean;
  /** Never throws: a bound too many does no harm. */
  remove(bound: number): void;
  /** Removes what is unreadable. Never throws. */
  discard(name: string): void;
}

/** The number 2^32 - 1 itself is never used. */
const LIMIT = 0xffff_ffff;
/** Numbers of a block: few for short runs, more with each block. */
const FIRST_BLOCK = 64;
const LARGEST_BLOCK = 4096;
/** Others who draw at the same time come and go much sooner. */
const MOST_ATTEMPTS = 1_000;

export class StoredCounter implements KeptCounter {
  readonly #kept: CounterBounds;
  #next = 0;
  /** The bound that the block in use stands on, and its end, which is kept. */
  #base = 0;
  #end = 0;
  #blockSize = FIRST_BLOCK;

  constructor(kept: CounterBounds) {
    this.#kept = kept;
  }

  begin(start: CounterStart): void {
    if (start.kind === 'least') this.raise(start.least);
    if (this.#next < this.#end) return;
    const { bounds, unreadable } = this.#kept.list();
    if (start.kind === 'kept' && this.#end === 0) {
      if (unreadable.length > 0) throw unreadableError(this.#kept.place, unreadable);
      if (bounds.length === 0) this.raise(start.first);
    }
    this.#reserve();
    for (const name of unreadable) this.#kept.discard(name);
  }

  take(): number {
    if (this.#next >= this.#end) this.#reserve();
    const number = this.#next;
    this.#next += 1;
    return number;
  }

  raise(least: number): void {
    this.#next = Math.max(this.#next, least);
  }

  giveBack(): void {
    // A bound as low as the one that this block stands on may be about to be removed by another.
    const next = Math.max(this.#next, this.#base + 1);
    const end = this.#end;
    if (next >= end) return;
    this.#next = next;
    this.#end = next;
    this.#blockSize = FIRST_BLOCK;
    try {
      const isHighest = this.#kept.list().bounds.every((bound) => bound <= end);
      // Where there is such a bound already, it is another's.
      if (isHighest && this.#kept.create(next)) this.#kept.remove(end);
    } catch {
      // The rest of the block is lost, which harms nobody.
    }
  }

  /** Sets the next block apart. */
  #reserve(): void {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const base = Math.max(this.#next, ...this.#kept.list().bounds);
      if (base >= LIMIT) throw counterExhausted(base);
      const end = Math.min(base + this.#blockSize, LIMIT);
      if (!this.#kept.create(end) || !this.#isOurs(base, end)) continue;
      this.#next = base;
      this.#base = base;
      this.#end = end;
      this.#blockSize = Math.min(2 * this.#blockSize, LARGEST_BLOCK);
      return;
    }
    throw counterStoreError(
      `others draw from the invocation counters in ${this.#kept.place} without a pause`,
      'Let fewer programs use the same key and system title at once, or give each a system_title of its own.',
    );
  }

  /** Where it is not, it stays as a bound above numbers that nobody uses: removed, it might be another's by then. */
  #isOurs(base: number, end: number): boolean {
    const others = this.#kept.list().bounds.filter((bound) => bound !== end);
    const isOurs = others.every((bound) => bound <= base);
    if (isOurs) for (const bound of others) this.#kept.remove(bound);
    return isOurs;
  }
}

function unreadableError(place: string, names: readonly string[]): Error {
  return counterStoreError(
    `what is kept of an invocation counter cannot be read: ${names.join(', ')} in ${place}`,
    "Set invocation_counter to the OBIS code of the meter's counter object, or to a number above every one that was used with this key.",
  );
}
