/**
 * A recorded session with a meter, for a report of a fault: the signals of its nodes are read once, over an
 * association of its own, and all that goes over the line is written down without secrets. It is a visit to
 * the line, so that other meters wait for it; a secret that the meter refused before is not sent again.
 */

import type { Tag } from '../src/cosem/obis.js';
import type { DlmsError } from '../src/errors.js';
import { Recorder } from '../src/meter/capture/recorder.js';
import type { CapturedDevice } from '../src/meter/capture/session.js';
import { writtenTag } from '../src/meter/capture/written-tag.js';
import { type Clock, systemClock } from '../src/meter/clock.js';
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

/** Why it ended before it was through. */
export type Ending = 'stopped' | 'too-long' | 'too-large';

export interface RecordingState {
  /** `waiting`: others use the line. */
  readonly state: 'waiting' | 'recording' | 'done';
  /** Of the capture, as far as it goes. */
  readonly octets: number;
  readonly ended?: Ending | undefined;
  /** What the session failed with, which is worth a capture all the same. */
  readonly error?: DlmsError | undefined;
}

const MOST_MS = 180_000;
const MOST_OCTETS = 4 * 1024 * 1024;
/** A refusal without a reason may have had another one; associations that nobody uses end after that. */
const UNSAID_MS = 120_000;

export class Recording {
  readonly #meter: RecordedMeter;
  readonly #options: RecordingOptions;
  readonly #clock: Clock;
  readonly #stop = new AbortController();
  readonly #lines: string[] = [];
  #octets = 0;
  #state: RecordingState['state'] = 'waiting';
  #ended: Ending | undefined;
  #error: DlmsError | undefined;
  /** Settles when it is over. Never rejects. */
  readonly over: Promise<void>;

  constructor(meter: RecordedMeter, options: RecordingOptions) {
    this.#meter = meter;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    const cancel = this.#clock.after(MOST_MS, () => this.stop('too-long'));
    this.over = this.#run().finally(cancel);
  }

  get state(): RecordingState {
    return { state: this.#state, octets: this.#octets, ended: this.#ended, error: this.#error };
  }

  /** The capture as far as it goes: JSON lines. */
  get text(): string {
    return this.#lines.map((line) => `${line}\n`).join('');
  }

  /** Ends it early: the meter is released. */
  stop(ending: Ending): void {
    if (this.#state === 'done' || this.#ended !== undefined) return;
    this.#ended = ending;
    this.#stop.abort();
  }

  async #run(): Promise<void> {
    const { visitor } = this.#options;
    const { settings } = this.#meter;
    try {
      await visitor.visit(settings, (visit) => visit.trial.turn(() => this.#record(visit)));
    } catch (cause) {
      this.#error = asDlmsError(cause);
    }
    await visitor.leave();
    this.#state = 'done';
  }

  async #record(visit: LineVisit): Promise<void> {
    const { settings } = this.#meter;
    const refusal = showsSecret(settings) ? visit.trial.standing(settings.lockoutWaitMs) : undefined;
    if (refusal !== undefined) throw refusal.error;
    if (this.#stop.signal.aborted) return;
    this.#state = 'recording';
    const recorder = this.#recorder(visit);
    try {
      await this.#read(visit, recorder);
    } finally {
      recorder.end();
    }
  }

  #recorder({ open, counters }: LineVisit): Recorder {
    const { settings, captured, tags } = this.#meter;
    return new Recorder({
      by: this.#options.by,
      session: {
        command: 'read',
        options: { tags: tags.map(writtenTag), table: false },
        devices: [captured],
        signals: [],
      },
      settings: [settings],
      surroundings: {
        open: () => open,
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
    const interrupt = (): void => {
      recorder.interrupted();
      void meter.close();
    };
    this.#stop.signal.addEventListener('abort', interrupt, { once: true });
    try {
      await meter.read(tags);
      trial.accepted();
    } catch (cause) {
      if (meter.associations > 0) trial.accepted();
      remember(asDlmsError(cause), settings, meter.associations === 0, trial);
      throw cause;
    } finally {
      this.#stop.signal.removeEventListener('abort', interrupt);
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

function remember(
  error: DlmsError,
  settings: MeterSettings,
  opening: boolean,
  trial: LineVisit['trial'],
): void {
  if (!showsSecret(settings)) return;
  const { kind, mayLock, unsaid } = troubleOf(error, settings, opening);
  if (mayLock) trial.refused(error, kind);
  else if (unsaid) trial.refused(error, kind, UNSAID_MS);
}

function showsSecret({ auth, security }: MeterSettings): boolean {
  return auth !== 'None' || security !== undefined;
}
