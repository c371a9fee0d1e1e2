/**
 * Keeps a failure that lasts from flooding log and debug sidebar: the first one is told, and after that
 * only a summary, first after a minute, then ever more rarely, at least once an hour.
 */

export interface FailureNews {
  /** `first`: a new failure, or another reason than before. */
  readonly kind: 'first' | 'summary';
  /** Failures in a row, this one included. */
  readonly count: number;
  /** Since the first of them, in milliseconds. */
  readonly forMs: number;
}

interface Outage {
  readonly reason: string;
  readonly since: number;
  readonly count: number;
  /** No word before this time. */
  readonly quietUntil: number;
}

const FIRST_SUMMARY_MS = 60_000;
const MOST_MS = 3_600_000;

export class FailureLog {
  #outage: Outage | undefined;

  /** What to tell of a failure, at `now` in milliseconds; undefined where everything is said. */
  failed(reason: string, now: number): FailureNews | undefined {
    const before = this.#outage;
    if (before === undefined || before.reason !== reason) {
      this.#outage = { reason, since: now, count: 1, quietUntil: now + FIRST_SUMMARY_MS };
      return { kind: 'first', count: 1, forMs: 0 };
    }
    const count = before.count + 1;
    const forMs = now - before.since;
    const speak = now >= before.quietUntil;
    const quietUntil = speak ? now + Math.min(MOST_MS, forMs * 5) : before.quietUntil;
    this.#outage = { ...before, count, quietUntil };
    return speak ? { kind: 'summary', count, forMs } : undefined;
  }

  /** Ends the outage; tells how long it was, if there was one. */
  recovered(now: number): { readonly count: number; readonly forMs: number } | undefined {
    const outage = this.#outage;
    this.#outage = undefined;
    return outage && { count: outage.count, forMs: now - outage.since };
  }
}
