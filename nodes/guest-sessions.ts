/**
 * The sessions that edit dialogs read through: kept for a moment after each question, for the next one
 * mostly follows soon, and the way to the meter may be long.
 */
import type { Trace } from '../src/client/primitive.js';
import { type Clock, systemClock } from '../src/meter/clock.js';
import type { MeterSettings } from '../src/meter/settings.js';
import type { MeterSession } from '../src/pool/meter-session.js';
import type { Pool } from '../src/pool/pool.js';
import { sessionKey } from '../src/pool/settings-key.js';

/** A meter as it stands in a form. */
export interface BrowsedMeter {
  /** Of its node. */
  readonly id: string;
  readonly settings: MeterSettings;
}

interface Guest {
  readonly key: string;
  readonly userId: string;
  readonly session: MeterSession;
  /** Sees what goes over the line for this session alone. */
  watch: Watch;
  /** Calls the parting off. */
  cancel: () => void;
}

type Watch = (trace: Trace) => void;

const KEPT_MS = 20_000;

export class GuestSessions {
  readonly #pool: Pool;
  readonly #clock: Clock;
  readonly #guests = new Map<string, Guest>();

  constructor(pool: Pool, clock: Clock = systemClock) {
    this.#pool = pool;
    this.#clock = clock;
  }

  /**
   * Settles as `run` does.
   * @param signal ends what is under way, and the session
   * @param watch sees what goes over the line, unless the session is that of a flow
   */
  async use<T>(
    { id: meterId, settings }: BrowsedMeter,
    signal: AbortSignal,
    run: (session: MeterSession) => Promise<T>,
    watch: Watch = () => undefined,
  ): Promise<T> {
    const guest = await this.#guest(meterId, settings);
    guest.watch = watch;
    const leave = (): void => void this.#part(meterId, guest);
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await run(guest.session);
    } finally {
      signal.removeEventListener('abort', leave);
      if (this.#guests.get(meterId) === guest) guest.cancel = this.#clock.after(KEPT_MS, leave);
    }
  }

  async #guest(meterId: string, settings: MeterSettings): Promise<Guest> {
    const key = sessionKey(settings);
    const known = this.#guests.get(meterId);
    known?.cancel();
    if (known?.key === key && known.session.closing === undefined) return known;
    if (known !== undefined) await this.#part(meterId, known);
    const userId = `editor ${meterId}`;
    const session = this.#pool.guest(settings, userId, (trace) => guest.watch(trace));
    const guest: Guest = { key, userId, session, watch: () => undefined, cancel: () => undefined };
    this.#guests.set(meterId, guest);
    return guest;
  }

  async #part(meterId: string, guest: Guest): Promise<void> {
    guest.cancel();
    if (this.#guests.get(meterId) === guest) this.#guests.delete(meterId);
    await guest.session.leave(guest.userId);
  }
}
