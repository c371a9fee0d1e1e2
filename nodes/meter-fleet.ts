/**
 * Meters that messages name: each is kept for a minute after its last use, so that the next message finds its
 * association, and only so many at a time. Whoever comes when all of them are busy waits for one to be free.
 */
import { DlmsError } from '../src/errors.js';
import { type Clock, systemClock } from '../src/meter/clock.js';
import { closedHere } from '../src/meter/pump.js';
import type { MeterSettings } from '../src/meter/settings.js';
import type { MeterSession } from '../src/pool/meter-session.js';
import type { Pool } from '../src/pool/pool.js';
import { sessionKey } from '../src/pool/settings-key.js';

export interface FleetOptions {
  readonly pool: Pick<Pool, 'session'>;
  /** Names the user of the sessions. */
  readonly userId: string;
  readonly clock?: Clock | undefined;
  readonly mostOpen?: number | undefined;
  readonly mostWaiting?: number | undefined;
}

interface Member {
  readonly session: MeterSession;
  /** Uses under way. */
  uses: number;
  cancelIdle: () => void;
}

const IDLE_MS = 60_000;
const MOST_OPEN = 32;
const MOST_WAITING = 10_000;

export class MeterFleet {
  readonly #options: FleetOptions;
  readonly #clock: Clock;
  /** By their settings, longest unused first. */
  readonly #members = new Map<string, Member>();
  readonly #waiting: (() => void)[] = [];
  readonly #leaving = new Set<Promise<void>>();
  #closed = false;

  constructor(options: FleetOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** Meters that are kept, those that are being released included. */
  get open(): number {
    return this.#members.size + this.#leaving.size;
  }

  /**
   * Does something with the meter of these settings.
   * @throws DlmsError DLMS_QUEUE_FULL where too many wait already, DLMS_CLOSED after closing
   */
  async use<T>(settings: MeterSettings, run: (session: MeterSession) => Promise<T>): Promise<T> {
    const key = sessionKey(settings);
    const member = await this.#taken(key, settings);
    try {
      return await run(member.session);
    } finally {
      member.uses -= 1;
      if (member.uses === 0) this.#unused(key, member);
    }
  }

  /** Releases all meters, within two seconds. Never throws. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const wake of this.#waiting.splice(0)) wake();
    for (const [key, member] of this.#members) void this.#leave(key, member);
    await Promise.all(this.#leaving);
  }

  /** In use from the moment that it is found, so that nobody releases it meanwhile. */
  async #taken(key: string, settings: MeterSettings): Promise<Member> {
    const { mostOpen = MOST_OPEN } = this.#options;
    for (;;) {
      if (this.#closed) throw closedHere();
      const known = this.#members.get(key);
      if (known !== undefined || this.open < mostOpen) {
        const member = known ?? this.#join(key, settings);
        member.uses += 1;
        member.cancelIdle();
        return member;
      }
      await this.#room();
    }
  }

  #join(key: string, settings: MeterSettings): Member {
    const { pool, userId } = this.#options;
    try {
      const member = { session: pool.session(settings, userId), uses: 0, cancelIdle: nothing };
      this.#members.set(key, member);
      return member;
    } catch (error) {
      // The place that was made is free for the next.
      this.#wakeNext();
      throw error;
    }
  }

  async #room(): Promise<void> {
    const idle = [...this.#members].find(([, { uses }]) => uses === 0);
    if (idle !== undefined) return this.#leave(...idle);
    const { mostWaiting = MOST_WAITING } = this.#options;
    if (this.#waiting.length >= mostWaiting) throw tooManyWaiting(mostWaiting);
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #unused(key: string, member: Member): void {
    if (this.#members.get(key) !== member) return;
    this.#members.delete(key);
    this.#members.set(key, member);
    member.cancelIdle = this.#clock.after(IDLE_MS, () => void this.#leave(key, member));
    this.#wakeNext();
  }

  async #leave(key: string, member: Member): Promise<void> {
    member.cancelIdle();
    this.#members.delete(key);
    const left = member.session.leave(this.#options.userId);
    this.#leaving.add(left);
    await left;
    this.#leaving.delete(left);
    this.#wakeNext();
  }

  #wakeNext(): void {
    this.#waiting.shift()?.();
  }
}

function tooManyWaiting(most: number): DlmsError {
  return new DlmsError(`${most} messages for other meters are waiting already`, {
    code: 'DLMS_QUEUE_FULL',
    layer: 'transport',
    fault: 'settings',
    hint: 'Send fewer messages with msg.meter at a time.',
  });
}

function nothing(): void {}
