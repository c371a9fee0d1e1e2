/**
 * When a meter that could not be read may be tried again: after times that grow, with jitter, so that meters
 * which fell silent together do not come back together. Where a password or a key may be wrong there is a
 * fixed time, long enough for the meter not to lock: what is wrong does not become right by itself. A refusal
 * that does not say why lies between the two.
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
  /** Milliseconds from a refusal that may be due to a wrong secret to the next try. */
  readonly lockoutWaitMs: number;
}

const LINE: Pace = { firstMs: 1_000, mostMs: 60_000 };
const BUSY: Pace = { firstMs: 10_000, mostMs: 60_000 };
/** Associations that nobody uses end after that in most meters, and with them the reason to refuse another. */
const ASSOCIATION_LIFE_MS = 120_000;
/** The share of a time that chance may take away. */
const JITTER = 0.2;
/** Timers of the platform may be early by so much. */
export const EARLY_MS = 10;

export class Backoff {
  readonly #options: BackoffOptions;
  readonly #secret: Pace;
  readonly #unsaid: Pace;
  #tries = 0;
  #error: DlmsError | undefined;
  #failedAt = 0;
  #delay = 0;
  /** Failures of the same pace in a row. */
  #steps = 0;
  #pace = LINE;

  constructor(options: BackoffOptions) {
    const { lockoutWaitMs } = options;
    this.#options = options;
    this.#secret = { firstMs: lockoutWaitMs, mostMs: lockoutWaitMs };
    this.#unsaid = { firstMs: Math.min(ASSOCIATION_LIFE_MS, lockoutWaitMs), mostMs: lockoutWaitMs };
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
  failed(error: DlmsError, trouble: Trouble): number {
    const { clock, random } = this.#options;
    const pace = this.#paceOf(trouble);
    this.#steps = pace === this.#pace ? this.#steps + 1 : 1;
    this.#pace = pace;
    this.#tries += 1;
    this.#error = error;
    this.#failedAt = clock.now();
    const full = Math.min(pace.mostMs, pace.firstMs * 2 ** Math.min(this.#steps - 1, 16));
    this.#delay = pace === this.#secret ? full : full * (1 - JITTER * random());
    return this.#delay;
  }

  /**
   * The error that stands while it is too early to try again. What a user asks for by hand waits for no
   * more than the first step; that of a wrong secret is the whole.
   */
  standing(byHand: boolean): DlmsError | undefined {
    const delay = byHand ? Math.min(this.#delay, this.#pace.firstMs) : this.#delay;
    return this.#options.clock.now() + EARLY_MS < this.#failedAt + delay ? this.#error : undefined;
  }

  #paceOf({ kind, mayLock, unsaid }: Trouble): Pace {
    if (mayLock) return this.#secret;
    if (unsaid) return this.#unsaid;
    return kind === 'busy' ? BUSY : LINE;
  }
}
