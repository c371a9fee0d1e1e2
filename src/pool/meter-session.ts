/** One meter in daily use: reads by hand, scans at fixed times, and the state of the link for all its users. */
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import type { Tag } from '../cosem/obis.js';
import type { GetDataResult } from '../cosem/result.js';
import type { DlmsError } from '../errors.js';
import type { MeterObject } from '../meter/meter-object.js';
import { deviceStatusReading, type Reading } from '../meter/reading.js';
import type { MeterSettings } from '../meter/settings.js';
import { type AccessCounters, type AccessOptions, MeterAccess } from './meter-access.js';
import { type ScanCause, type ScanCounters, ScanScheduler } from './scan-scheduler.js';
import { dlmsError, type SessionStatus, type StatusListener } from './session-status.js';

export interface SessionOptions extends AccessOptions {
  readonly onWarning?: ((message: string) => void) | undefined;
  /** Called once, when the session was closed. */
  readonly onClosed: (access: MeterAccess) => Promise<void>;
}

/** What a scan came to: `failure` where the meter could not be reached, and then only the device status. */
export interface ScanOutcome {
  readonly readings: readonly Reading[];
  readonly failure?: DlmsError | undefined;
}

export interface Watch {
  readonly tags: readonly Tag[];
  /** Milliseconds from scan to scan; 0 or less: none. */
  readonly periodMs: number;
  /** Hears of each scan; an attempt between two scans is told only when it succeeds. */
  readonly outcome: (outcome: ScanOutcome) => void;
}

export interface Watching {
  readonly counters: ScanCounters;
  stop(): void;
}

/** Ticks of different meters are spread over so long. */
const SPREAD_MS = 1_000;
/** Multiples of it lie evenly in 0…1. */
const GOLDEN = 0.618034;

export class MeterSession {
  readonly settings: MeterSettings;
  readonly #options: SessionOptions;
  readonly #access: MeterAccess;
  readonly #users = new Set<string>();
  readonly #watches = new Map<ScanScheduler, { failed: boolean }>();
  #closing: Promise<void> | undefined;

  constructor(options: SessionOptions) {
    this.settings = options.settings;
    this.#options = options;
    this.#access = new MeterAccess(options, () => this.#retry());
  }

  /** Set from the moment that the session closes. */
  get closing(): Promise<void> | undefined {
    return this.#closing;
  }

  get status(): SessionStatus {
    return this.#access.board.status;
  }

  /** The tag `device_status`: 1 the meter answers, 0 it does not. */
  get deviceStatus(): 0 | 1 {
    return this.status.state === 'connected' ? 1 : 0;
  }

  get counters(): AccessCounters {
    return this.#access.counters;
  }

  /** Tells every change of status from now on; the answer calls it off. */
  onStatus(listener: StatusListener): () => void {
    return this.#access.board.listen(listener);
  }

  join(userId: string): void {
    this.#users.add(userId);
  }

  /** Closes the session after its last user, within two seconds. Never throws. */
  async leave(userId: string): Promise<void> {
    this.#users.delete(userId);
    if (this.#users.size === 0) await this.close();
  }

  /** Reads tags by hand. Never throws. */
  read(tags: readonly Tag[]): Promise<ScanOutcome> {
    return this.#scan(tags, true);
  }

  /** The meter's object list. @throws DlmsError */
  objects(): Promise<readonly MeterObject[]> {
    return this.#access.use((client, connecting) => client.objects(connecting), true);
  }

  /** One attribute as the meter gives it. @throws DlmsError */
  get(attribute: AttributeDescriptor): Promise<GetDataResult> {
    return this.#access.use((client, connecting) => client.get(attribute, connecting), true);
  }

  /** Reads tags again and again, the first time at once. */
  watch({ tags, periodMs, outcome }: Watch): Watching {
    const share = ((this.#watches.size + this.#options.line.members.size) * GOLDEN) % 1;
    const scheduler: ScanScheduler = new ScanScheduler({
      clock: this.#options.clock,
      periodMs,
      phaseMs: share * Math.min(SPREAD_MS, Math.max(0, periodMs)),
      scan: (cause) => this.#scanFor(scheduler, tags, cause, outcome),
    });
    this.#watches.set(scheduler, { failed: false });
    if (this.#closing === undefined) scheduler.start();
    return {
      get counters() {
        return scheduler.counters;
      },
      stop: () => {
        scheduler.stop();
        this.#watches.delete(scheduler);
      },
    };
  }

  /** Ends what is under way, releases the meter and leaves the line. Never throws. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const scheduler of this.#watches.keys()) scheduler.stop();
    await this.#access.close();
    await this.#options.onClosed(this.#access);
  }

  async #scanFor(
    scheduler: ScanScheduler,
    tags: readonly Tag[],
    cause: ScanCause,
    tell: (outcome: ScanOutcome) => void,
  ): Promise<void> {
    const outcome = await this.#scan(tags, false);
    const watch = this.#watches.get(scheduler);
    if (watch === undefined || this.#closing !== undefined) return;
    watch.failed = outcome.failure !== undefined;
    if (cause === 'retry' && watch.failed) return;
    try {
      tell(outcome);
    } catch (error) {
      this.#options.onWarning?.(`${this.settings.alias}: a reading was lost: ${dlmsError(error).message}`);
    }
  }

  async #scan(tags: readonly Tag[], byHand: boolean): Promise<ScanOutcome> {
    try {
      const readings = await this.#access.use((client, connecting) => client.read(tags, connecting), byHand);
      return { readings };
    } catch (error) {
      const states = tags.filter((tag) => tag.kind === 'device-status');
      const time = this.#options.clock.wallTime();
      return {
        readings: states.map((tag) => deviceStatusReading(tag, 0, time)),
        failure: dlmsError(error),
      };
    }
  }

  /** Scans that failed are made up for as soon as the meter may answer again. */
  #retry(): void {
    for (const [scheduler, { failed }] of this.#watches) if (failed) scheduler.retry();
  }
}
