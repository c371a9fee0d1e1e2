/**
 * Learns how long a meter keeps an association that nobody uses. One that was dead after a pause may be
 * chance; the second in a row is the meter's inactivity time, which is short behind an IEC start.
 */
import type { Clock } from './clock.js';

const CONVINCING = 2;

export class Inactivity {
  readonly #clock: Clock;
  #lastUse = 0;
  #deadInRow = 0;
  #deadAfterMs = Number.POSITIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The shortest pause, in milliseconds, after which associations were found dead; none: infinity. */
  get deadAfterMs(): number {
    return this.#deadAfterMs;
  }

  /** The association was used until now. */
  used(): void {
    this.#lastUse = this.#clock.now();
  }

  /** After a pause an association was used again, `pauseEnd` milliseconds on the clock. */
  found(alive: boolean, pauseEnd: number): void {
    this.#deadInRow = alive ? 0 : this.#deadInRow + 1;
    if (this.#deadInRow < CONVINCING) return;
    this.#deadAfterMs = Math.min(this.#deadAfterMs, pauseEnd - this.#lastUse);
  }
}
