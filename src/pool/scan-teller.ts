/**
 * What is told of scans beside their values: each failure once and then only from time to time while it
 * lasts, its end, and each change of a signal that is logged.
 */
import { DlmsError } from '../errors.js';
import type { SignalValue } from '../meter/signal-value.js';
import { FailureLog, type FailureNews } from './failure-log.js';
import type { ScanReport } from './scan-report.js';

/** Texts do not name the meter. */
export interface ScanHearer {
  /** @param key the same for failures that are the same, also of other signals where the link failed */
  failed(error: DlmsError, news: FailureNews['kind'], key: string): void;
  recovered(text: string): void;
  /** @param signal by its alias */
  changed(signal: string, value: string): void;
}

export class ScanTeller {
  readonly #hearer: ScanHearer;
  readonly #failures = new FailureLog();
  readonly #logged = new Map<string, number | string>();

  constructor(hearer: ScanHearer) {
    this.#hearer = hearer;
  }

  /** @param now in milliseconds */
  scanned({ error, failureKey }: Pick<ScanReport, 'error' | 'failureKey'>, now: number): void {
    if (error !== undefined) {
      const news = this.#failures.failed(failureKey, now);
      if (news !== undefined) this.#hearer.failed(withNews(error, news), news.kind, failureKey);
      return;
    }
    const outage = this.#failures.recovered(now);
    if (outage === undefined) return;
    this.#hearer.recovered(`all signals are read again, after ${durationText(outage.forMs)}`);
  }

  /** Values that were read just now, by a scan or by hand. */
  read(values: readonly SignalValue[]): void {
    for (const value of values) {
      const { alias, log } = value.signal;
      if (!log || this.#logged.get(alias) === value.payload) continue;
      this.#logged.set(alias, value.payload);
      this.#hearer.changed(alias, valueText(value));
    }
  }
}

/** `230.4 V` */
export function valueText({ payload, reading }: SignalValue): string {
  return reading.unit === undefined ? String(payload) : `${payload} ${reading.unit}`;
}

/** The error itself when it is new; else one that tells how long it has been so. */
function withNews(error: DlmsError, { kind, count, forMs }: FailureNews): DlmsError {
  if (kind === 'first') return error;
  const { code, layer, fault, hint, cause } = error;
  const message = `${error.message} (still so after ${durationText(forMs)}, ${count} scans)`;
  return new DlmsError(message, { code, layer, fault, hint, cause });
}

/** `45 s`, `12 min` or `3 h`. */
export function durationText(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return `${Math.round(ms / 1000)} s`;
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
