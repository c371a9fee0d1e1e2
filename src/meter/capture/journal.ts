/**
 * The order of entries of a capture that is being made. An entry may be held until it is known what of it is
 * secret; those behind it wait so long.
 */
import type { Clock } from '../clock.js';
import { entryLine } from './capture-text.js';
import type { CaptureEntry } from './entry.js';

/** A place in the order that is filled later. */
export interface Slot {
  readonly t: number;
  fill(entry: CaptureEntry): void;
}

export class Journal {
  readonly #clock: Clock;
  readonly #write: (line: string) => void;
  readonly #begin: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly startedAt: number;
  readonly #slots: { entry: CaptureEntry | undefined }[] = [];
  #last = 0;
  #count = 0;

  constructor(clock: Clock, write: (line: string) => void) {
    this.#clock = clock;
    this.#write = write;
    this.#begin = clock.now();
    this.startedAt = clock.wallTime();
  }

  /** Whole milliseconds since the start. */
  get now(): number {
    return Math.floor(this.#clock.now() - this.#begin);
  }

  /** When the last entry was made, in milliseconds since the start. */
  get last(): number {
    return this.#last;
  }

  /** Entries so far. */
  get count(): number {
    return this.#count;
  }

  /** @param make makes the entry of its time */
  add(make: (t: number) => CaptureEntry): void {
    const slot = this.hold();
    slot.fill(make(slot.t));
  }

  hold(): Slot {
    this.#last = Math.max(this.#last, this.now);
    const slot: { entry: CaptureEntry | undefined } = { entry: undefined };
    this.#slots.push(slot);
    this.#count += 1;
    return {
      t: this.#last,
      fill: (entry) => {
        slot.entry = entry;
        this.#drain();
      },
    };
  }

  #drain(): void {
    for (let entry = this.#slots[0]?.entry; entry !== undefined; entry = this.#slots[0]?.entry) {
      this.#slots.shift();
      this.#write(entryLine(entry));
    }
  }
}
