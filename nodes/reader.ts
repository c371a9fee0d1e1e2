/**
 * A read node at work: scans its signals, answers what it is asked, and tells what fails: each failure of
 * the scans once, and then only from time to time while it lasts.
 */
import { DlmsError } from '../src/errors.js';
import type { ScanOutcome, Watching } from '../src/pool/meter-session.js';
import type { SessionStatus } from '../src/pool/session-status.js';
import type { MeterUse } from './device-node.js';
import { FailureLog, type FailureNews } from './failure-log.js';
import { type NodeState, reasonText, sessionStates, type Translate } from './node-status.js';
import type { Properties } from './read-messages.js';
import type { ReaderSettings } from './reader-settings.js';
import { type ScanReport, scanReport, tagsOf } from './scan-report.js';
import { type Signal, signalsOfJob } from './signal-table.js';
import type { SignalValue } from './signal-value.js';

/** The node around it. */
export interface ReaderHost {
  send(messages: readonly Properties[]): void;
  error(error: DlmsError): void;
  log(text: string): void;
  warn(text: string): void;
  show(state: NodeState): void;
  translate: Translate;
}

export class Reader {
  readonly #settings: ReaderSettings;
  readonly #meter: MeterUse;
  readonly #host: ReaderHost;
  readonly #failures = new FailureLog();
  readonly #logged = new Map<string, number | string>();
  #watching: Watching | undefined;
  #unlisten: () => void = () => undefined;
  #stopped = false;
  #warned = false;

  constructor(settings: ReaderSettings, meter: MeterUse, host: ReaderHost) {
    this.#settings = settings;
    this.#meter = meter;
    this.#host = host;
  }

  /** Milliseconds from scan to scan; 0 where there are none. */
  get periodMs(): number {
    const { scans, scanRateMs } = this.#settings;
    return scans ? Math.max(0, scanRateMs ?? this.#meter.settings.scanRateMs) : 0;
  }

  start(): void {
    if (this.#stopped) return;
    const { session } = this.#meter;
    this.#unlisten = session.onStatus((status) => this.#showStatus(status));
    this.#showStatus(session.status);
    if (this.periodMs === 0) return;
    this.#watching = session.watch({
      tags: tagsOf(this.#settings.signals),
      periodMs: this.periodMs,
      outcome: (outcome) => this.#scanned(outcome),
    });
  }

  /** Nothing is sent or told any more. */
  stop(): void {
    this.#stopped = true;
    this.#unlisten();
    this.#watching?.stop();
  }

  /**
   * Reads now: the given job, or the node's own signals. Undefined where the node was stopped meanwhile, or
   * does not answer at all.
   * @throws DlmsError DLMS_SETTING where there is nothing to read, or the job is no list of OBIS codes
   */
  async answer(job: unknown): Promise<ScanReport | undefined> {
    if (!this.#settings.listens) return this.#ignore();
    const signals = this.#asked(job);
    const report = this.#report(signals, await this.#meter.session.read(tagsOf(signals)));
    if (this.#stopped) return undefined;
    this.#show(report);
    return report;
  }

  #ignore(): undefined {
    if (!this.#warned) this.#host.warn(this.#host.translate('warning.no-input'));
    this.#warned = true;
  }

  #asked(job: unknown): readonly Signal[] {
    const { signals } = this.#settings;
    if (job === undefined || job === null || job === '') {
      if (signals.length === 0) throw nothingToRead();
      return signals;
    }
    return signalsOfJob(job, 'msg.job', signals);
  }

  #scanned(outcome: ScanOutcome): void {
    const report = this.#report(this.#settings.signals, outcome);
    if (report.messages.length > 0) this.#host.send(report.messages);
    this.#show(report);
    this.#tell(report);
  }

  #report(signals: readonly Signal[], outcome: ScanOutcome): ScanReport {
    return scanReport(this.#settings, this.#meter.settings.alias, signals, outcome, Date.now());
  }

  /** That the meter answers is shown by what it answers, where the node scans. */
  #showStatus(status: SessionStatus): void {
    if (this.periodMs > 0 && status.state === 'connected') return;
    for (const state of sessionStates(status, this.#host.translate)) this.#host.show(state);
  }

  #show({ values, gaps, failure }: ScanReport): void {
    for (const value of values) this.#log(value);
    const [gap] = gaps;
    const [value] = values;
    if (failure !== undefined) this.#showFailure(failure);
    else if (values.length > 1) this.#host.show({ kind: 'signals', count: values.length });
    else if (value !== undefined) this.#host.show({ kind: 'value', text: textOf(value) });
    else if (gap !== undefined) this.#host.show({ kind: 'failed', reason: gap.quality });
  }

  #showFailure({ code }: DlmsError): void {
    this.#host.show({ kind: 'failed', reason: reasonText(code, this.#host.translate) });
  }

  /** Each change of a signal that is to be logged. */
  #log(value: SignalValue): void {
    const { alias, log } = value.signal;
    if (!log || this.#logged.get(alias) === value.payload) return;
    this.#logged.set(alias, value.payload);
    this.#host.log(`${this.#meter.settings.alias}/${alias}: ${textOf(value)}`);
  }

  #tell({ error, failureKey }: ScanReport): void {
    const now = Date.now();
    if (error !== undefined) {
      const news = this.#failures.failed(failureKey, now);
      if (news !== undefined) this.#host.error(withNews(error, news));
      return;
    }
    const outage = this.#failures.recovered(now);
    if (outage === undefined) return;
    const { alias } = this.#meter.settings;
    this.#host.log(`${alias}: all signals are read again, after ${durationOf(outage.forMs)}`);
  }
}

function textOf({ payload, reading }: SignalValue): string {
  return reading.unit === undefined ? String(payload) : `${payload} ${reading.unit}`;
}

/** The error itself when it is new; else one that tells how long it has been so. */
function withNews(error: DlmsError, { kind, count, forMs }: FailureNews): DlmsError {
  if (kind === 'first') return error;
  const { code, layer, fault, hint, cause } = error;
  const message = `${error.message} (still so after ${durationOf(forMs)}, ${count} scans)`;
  return new DlmsError(message, { code, layer, fault, hint, cause });
}

function durationOf(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return `${Math.round(ms / 1000)} s`;
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

function nothingToRead(): DlmsError {
  return new DlmsError('there is nothing to read: neither the node nor msg.job names an OBIS code', {
    code: 'DLMS_SETTING',
    layer: 'settings',
    fault: 'settings',
    hint: 'Write OBIS codes into the node, or set msg.job, for example to 1-0:1.8.0.',
  });
}
