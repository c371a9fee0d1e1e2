/**
 * Recorded sessions with a meter, for a report of a fault: the signals of its nodes are read again and again, each
 * time over an association of its own, and all that goes over the line is written down without secrets, until the
 * user ends it or something fails. Each session is a visit to the line, so that the flow goes on between them; a
 * secret that the meter refused before is not sent again.
 */
import type { Tag } from '../src/cosem/obis.js';
import type { DlmsError } from '../src/errors.js';
import { Recorder } from '../src/meter/capture/recorder.js';
import type { CapturedDevice } from '../src/meter/capture/session.js';
import { writtenTag } from '../src/meter/capture/written-tag.js';
import { type Clock, delay, systemClock } from '../src/meter/clock.js';
import { counterStore } from '../src/meter/counter-store.js';
import { MeterClient } from '../src/meter/meter-client.js';
import { systemRandom } from '../src/meter/random-octets.js';
import type { MeterSettings } from '../src/meter/settings.js';
import { stateFolder } from '../src/meter/state-folder.js';
import type { LineVisit, LineVisitor } from '../src/pool/line-visitor.js';
import { troubleOf } from '../src/pool/trouble.js';
import { asDlmsError } from './read-errors.js';

export interface RecordedMeter {
  readonly settings: MeterSettings;
  readonly captured: CapturedDevice;
  readonly tags: readonly Tag[];
}

export interface RecordingOptions {
  readonly visitor: Pick<LineVisitor, 'visit' | 'leave'>;
  /** Name and version of the program. */
  readonly by: string;
  readonly clock?: Clock | undefined;
}

/** Why it ended, where nothing failed. */
export type Ending = 'stopped' | 'too-long' | 'too-large';

export interface RecordingState {
  /** `waiting`: others use the line. */
  readonly state: 'waiting' | 'recording' | 'done';
  /** Since it was started; where it is over, all of it. */
  readonly ms: number;
  /** That went through. */
  readonly sessions: number;
  /** Of the capture, as far as it goes. */
  readonly octets: number;
  readonly ended?: Ending | undefined;
  /** What a session failed with: it is in the capture, too. */
  readonly error?: DlmsError | undefined;
}

const MOST_MS = 600_000;
/** From session to session: the scan rate of the meter, within these. */
const PAUSE_MS = { usual: 10_000, least: 500, most: 30_000 } as const;
const MOST_OCTETS = 4 * 1024 * 1024;

export class Recording {
  readonly #meter: RecordedMeter;
  readonly #options: RecordingOptions;
  readonly #clock: Clock;
  readonly #stop = new AbortController();
  readonly #lines: string[] = [];
  readonly #started: number;
  #octets = 0;
  #sessions = 0;
  #state: RecordingState['state'] = 'waiting';
  #ended: Ending | undefined;
  #error: DlmsError | undefined;
  #ms: number | undefined;
  #visit: LineVisit | undefined;
  #recorder: Recorder | undefined;
  /** Settles when it is over. Never rejects. */
  readonly over: Promise<void>;

  constructor(meter: RecordedMeter, options: RecordingOptions) {
    this.#meter = meter;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#started = this.#clock.now();
    const cancel = this.#clock.after(MOST_MS, () => this.stop('too-long'));
    this.over = this.#run().finally(cancel);
  }

  get state(): RecordingState {
    const ms = Math.round(this.#ms ?? this.#clock.now() - this.#started);
    const [sessions, octets, ended, error] = [this.#sessions, this.#octets, this.#ended, this.#error];
    return { state: this.#state, ms, sessions, octets, ended, error };
  }

  /** The capture as far as it goes: JSON lines. */
  get text(): string {
    return this.#lines.map((line) => `${line}\n`).join('');
  }

  /** Ends it: the meter is released. */
  stop(ending: Ending): void {
    if (this.#state === 'done' || this.#ended !== undefined) return;
    this.#ended = ending;
    this.#recorder?.interrupted();
    this.#stop.abort();
  }

  async #run(): Promise<void> {
    const { visitor } = this.#options;
    const { settings } = this.#meter;
    const { signal } = this.#stop;
    try {
      while (!signal.aborted) {
        await visitor.visit(settings, (visit) => visit.trial.turn(() => this.#record(visit)));
        if (this.#recorder === undefined) break;
        await delay(this.#recorder.surroundings.clock, pauseOf(settings), signal);
      }
    } catch (cause) {
      const error = asDlmsError(cause);
      // That is how a session ends in the middle.
      if (!signal.aborted || error.code !== 'DLMS_CLOSED') this.#error = error;
    }
    this.#recorder?.end();
    await visitor.leave();
    this.#ms = this.#clock.now() - this.#started;
    this.#state = 'done';
  }

  async #record(visit: LineVisit): Promise<void> {
    const { settings } = this.#meter;
    const refusal = showsSecret(settings) ? visit.trial.standing(settings) : undefined;
    if (refusal !== undefined) throw refusal.error;
    if (this.#stop.signal.aborted) return;
    this.#state = 'recording';
    this.#visit = visit;
    this.#recorder ??= this.#newRecorder(visit);
    await this.#read(visit, this.#recorder);
    this.#sessions += 1;
  }

  #newRecorder({ open, counters, trial }: LineVisit): Recorder {
    const { settings, captured, tags } = this.#meter;
    const [pauseMs, proven] = [pauseOf(settings), !trial.isPending];
    return new Recorder({
      by: this.#options.by,
      session: {
        command: 'read',
        options: { tags: tags.map(writtenTag), table: false, pauseMs, proven },
        devices: [captured],
        signals: [],
      },
      settings: [settings],
      surroundings: {
        open: () => this.#visit?.open ?? open,
        clock: this.#clock,
        random: systemRandom,
        counters: counters ?? counterStore(stateFolder()),
      },
      write: (line) => this.#write(line),
    });
  }

  async #read({ silence, trial }: LineVisit, recorder: Recorder): Promise<void> {
    const { settings, tags } = this.#meter;
    const { open, ...surroundings } = recorder.surroundings;
    const meter = new MeterClient({ settings, silence, ...surroundings, open: open(settings) });
    const release = (): void => void meter.close();
    this.#stop.signal.addEventListener('abort', release, { once: true });
    try {
      await meter.read(tags, { proven: !trial.isPending });
      trial.accepted();
    } catch (cause) {
      if (meter.associations > 0) trial.accepted();
      remember(asDlmsError(cause), meter, trial);
      throw cause;
    } finally {
      this.#stop.signal.removeEventListener('abort', release);
      await meter.close();
    }
  }

  #write(line: string): void {
    if (this.#ended === 'too-large') return;
    this.#octets += Buffer.byteLength(line) + 1;
    if (this.#octets > MOST_OCTETS) this.stop('too-large');
    else this.#lines.push(line);
  }
}

function pauseOf({ scanRateMs }: MeterSettings): number {
  if (scanRateMs <= 0) return PAUSE_MS.usual;
  return Math.min(Math.max(scanRateMs, PAUSE_MS.least), PAUSE_MS.most);
}

function remember(error: DlmsError, meter: MeterClient, trial: LineVisit['trial']): void {
  const { settings, associations, secretsShown } = meter;
  if (!showsSecret(settings)) return;
  const circumstances = { opening: associations === 0, atStake: trial.isPending && secretsShown > 0 };
  trial.failed(error, troubleOf(error, settings, circumstances), settings);
}

function showsSecret({ auth, security }: MeterSettings): boolean {
  return auth !== 'None' || security !== undefined;
}
