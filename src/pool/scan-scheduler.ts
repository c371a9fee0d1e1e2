/**
 * Scans at a fixed phase: the first at once, then one each period from the start on, however long each
 * takes. A tick that finds its scan still running is merged with other such ticks into one scan right
 * after it, and counted.
 */
import type { Clock } from '../meter/clock.js';

/** Whether the clock asked for the scan, or a meter that may be answering again. */
export type ScanCause = 'tick' | 'retry';

export interface ScanSchedulerOptions {
  readonly clock: Clock;
  /** Milliseconds; 0 or less: no scans at all. */
  readonly periodMs: number;
  /** How much later than the start the ticks lie, so that many meters do not tick together. */
  readonly phaseMs: number;
  /** Must not fail. */
  readonly scan: (cause: ScanCause) => Promise<void>;
}

export interface ScanCounters {
  readonly scans: number;
  /** Ticks that found their scan running. */
  readonly merged: number;
}

export class ScanScheduler {
  readonly #options: ScanSchedulerOptions;
  #origin = 0;
  #tick = 0;
  #running = false;
  #pending = false;
  #stopped = true;
  #cancel: () => void = () => undefined;
  #counters = { scans: 0, merged: 0 };

  constructor(options: ScanSchedulerOptions) {
    this.#options = options;
  }

  get counters(): ScanCounters {
    return { ...this.#counters };
  }

  start(): void {
    const { clock, periodMs, phaseMs } = this.#options;
    if (periodMs <= 0 || !this.#stopped) return;
    this.#stopped = false;
    this.#origin = clock.now() + phaseMs;
    this.#tick = 0;
    this.#planTick();
    void this.#run('tick');
  }

  stop(): void {
    this.#stopped = true;
    this.#pending = false;
    this.#cancel();
  }

  /** A scan out of turn, unless one is running. */
  retry(): void {
    if (!this.#stopped && !this.#running) void this.#run('retry');
  }

  #planTick(): void {
    const { clock, periodMs } = this.#options;
    const now = clock.now();
    const due = Math.floor((now - this.#origin) / periodMs) + 1;
    const next = Math.max(this.#tick + 1, due);
    // Ticks that were slept through would otherwise follow in a burst.
    this.#counters.merged += next - this.#tick - 1;
    this.#tick = next;
    this.#cancel = clock.after(this.#origin + next * periodMs - now, () => {
      this.#planTick();
      this.#ticked();
    });
  }

  #ticked(): void {
    if (!this.#running) {
      void this.#run('tick');
      return;
    }
    this.#counters.merged += 1;
    this.#pending = true;
  }

  async #run(cause: ScanCause): Promise<void> {
    this.#running = true;
    this.#counters.scans += 1;
    await this.#options.scan(cause);
    this.#running = false;
    if (!this.#pending || this.#stopped) return;
    this.#pending = false;
    void this.#run('tick');
  }
}
