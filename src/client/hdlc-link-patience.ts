/** How long a meter is waited for that says that it is not ready: growing pauses, up to a limit. */

const SHORTEST_MS = 100;
const LONGEST_MS = 1000;
/** Who says that it is busy is alive: it has at least so long. */
const LEAST_LIMIT_MS = 5000;

export class Patience {
  readonly #limitMs: number;
  #waitedMs = 0;

  constructor(limitMs: number) {
    this.#limitMs = Math.max(limitMs, LEAST_LIMIT_MS);
  }

  /** Milliseconds of all pauses since the last success. */
  get waitedMs(): number {
    return this.#waitedMs;
  }

  renew(): void {
    this.#waitedMs = 0;
  }

  /** The next pause in milliseconds; undefined when it was long enough. */
  next(): number | undefined {
    if (this.#waitedMs >= this.#limitMs) return undefined;
    const ms = Math.min(Math.max(this.#waitedMs, SHORTEST_MS), LONGEST_MS);
    this.#waitedMs += ms;
    return ms;
  }
}
