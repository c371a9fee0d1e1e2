/**
 * Plays a captured session: its clients live in the surroundings of the capture, which come in the order in
 * which they were recorded. What the clients do must be what they did then, octet for octet but for secrets;
 * time passes as it did, but in no time at all. Where one line leaves the capture it is left waiting there, and
 * the others are played to their ends.
 */
import { DlmsError } from '../../errors.js';
import type { MeterSettings } from '../settings.js';
import type { Surroundings } from '../surroundings.js';
import type { Capture, PlacedEntry } from './capture-text.js';
import { type ActEntry, type CaptureEntry, isAct, isIncoming } from './entry.js';
import { Astray } from './replay-astray.js';
import { ReplayClock } from './replay-clock.js';
import { captureOver, type Divergence } from './replay-error.js';
import { ReplayInputs } from './replay-inputs.js';
import { type Act, placeOf, ReplayLines, textOf } from './replay-line.js';
import { keyPattern, patternsOf, type SecretPattern } from './secret-patterns.js';

export interface ReplayOptions {
  /** Of all meters of the session, with the secrets that there are. */
  readonly settings: readonly MeterSettings[];
  /** Dedicated keys that were drawn, in their order. */
  readonly keys: readonly Uint8Array[];
}

/** What the clients did is waited for so long behind its time. */
const PATIENCE_MS = 60_000;
/** What clients do after they have left the capture comes to an end, or is left to itself. */
const MOST_STEPS_ASTRAY = 100_000;
/** Rounds of the event loop after which nothing more happens without time passing. */
const ROUNDS = 3;

export class Replay {
  /** What the clients take from outside. */
  readonly surroundings: Surroundings;
  readonly #capture: Capture;
  readonly #clock: ReplayClock;
  readonly #lines: ReplayLines;
  readonly #stopped = new AbortController();
  readonly #acts: Act[] = [];
  readonly #devices: number;
  readonly #astray = new Astray();
  #next = 0;
  #fault: DlmsError | undefined;

  constructor(capture: Capture, { settings, keys }: ReplayOptions) {
    const { header, entries } = capture;
    this.#capture = capture;
    this.#devices = settings.length;
    this.#clock = new ReplayClock(header.startedAt);
    const patterns: readonly SecretPattern[] = [...settings.flatMap(patternsOf), ...keys.map(keyPattern)];
    const outlasting = outlastingIn(entries);
    this.#lines = new ReplayLines({
      act: (act) => this.#act(act),
      patterns: () => patterns,
      isOutlasting: (line, of) => outlasting.has(`${line} ${of}`),
      isFramed: (device) => settings.find(({ alias }) => alias === device)?.mode === 'DLMS-HDLC',
    });
    const inputs = new ReplayInputs(entries, {
      keys,
      used: ({ t }) => this.#clock.reach(t),
      passed: () => (this.#astray.isEmpty ? undefined : this.#next),
    });
    const { random, counters } = inputs;
    const open = ({ alias }: MeterSettings) => this.#lines.opener(alias);
    this.surroundings = { open, clock: this.#clock, random, counters };
  }

  /** Aborted where the user ended the session, or where it leaves the capture. */
  get stopped(): AbortSignal {
    return this.#stopped.signal;
  }

  /** Where the session leaves the capture, one place a line. */
  get divergences(): readonly Divergence[] {
    return this.#astray.divergences;
  }

  /** It cannot be played any further: what is still done only ends it. */
  get left(): boolean {
    return this.#fault !== undefined;
  }

  /**
   * Runs the session to its end, and gives what it gives. @throws what the session throws; DlmsError
   * DLMS_CAPTURE_DIVERGED where it leaves the capture
   */
  async run<T>(session: () => Promise<T>): Promise<T> {
    let over = false;
    let isPlayable = true;
    const end = (error?: unknown): void => {
      over = true;
      isPlayable = !(error instanceof DlmsError && error.layer === 'settings');
    };
    const running = session();
    running.then(() => end(), end);
    let astray = 0;
    for (await settle(); !over && astray < MOST_STEPS_ASTRAY; await settle()) {
      if (this.#fault !== undefined) astray += 1;
      this.#step();
    }
    if (this.#fault === undefined && isPlayable) this.#checkRest();
    this.#fault ??= this.#astray.fault;
    if (this.#fault !== undefined) throw this.#fault;
    return running;
  }

  #step(): void {
    const placed = this.#capture.entries[this.#next];
    if (this.#fault !== undefined || placed === undefined) {
      if (this.#astray.fault !== undefined) this.#leave(this.#astray.fault);
      const [act] = this.#acts;
      if (act !== undefined) this.#leave(captureOver(this.#capture.complete, describe(act)));
      this.#pass();
      return;
    }
    const { entry } = placed;
    if (this.#astray.has(entry)) this.#skip(entry);
    else if (isAct(entry)) this.#await(entry, placed);
    else this.#deliver(entry);
  }

  #skip({ t }: CaptureEntry): void {
    this.#next += 1;
    this.#clock.reach(t);
  }

  #deliver(entry: CaptureEntry): void {
    this.#next += 1;
    if (!isIncoming(entry)) return;
    this.#clock.reach(entry.t);
    if (entry.dir === 'interrupted') this.#stopped.abort();
    else if (entry.dir === 'timer') this.#clock.keepThat(entry.due, entry.ms, this.#astray.isEmpty);
    else this.#lines.deliver(entry);
  }

  /** The clients do what they did, or time goes on. */
  #await(entry: ActEntry, placed: PlacedEntry): void {
    const at = this.#acts.findIndex(({ where }) => where === placeOf(entry));
    const act = this.#acts[at];
    if (act === undefined) {
      if (this.#clock.nextAt <= entry.t + PATIENCE_MS) this.#clock.keepNext();
      else this.#goAstray(entry, differs(placed, entry, 'nothing'));
    } else if (act.kind !== entry.dir || act.text !== textOf(entry)) {
      this.#goAstray(entry, differs(placed, entry, describe(act)));
    } else {
      this.#acts.splice(at, 1);
      this.#next += 1;
      this.#clock.reach(entry.t);
      act.done(entry);
    }
  }

  #act(act: Act): void {
    if (this.#fault !== undefined) act.failed(this.#fault);
    else if (this.#astray.holds(act.where)) this.#astray.wait(act);
    else this.#acts.push(act);
  }

  /** Its line stays where it is; where there is no other, so does the session. */
  #goAstray(entry: ActEntry, divergence: Divergence): void {
    this.#astray.add(entry, this.#lines.deviceOf(entry), divergence);
    for (const act of this.#acts.splice(0)) this.#act(act);
    const { fault, devices } = this.#astray;
    if (fault !== undefined && devices >= this.#devices) this.#leave(fault);
  }

  /** From here on nothing is as it was: the session is ended. */
  #leave(fault: DlmsError): void {
    this.#fault ??= fault;
    this.#stopped.abort();
    for (const act of [...this.#acts.splice(0), ...this.#astray.release()]) act.failed(fault);
    this.#lines.abandon(fault);
  }

  /** Time passes without the capture. */
  #pass(): void {
    if (this.#clock.nextAt < Number.POSITIVE_INFINITY) this.#clock.keepNext();
    else this.#leave(captureOver(this.#capture.complete, 'it waits'));
  }

  /** The session is over: what it did must be over, too. */
  #checkRest(): void {
    const rest = this.#capture.entries.slice(this.#next).filter(({ entry }) => !this.#astray.has(entry));
    const goesOn = rest.find(({ entry }) => entry.dir === 'sent' || entry.dir === 'open');
    if (goesOn === undefined || !isAct(goesOn.entry)) return;
    this.#goAstray(goesOn.entry, differs(goesOn, goesOn.entry, 'nothing'));
  }
}

function differs({ row }: PlacedEntry, entry: ActEntry, played: string): Divergence {
  return { row, t: entry.t, recorded: describe({ kind: entry.dir, text: textOf(entry) }), played };
}

function describe({ kind, text }: Pick<Act, 'kind' | 'text'>): string {
  return kind === text ? kind : `${kind} ${text}`;
}

/** Acts of which a later entry says what became of them: line and number. */
function outlastingIn(entries: readonly PlacedEntry[]): ReadonlySet<string> {
  const ends = entries.flatMap(({ entry }) =>
    entry.dir === 'done' || entry.dir === 'undone' ? [entry] : [],
  );
  return new Set(ends.map(({ line, of }) => `${line} ${of}`));
}

async function settle(): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) await new Promise(setImmediate);
}
