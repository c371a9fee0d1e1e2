/**
 * A read node at work: scans its signals, answers what it is asked, and tells what fails: each failure of
 * the scans once, and then only from time to time while it lasts.
 */
import { DlmsError } from '../src/errors.js';
import { type Clock, systemClock } from '../src/meter/clock.js';
import type { Properties } from '../src/meter/signal-messages.js';
import type { Signal } from '../src/meter/signal-row.js';
import { signalsOfJob } from '../src/meter/signal-table.js';
import type { ScanOutcome, Watching } from '../src/pool/meter-session.js';
import { type ScanReport, scanReport, tagsOf } from '../src/pool/scan-report.js';
import { ScanTeller, valueText } from '../src/pool/scan-teller.js';
import type { SessionStatus } from '../src/pool/session-status.js';
import type { MeterUse } from './device-node.js';
import { type MessageMeters, otherMetersRefused } from './message-meters.js';
import { type NodeState, reasonText, sessionState, type Translate } from './node-status.js';
import type { ReaderSettings } from './reader-settings.js';
import { ReaderStatus } from './reader-status.js';

/** The node around it. */
export interface ReaderHost {
  send(messages: readonly Properties[]): void;
  error(error: DlmsError): void;
  log(text: string): void;
  warn(text: string): void;
  show(state: NodeState): void;
  translate: Translate;
}

/** Whom it may ask. */
export interface ReaderMeters {
  /** The node's own meter, or why it has none. */
  readonly own: MeterUse | DlmsError;
  /** Those that messages name; undefined where they must not. */
  readonly others?: MessageMeters | undefined;
}

/** What a message asks for; each may be left out. */
export interface Question {
  readonly job?: unknown;
  readonly meter?: unknown;
}

/** Changes of the values of so many meters are known at a time. */
const MOST_TELLERS = 1000;

export class Reader {
  readonly #settings: ReaderSettings;
  readonly #meters: ReaderMeters;
  readonly #host: ReaderHost;
  readonly #clock: Clock;
  readonly #status: ReaderStatus;
  /** By the alias of the meter. */
  readonly #tellers = new Map<string, ScanTeller>();
  #watching: Watching | undefined;
  #unlisten: () => void = () => undefined;
  #stopped = false;
  #warned = false;

  constructor(settings: ReaderSettings, meters: ReaderMeters, host: ReaderHost, clock = systemClock) {
    const { show, translate } = host;
    this.#settings = settings;
    this.#meters = meters;
    this.#host = host;
    this.#clock = clock;
    this.#status = new ReaderStatus({ clock, periodMs: this.periodMs, show, translate });
  }

  /** Milliseconds from scan to scan; 0 where there are none. */
  get periodMs(): number {
    const { scans, scanRateMs } = this.#settings;
    const { own } = this.#meters;
    if (!scans || own instanceof DlmsError) return 0;
    return Math.max(0, scanRateMs ?? own.settings.scanRateMs);
  }

  start(): void {
    const { own } = this.#meters;
    if (this.#stopped || own instanceof DlmsError) return;
    const { session } = own;
    this.#unlisten = session.onStatus((status) => this.#showSession(status));
    this.#showSession(session.status);
    if (this.periodMs === 0) return;
    this.#watching = session.watch({
      tags: tagsOf(this.#settings.signals),
      periodMs: this.periodMs,
      outcome: (outcome) => this.#scanned(own, outcome),
    });
  }

  /** Nothing is sent or told any more. */
  stop(): void {
    this.#stopped = true;
    this.#unlisten();
    this.#watching?.stop();
    this.#status.stop();
  }

  /**
   * Reads now: the given job, or the node's own signals; of the given meter, or the node's own. Undefined
   * where the node was stopped meanwhile, or does not answer at all.
   * @throws DlmsError DLMS_SETTING where there is nothing to read, the job is no list of OBIS codes, or the
   * meter has no settings that could work
   */
  async answer({ job, meter }: Question): Promise<ScanReport | undefined> {
    if (!this.#settings.listens) return this.#ignore();
    const signals = this.#asked(job);
    return this.#using(meter, async (use) => {
      const report = this.#report(use, signals, await use.session.read(tagsOf(signals)));
      if (this.#stopped) return undefined;
      this.#tellerOf(use).read(report.values);
      // What a scan of the own meter shows is not to be mistaken for that of another one.
      if (use === this.#meters.own || this.periodMs === 0) this.#show(use, report);
      return report;
    });
  }

  #ignore(): undefined {
    if (!this.#warned) this.#host.warn(this.#host.translate('warning.no-input'));
    this.#warned = true;
  }

  #asked(job: unknown): readonly Signal[] {
    const { signals } = this.#settings;
    if (isBlank(job)) {
      if (signals.length === 0) throw nothingToRead('neither the node nor msg.job names an OBIS code');
      return signals;
    }
    const asked = signalsOfJob(job, 'msg.job', signals);
    if (asked.length === 0) throw nothingToRead('msg.job names no OBIS code');
    return asked;
  }

  /** Anything but an object has nothing to do with this node, unless it is to name meters. */
  async #using<T>(meter: unknown, run: (use: MeterUse) => Promise<T>): Promise<T> {
    const { own, others } = this.#meters;
    const isGiven = !isBlank(meter);
    if (isGiven && others !== undefined) return others.use(meter, run);
    if (isGiven && typeof meter === 'object') throw otherMetersRefused();
    if (own instanceof DlmsError) throw own;
    return run(own);
  }

  #scanned(own: MeterUse, outcome: ScanOutcome): void {
    const report = this.#report(own, this.#settings.signals, outcome);
    if (report.messages.length > 0) this.#host.send(report.messages);
    this.#tellerOf(own).read(report.values);
    this.#show(own, report);
    this.#tellerOf(own).scanned(report, this.#clock.wallTime());
  }

  #report({ settings }: MeterUse, signals: readonly Signal[], outcome: ScanOutcome): ScanReport {
    return scanReport(this.#settings, settings.alias, signals, outcome, this.#clock.wallTime());
  }

  #tellerOf({ settings: { alias } }: MeterUse): ScanTeller {
    const known = this.#tellers.get(alias);
    if (known !== undefined) return known;
    const teller = new ScanTeller({
      failed: (error) => this.#host.error(error),
      recovered: (text) => this.#host.log(`${alias}: ${text}`),
      changed: (signal, value) => this.#host.log(`${alias}/${signal}: ${value}`),
    });
    if (this.#tellers.size >= MOST_TELLERS) this.#forgetOneTeller();
    this.#tellers.set(alias, teller);
    return teller;
  }

  /** The oldest but that of the own meter, which knows what fails. */
  #forgetOneTeller(): void {
    const { own } = this.#meters;
    const kept = own instanceof DlmsError ? undefined : own.settings.alias;
    const oldest = [...this.#tellers.keys()].find((alias) => alias !== kept);
    if (oldest !== undefined) this.#tellers.delete(oldest);
  }

  /** That the meter answers is shown by what it answers, where the node scans. */
  #showSession(status: SessionStatus): void {
    if (this.periodMs > 0 && status.state === 'connected') return;
    this.#status.other(sessionState(status, this.#host.translate));
  }

  #show({ session }: MeterUse, { values, gaps, failure }: ScanReport): void {
    const [gap] = gaps;
    const [value] = values;
    if (failure !== undefined) this.#showFailure(failure, session.status);
    else if (values.length > 1) this.#status.value({ kind: 'signals', count: values.length });
    else if (value !== undefined) this.#status.value({ kind: 'value', text: valueText(value) });
    else if (gap !== undefined) this.#status.other({ kind: 'failed', reason: gap.quality });
  }

  /** As the session tells it, where it is its trouble: it knows when the meter is tried again. */
  #showFailure({ code }: DlmsError, status: SessionStatus): void {
    const { translate } = this.#host;
    const isOfSession = status.error?.code === code;
    this.#status.other(
      isOfSession ? sessionState(status, translate) : { kind: 'failed', reason: reasonText(code, translate) },
    );
  }
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

function nothingToRead(why: string): DlmsError {
  return new DlmsError(`there is nothing to read: ${why}`, {
    code: 'DLMS_SETTING',
    layer: 'settings',
    fault: 'settings',
    hint: 'Write OBIS codes into the node, or set msg.job, for example to 1-0:1.8.0.',
  });
}
