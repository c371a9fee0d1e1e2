/**
 * When a meter that could not be read may be tried again: after times that grow, with jitter, so that meters
 * which fell silent together do not come back together. Where a password or a key may be wrong it takes
 * longer, which is the matter of the trial that all who use them share.
 */
import type { DlmsError } from '../errors.js';
import type { Clock } from '../meter/clock.js';
import type { Trouble } from './trouble.js';

interface Pace {
  readonly firstMs: number;
  readonly mostMs: number;
}

export interface BackoffOptions {
  readonly clock: Clock;
  /** Numbers from 0 up to 1. */
  readonly random: () => number;
}

const LINE: Pace = { firstMs: 1_000, mostMs: 60_000 };
const BUSY: Pace = { firstMs: 10_000, mostMs: 60_000 };
/** The share of a time that chance may take away. */
const JITTER = 0.2;
/** Timers of the platform may be early by so much. */
export const EARLY_MS = 10;

export class Backoff {
  readonly #options: BackoffOptions;
  #tries = 0;
  #error: DlmsError | undefined;
  #failedAt = 0;
  #delay = 0;
  /** Failures of the same pace in a row. */
  #steps = 0;
  #pace = LINE;

  constructor(options: BackoffOptions) {
    this.#options = options;
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
  failed(error: DlmsError, trouble: Pick<Trouble, 'kind'>): number {
    const { clock, random } = this.#options;
    const pace = trouble.kind === 'busy' ? BUSY : LINE;
    this.#steps = pace === this.#pace ? this.#steps + 1 : 1;
    this.#pace = pace;
    this.#tries += 1;
    this.#error = error;
    this.#failedAt = clock.now();
    const full = Math.min(pace.mostMs, pace.firstMs * 2 ** Math.min(this.#steps - 1, 16));
    this.#delay = full * (1 - JITTER * random());
    return this.#delay;
  }

  /** The error that stands while it is too early to try again; by hand, no longer than the first step. */
  standing(byHand: boolean): DlmsError | undefined {
    const delay = byHand ? Math.min(this.#delay, this.#pace.firstMs) : this.#delay;
    return this.#options.clock.now() + EARLY_MS < this.#failedAt + delay ? this.#error : undefined;
  }
}
