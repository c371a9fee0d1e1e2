/**
 * All meters in use: who names the same meter shares its session, and meters on one line share the line.
 * Nothing is open while nobody uses it.
 */
import type { Trace } from '../client/primitive.js';
import { type Clock, systemClock } from '../meter/clock.js';
import { type DirectoryStore, memoryStore } from '../meter/directory-store.js';
import type { CounterStore } from '../meter/kept-counter.js';
import { loadDirectory } from '../meter/object-directory.js';
import type { RandomOctets } from '../meter/random-octets.js';
import type { MeterSettings } from '../meter/settings.js';
import type { OpenTransport } from '../transport/transport.js';
import { LinePool } from './line-pool.js';
import { LineVisitor } from './line-visitor.js';
import { MeterSession } from './meter-session.js';
import { openTransport } from './open-transport.js';
import { SecretTrial } from './secret-trial.js';
import { directoryKey, secretsKey, sessionKey } from './settings-key.js';
import { SharedDirectories } from './shared-directories.js';

export interface PoolOptions {
  readonly clock?: Clock | undefined;
  /** Numbers from 0 up to 1. */
  readonly random?: (() => number) | undefined;
  /** Keeps what is learned of meters; without it, all is learned anew by each program. */
  readonly store?: DirectoryStore | undefined;
  /** Keeps the invocation counters of keys; in the state folder of this user where left out. */
  readonly counters?: CounterStore | undefined;
  readonly open?: ((settings: MeterSettings) => OpenTransport) | undefined;
  readonly onWarning?: ((message: string) => void) | undefined;
  readonly onTrace?: ((settings: MeterSettings, trace: Trace) => void) | undefined;
  /** Traces show what ciphered messages hold, keys and passwords excepted. */
  readonly showPlain?: boolean | undefined;
  /** Draws challenges and dedicated keys. */
  readonly randomOctets?: RandomOctets | undefined;
}

export interface PoolCounters {
  readonly sessions: number;
  readonly jobs: number;
  readonly failures: number;
}

const MANY_TRIALS = 1000;
/** No meter is held back longer. */
const LONGEST_WAIT_MS = 86_400_000;

interface SessionManner {
  /** An earlier session of the same meter, which is closing. */
  readonly before?: Promise<void> | undefined;
  readonly visits: boolean;
  readonly onTrace?: ((trace: Trace) => void) | undefined;
}

export class Pool {
  readonly #options: PoolOptions;
  readonly #clock: Clock;
  readonly #store: DirectoryStore;
  readonly #lines: LinePool;
  readonly #directories: SharedDirectories;
  readonly #sessions = new Map<string, MeterSession>();
  readonly #guests = new Set<MeterSession>();
  /** Kept when sessions close: a flow that is deployed anew does not make a wrong password right. */
  readonly #trials = new Map<string, SecretTrial>();

  constructor(options: PoolOptions = {}) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#store = options.store ?? memoryStore();
    const onWarning = options.onWarning;
    this.#directories = new SharedDirectories((key) => loadDirectory(this.#store, key, onWarning));
    this.#lines = new LinePool({ open: options.open ?? openTransport, clock: this.#clock });
  }

  get counters(): PoolCounters {
    const sessions = [...this.#sessions.values()].map(({ counters }) => counters);
    return {
      sessions: sessions.length,
      jobs: sessions.reduce((sum, { jobs }) => sum + jobs, 0),
      failures: sessions.reduce((sum, { failures }) => sum + failures, 0),
    };
  }

  /**
   * The session of the meter that these settings name, with one more user; give it back with
   * `session.leave(userId)`.
   * @throws DlmsError DLMS_SETTING where two meters want the same serial line differently
   */
  session(settings: MeterSettings, userId: string): MeterSession {
    const key = sessionKey(settings);
    const known = this.#sessions.get(key);
    const session =
      known === undefined || known.closing !== undefined
        ? this.#create(key, settings, known?.closing)
        : known;
    session.join(userId);
    return session;
  }

  /**
   * A session for a short while: that of the meter where these settings are in use, which then lives no longer
   * for that; else one of its own that goes to the line as a visitor. Give it back with `session.leave(userId)`.
   * @param onTrace sees what a session of its own sends and receives
   */
  guest(settings: MeterSettings, userId: string, onTrace?: (trace: Trace) => void): MeterSession {
    const known = this.#sessions.get(sessionKey(settings));
    if (known !== undefined && known.closing === undefined) return known;
    const session = this.#invite(settings, onTrace);
    session.join(userId);
    return session;
  }

  /** A place on the line that these settings name; give it back with `visitor.leave()`. */
  visitor(settings: MeterSettings): LineVisitor {
    const line = this.#lines.line(settings, true);
    return new LineVisitor({
      settings,
      line,
      trialOf: (each) => this.#trial(each),
      counters: this.#options.counters,
      onLeft: (visitor) => this.#lines.leave(line, visitor),
    });
  }

  /** Closes all sessions, and keeps what was learned. Never throws. */
  async close(): Promise<void> {
    const sessions = [...this.#sessions.values(), ...this.#guests];
    await Promise.all(sessions.map((session) => session.close()));
    await this.#store.flush();
  }

  /** @param before an earlier session of the same meter that is closing still */
  #create(key: string, settings: MeterSettings, before?: Promise<void>): MeterSession {
    const session: MeterSession = this.#newSession(settings, { before, visits: false }, () => {
      if (this.#sessions.get(key) === session) this.#sessions.delete(key);
    });
    this.#sessions.set(key, session);
    return session;
  }

  #invite(settings: MeterSettings, onTrace: SessionManner['onTrace']): MeterSession {
    const session: MeterSession = this.#newSession(settings, { visits: true, onTrace }, () => {
      this.#guests.delete(session);
    });
    this.#guests.add(session);
    return session;
  }

  #newSession(settings: MeterSettings, manner: SessionManner, forget: () => void): MeterSession {
    const { random = Math.random, store, counters, onTrace, onWarning } = this.#options;
    const { showPlain, randomOctets } = this.#options;
    const {
      before,
      visits,
      onTrace: watch = onTrace && ((trace: Trace) => onTrace(settings, trace)),
    } = manner;
    const line = this.#lines.line(settings, visits);
    const { directory, leave } = this.#directories.join(directoryKey(settings), before);
    return new MeterSession({
      settings,
      line,
      visits,
      clock: this.#clock,
      random,
      directory,
      onWarning,
      keepsDirectory: store !== undefined,
      client: { counters, showPlain, random: randomOctets, onTrace: watch },
      trial: this.#trial(settings),
      onClosed: async (access) => {
        forget();
        leave();
        await this.#lines.leave(line, access);
      },
    });
  }

  #trial(settings: MeterSettings): SecretTrial {
    const key = secretsKey(settings);
    const hasSecrets = settings.auth !== 'None' || settings.security !== undefined;
    const known = this.#trials.get(key);
    if (known !== undefined) return known;
    if (this.#trials.size >= MANY_TRIALS) this.#forgetTrials();
    const trial = new SecretTrial(this.#clock, hasSecrets);
    this.#trials.set(key, trial);
    return trial;
  }

  /** Those of meters that nobody uses now, unless they are held back: messages may name meters without end. */
  #forgetTrials(): void {
    const inUse = [...this.#sessions.values(), ...this.#guests].map(({ settings }) => secretsKey(settings));
    const kept = new Set(inUse);
    for (const [key, trial] of this.#trials) {
      if (!kept.has(key) && !trial.isOfUse(LONGEST_WAIT_MS)) this.#trials.delete(key);
    }
  }
}
