/**
 * The meters of a plan in one pool, scanned as read nodes would scan them: the results as they come, what
 * fails once and then in summaries, and when all have been scanned for the first time.
 */
import type { Trace } from '../client/primitive.js';
import type { MeterSettings } from '../meter/settings.js';
import type { Properties } from '../meter/signal-messages.js';
import type { Surroundings } from '../meter/surroundings.js';
import type { MeterSession, ScanOutcome } from '../pool/meter-session.js';
import type { Pool } from '../pool/pool.js';
import { type ScanReport, scanReport, tagsOf } from '../pool/scan-report.js';
import { ScanTeller } from '../pool/scan-teller.js';
import type { SessionStatus } from '../pool/session-status.js';
import { timeOfDay } from '../pool/time-of-day.js';
import type { PollJournal } from './poll-journal.js';
import { DeviceNews } from './poll-news.js';
import type { PolledDevice, PollJob } from './poll-plan.js';
import { surroundedPool } from './surrounded-pool.js';

export interface PollingOptions {
  readonly surroundings: Surroundings;
  readonly journal: PollJournal;
  /** Takes the message of a signal. @param device the alias of its meter */
  readonly send: (device: string, message: Properties) => void;
  readonly onTrace?: ((settings: MeterSettings, trace: Trace) => void) | undefined;
  readonly showPlain: boolean;
  /** Called when the first scan of every device has ended. */
  readonly ready: () => void;
}

/** Shorter waits are told as such, longer ones by their end. */
const SHORT_MS = 120_000;

/** Of one meter. */
interface Tally {
  failures: number;
  values: number;
}

export class Polling {
  readonly #options: PollingOptions;
  readonly #pool: Pool;
  readonly #tallies = new Map<string, Tally>();
  readonly #news = new Map<string, DeviceNews>();
  #unscanned = 0;
  #closed = false;

  constructor(options: PollingOptions) {
    const { surroundings, journal, onTrace, showPlain } = options;
    this.#options = options;
    this.#pool = surroundedPool(surroundings, {
      ...{ onTrace, showPlain, onWarning: (text) => journal.tell('warning', text) },
    });
  }

  /** Aliases of meters that could not be reached, or gave nothing at all. */
  get failed(): readonly string[] {
    const failed = ([, { failures, values }]: [string, Tally]) => failures > 0 || values === 0;
    return [...this.#tallies].filter(failed).map(([device]) => device);
  }

  /** @throws DlmsError DLMS_SETTING where two meters want one line differently */
  join(device: PolledDevice): MeterSession {
    const { settings } = device;
    const session = this.#pool.session(settings, settings.alias);
    session.onStatus((status) => this.#tellStatus(settings.alias, status));
    this.#unscanned += device.jobs.length;
    this.#tallies.set(settings.alias, { failures: 0, values: 0 });
    return session;
  }

  /** One scan, in which every job is read once. */
  async once({ settings, jobs }: PolledDevice, session: MeterSession): Promise<void> {
    await Promise.all(
      jobs.map(async (job) => {
        const hear = this.#hearing(settings.alias, job, jobs.length > 1);
        hear(await session.read(tagsOf(job)));
      }),
    );
  }

  /** Scans until the pool is closed. */
  start(device: PolledDevice, session: MeterSession): void {
    const { settings, jobs } = device;
    const { scanRateMs, alias } = settings;
    if (scanRateMs <= 0) {
      const text = `scan_rate_ms is ${scanRateMs}: it is read on input only, and here once`;
      this.#options.journal.tell('notice', text, alias);
      void this.once(device, session);
      return;
    }
    for (const job of jobs) {
      session.watch({
        tags: tagsOf(job),
        periodMs: scanRateMs,
        outcome: this.#hearing(alias, job, jobs.length > 1),
      });
    }
  }

  /** Releases all meters, each within two seconds. Never throws. */
  close(): Promise<void> {
    this.#closed = true;
    return this.#pool.close();
  }

  /** @param named whether the job is one of several */
  #hearing(device: string, signals: PollJob, named: boolean): (outcome: ScanOutcome) => void {
    const { surroundings } = this.#options;
    const teller = new ScanTeller(this.#newsOf(device).hearer());
    let scans = 0;
    return (outcome) => {
      if (this.#closed) return;
      const now = surroundings.clock.wallTime();
      const report = scanReport({ output: 'each', showsGaps: true }, device, signals, outcome, now);
      scans += 1;
      for (const message of report.messages) this.#options.send(device, message);
      teller.scanned(report, surroundings.clock.now());
      teller.read(report.values);
      this.#scanned(device, report, named ? `scan ${scans} of ${jobName(signals)}` : `scan ${scans}`);
      if (scans === 1) this.#firstEnded();
    };
  }

  #newsOf(device: string): DeviceNews {
    const news = this.#news.get(device) ?? new DeviceNews(device, this.#options.journal);
    this.#news.set(device, news);
    return news;
  }

  #scanned(device: string, { values, gaps, failure }: ScanReport, scan: string): void {
    const tally = this.#tallies.get(device);
    if (tally !== undefined) tally.values += values.length;
    if (tally !== undefined && failure !== undefined) tally.failures += 1;
    const what =
      failure === undefined ? `${values.length} of ${values.length + gaps.length} signals read` : 'failed';
    this.#options.journal.tell('info', `${scan}: ${what}`, device);
  }

  #firstEnded(): void {
    this.#unscanned -= 1;
    if (this.#unscanned === 0) this.#options.ready();
  }

  #tellStatus(device: string, status: SessionStatus): void {
    const { journal } = this.#options;
    const { state, error, nextTryAt } = status;
    if (this.#closed) return;
    if (state !== 'retrying') {
      journal.tell('info', state, device);
    } else if (error !== undefined && nextTryAt !== undefined) {
      const waitMs = nextTryAt - this.#options.surroundings.clock.wallTime();
      const next = waitMs < SHORT_MS ? `in ${Math.ceil(waitMs / 1000)} s` : `at ${timeOfDay(nextTryAt)}`;
      journal.tell('info', `attempt ${status.try} failed (${error.code}), tried again ${next}`, device);
    }
  }
}

/** `voltage_l1 and 2 more` */
function jobName([first, ...others]: PollJob): string {
  return others.length === 0 ? `${first?.alias}` : `${first?.alias} and ${others.length} more`;
}
