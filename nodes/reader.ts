/**
 * A read node at work: scans its signals, answers what it is asked, and tells what fails: each failure of
 * the scans once, and then only from time to time while it lasts.
 */
import { DlmsError } from '../src/errors.js';
import type { Properties } from '../src/meter/signal-messages.js';
import type { Signal } from '../src/meter/signal-row.js';
import { signalsOfJob } from '../src/meter/signal-table.js';
import type { ScanOutcome, Watching } from '../src/pool/meter-session.js';
import { type ScanReport, scanReport, tagsOf } from '../src/pool/scan-report.js';
import { ScanTeller, valueText } from '../src/pool/scan-teller.js';
import type { SessionStatus } from '../src/pool/session-status.js';
import type { MeterUse } from './device-node.js';
import { type NodeState, reasonText, sessionStates, type Translate } from './node-status.js';
import type { ReaderSettings } from './reader-settings.js';

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
  readonly #teller: ScanTeller;
  #watching: Watching | undefined;
  #unlisten: () => void = () => undefined;
  #stopped = false;
  #warned = false;

  constructor(settings: ReaderSettings, meter: MeterUse, host: ReaderHost) {
    this.#settings = settings;
    this.#meter = meter;
    this.#host = host;
    this.#teller = new ScanTeller(meter.settings.alias, {
      failed: (error) => host.error(error),
      recovered: (text) => host.log(text),
      changed: (text) => host.log(text),
    });
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
    this.#teller.scanned(report, Date.now());
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
    this.#teller.read(values);
    const [gap] = gaps;
    const [value] = values;
    if (failure !== undefined) this.#showFailure(failure);
    else if (values.length > 1) this.#host.show({ kind: 'signals', count: values.length });
    else if (value !== undefined) this.#host.show({ kind: 'value', text: valueText(value) });
    else if (gap !== undefined) this.#host.show({ kind: 'failed', reason: gap.quality });
  }

  /** As the session tells it, where it is its trouble: it knows when the meter is tried again. */
  #showFailure({ code }: DlmsError): void {
    const { status } = this.#meter.session;
    const states = status.error?.code === code ? sessionStates(status, this.#host.translate) : [];
    const reason = reasonText(code, this.#host.translate);
    this.#host.show(states.at(-1) ?? { kind: 'failed', reason });
  }
}

function nothingToRead(): DlmsError {
  return new DlmsError('there is nothing to read: neither the node nor msg.job names an OBIS code', {
    code: 'DLMS_SETTING',
    layer: 'settings',
    fault: 'settings',
    hint: 'Write OBIS codes into the node, or set msg.job, for example to 1-0:1.8.0.',
  });
}
