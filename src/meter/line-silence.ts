/** How long a line has been silent: what is sent keeps a distance to whatever was on the line before. */
import { type Clock, delay } from './clock.js';

export class LineSilence {
  readonly #clock: Clock;
  #last = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Octets were sent or heard just now. */
  touch(): void {
    this.#last = this.#clock.now();
  }

  /**
   * Waits until the line was silent for `ms`. A line that never falls silent is waited for no longer than
   * `patienceMs`: what is sent then gets its own error. `signal` gives the waiting up.
   */
  async wait(ms: number, patienceMs: number, signal?: AbortSignal): Promise<void> {
    const deadline = this.#clock.now() + patienceMs;
    for (;;) {
      const now = this.#clock.now();
      const until = Math.min(this.#last + ms, deadline);
      if (until <= now || signal?.aborted) return;
      await delay(this.#clock, until - now, signal);
    }
  }
}
