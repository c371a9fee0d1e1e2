/**
 * When a meter that does not answer may be tried again: after times that grow, with jitter, so that meters
 * which fell silent together do not come back together. Wrong passwords get longer times from the start,
 * for meters lock after a few.
 */
import type { DlmsError } from '../errors.js';
import type { Clock } from '../meter/clock.js';

interface Pace {
  readonly firstMs: number;
  readonly mostMs: number;
}

const LINE: Pace = { firstMs: 1_000, mostMs: 60_000 };
const AUTHENTICATION: Pace = { firstMs: 60_000, mostMs: 3_600_000 };
/** The share of a time that chance may take away. */
const JITTER = 0.2;
/** Timers of the platform may be early by so much. */
const EARLY_MS = 10;

export class Backoff {
  readonly #clock: Clock;
  readonly #random: () => number;
  #tries = 0;
  #error: DlmsError | undefined;
  #failedAt = 0;
  #delay = 0;
  /** Failures of the same pace in a row. */
  #steps = 0;
  #pace = LINE;

  /** @param random numbers from 0 up to 1 */
  constructor(clock: Clock, random: () => number) {
    this.#clock = clock;
    this.#random = random;
  }

  /** Failures in a row. */
  get tries(): number {
    return this.#tries;
  }

  succeeded(): void {
    this.#tries = 0;
    this.#steps = 0;
    this.#error = undefined;
  }

  /** @returns milliseconds until the next try */
  failed(error: DlmsError): number {
    const pace = error.code === 'DLMS_AUTHENTICATION_FAILED' ? AUTHENTICATION : LINE;
    this.#steps = pace === this.#pace ? this.#steps + 1 : 1;
    this.#pace = pace;
    this.#tries += 1;
    this.#error = error;
    this.#failedAt = this.#clock.now();
    const full = Math.min(pace.mostMs, pace.firstMs * 2 ** Math.min(this.#steps - 1, 16));
    this.#delay = pace === LINE ? full * (1 - JITTER * this.#random()) : full;
    return this.#delay;
  }

  /**
   * The error that stands while it is too early to try again. What a user asks for by hand waits for no
   * more than the first step, unless the meter might lock.
   */
  standing(byHand: boolean): DlmsError | undefined {
    const delay = byHand && this.#pace === LINE ? Math.min(this.#delay, LINE.firstMs) : this.#delay;
    return this.#clock.now() + EARLY_MS < this.#failedAt + delay ? this.#error : undefined;
  }
}
