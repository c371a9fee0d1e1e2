/**
 * What became of a meter's secrets when they were last used. Everybody who would send the same password or
 * keys to the same meter shares one trial: they are sent by one at a time until the meter has taken them,
 * and by nobody for a while after the meter refused them, however often the meter is named or a flow is
 * deployed anew.
 */
import type { DlmsError } from '../errors.js';
import type { Clock } from '../meter/clock.js';
import { EARLY_MS } from './backoff.js';
import type { TroubleKind } from './trouble.js';
import { TurnQueue } from './turn-queue.js';

/** A refusal that stands: not to be tried before `nextTryAt`. */
export interface StandingRefusal {
  readonly error: DlmsError;
  readonly kind: TroubleKind;
  /** Milliseconds from now. */
  readonly waitMs: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly nextTryAt: number;
}

interface Refusal {
  readonly error: DlmsError;
  readonly kind: TroubleKind;
  readonly at: number;
  readonly wallTime: number;
  /** Milliseconds after which it is forgotten at the latest. */
  readonly mostMs: number;
}

export class SecretTrial {
  readonly #clock: Clock;
  readonly #turns = new TurnQueue();
  #accepted: boolean;
  #refusal: Refusal | undefined;

  /** @param hasSecrets where there are none, nobody waits for another's outcome */
  constructor(clock: Clock, hasSecrets: boolean) {
    this.#clock = clock;
    this.#accepted = !hasSecrets;
  }

  /** The meter has not taken them since the program began, or since it refused them. */
  get isPending(): boolean {
    return !this.#accepted;
  }

  accepted(): void {
    this.#accepted = true;
    this.#refusal = undefined;
  }

  /** @param mostMs for how long at the most, where the meter may have had another reason */
  refused(error: DlmsError, kind: TroubleKind, mostMs = Number.POSITIVE_INFINITY): void {
    const [at, wallTime] = [this.#clock.now(), this.#clock.wallTime()];
    this.#accepted = false;
    this.#refusal = { error, kind, at, wallTime, mostMs };
  }

  /** @param lockoutWaitMs how long a refusal stands */
  standing(lockoutWaitMs: number): StandingRefusal | undefined {
    if (this.#refusal === undefined) return undefined;
    const { error, kind, at, wallTime, mostMs } = this.#refusal;
    const standsMs = Math.min(lockoutWaitMs, mostMs);
    const waitMs = at + standsMs - this.#clock.now();
    if (waitMs <= EARLY_MS) return undefined;
    return { error, kind, waitMs, nextTryAt: wallTime + standsMs };
  }

  /** Runs `run` when nobody else is about to find out whether the meter takes these secrets. */
  turn<T>(run: () => Promise<T>): Promise<T> {
    return this.#accepted ? run() : this.#turns.turn(run);
  }
}
