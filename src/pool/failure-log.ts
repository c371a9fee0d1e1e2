/**
 * Keeps a failure that lasts from flooding log and debug sidebar: the first one is told, and after that
 * only a summary, first after a minute, then ever more rarely, at least once an hour.
 */

export interface FailureNews {
  /** `first`: a new failure, or a reason that is new in this outage. */
  readonly kind: 'first' | 'summary';
  /** Failures for this reason since the outage began, this one included. */
  readonly count: number;
  /** Since the first of them, in milliseconds. */
  readonly forMs: number;
}

/** One reason, as often as it came. */
interface Failures {
  readonly since: number;
  readonly count: number;
  /** No word of it before this time. */
  readonly quietUntil: number;
}

interface Outage {
  readonly since: number;
  count: number;
  /** Reasons may take turns: each is news once. */
  readonly reasons: Map<string, Failures>;
}

const FIRST_SUMMARY_MS = 60_000;
const MOST_MS = 3_600_000;
const MOST_REASONS = 100;

export class FailureLog {
  #outage: Outage | undefined;

  /** What to tell of a failure, at `now` in milliseconds; undefined where everything is said. */
  failed(reason: string, now: number): FailureNews | undefined {
    this.#outage ??= { since: now, count: 0, reasons: new Map() };
    this.#outage.count += 1;
    const { reasons } = this.#outage;
    const before = reasons.get(reason);
    if (before === undefined) {
      if (reasons.size >= MOST_REASONS) reasons.clear();
      reasons.set(reason, { since: now, count: 1, quietUntil: now + FIRST_SUMMARY_MS });
      return { kind: 'first', count: 1, forMs: 0 };
    }
    const count = before.count + 1;
    const forMs = now - before.since;
    const speak = now >= before.quietUntil;
    const quietUntil = speak ? now + Math.min(MOST_MS, forMs * 5) : before.quietUntil;
    reasons.set(reason, { since: before.since, count, quietUntil });
    return speak ? { kind: 'summary', count, forMs } : undefined;
  }

  /** Ends the outage; tells how long it was, if there was one. */
  recovered(now: number): { readonly count: number; readonly forMs: number } | undefined {
    const outage = this.#outage;
    this.#outage = undefined;
    return outage && { count: outage.count, forMs: now - outage.since };
  }
}
