/**
 * All meters in use: who names the same meter shares its session, and meters on one line share the line.
 * Nothing is open while nobody uses it.
 */
import type { Trace } from '../client/primitive.js';
import { type Clock, systemClock } from '../meter/clock.js';
import { type DirectoryStore, memoryStore } from '../meter/directory-store.js';
import { loadDirectory } from '../meter/object-directory.js';
import type { MeterSettings } from '../meter/settings.js';
import type { OpenTransport } from '../transport/transport.js';
import { LinePool, lineKey } from './line-pool.js';
import { MeterSession } from './meter-session.js';
import { openTransport } from './open-transport.js';

export interface PoolOptions {
  readonly clock?: Clock | undefined;
  /** Numbers from 0 up to 1. */
  readonly random?: (() => number) | undefined;
  /** Keeps what is learned of meters; without it, all is learned anew by each program. */
  readonly store?: DirectoryStore | undefined;
  readonly open?: ((settings: MeterSettings) => OpenTransport) | undefined;
  readonly onWarning?: ((message: string) => void) | undefined;
  readonly onTrace?: ((settings: MeterSettings, trace: Trace) => void) | undefined;
}

export interface PoolCounters {
  readonly sessions: number;
  readonly jobs: number;
  readonly failures: number;
}

export class Pool {
  readonly #options: PoolOptions;
  readonly #clock: Clock;
  readonly #store: DirectoryStore;
  readonly #lines: LinePool;
  readonly #sessions = new Map<string, MeterSession>();

  constructor(options: PoolOptions = {}) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#store = options.store ?? memoryStore();
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

  /** Closes all sessions, and keeps what was learned. Never throws. */
  async close(): Promise<void> {
    await Promise.all([...this.#sessions.values()].map((session) => session.close()));
    await this.#store.flush();
  }

  /** @param before an earlier session of the same meter that is closing still */
  #create(key: string, settings: MeterSettings, before = Promise.resolve()): MeterSession {
    const { random = Math.random, store, onTrace, onWarning } = this.#options;
    const line = this.#lines.line(settings);
    const session: MeterSession = new MeterSession({
      settings,
      line,
      clock: this.#clock,
      random,
      directory: before.then(() => loadDirectory(this.#store, directoryKey(settings), onWarning)),
      onWarning,
      keepsDirectory: store !== undefined,
      onTrace: onTrace && ((trace) => onTrace(settings, trace)),
      onClosed: async (access) => {
        if (this.#sessions.get(key) === session) this.#sessions.delete(key);
        await this.#lines.leave(line, access);
      },
    });
    this.#sessions.set(key, session);
    return session;
  }
}

/** Names the meter and the rights that its client has there; what is learned holds for these. */
export function directoryKey(settings: MeterSettings): string {
  const { logicalAddress, physicalAddress, clientAddress, referencing } = settings;
  const key = `${lineKey(settings)} ${logicalAddress}-${physicalAddress} ${clientAddress}`;
  return referencing === 'SN' ? `${key} SN` : key;
}

/** Equal settings are the same meter; what only names it or times its scans does not count. */
function sessionKey(settings: MeterSettings): string {
  const counting = { ...settings, name: '', alias: '', scanRateMs: 0, password: [...settings.password] };
  return JSON.stringify([lineKey(settings), counting]);
}
