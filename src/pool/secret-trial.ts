/**
 * What became of a meter's secrets when they were last used. Everybody who would send the same password or
 * keys to the same meter shares one trial: they are sent by one at a time until the meter has taken them,
 * and by nobody for a while after the meter refused them, however often the meter is named or a flow is
 * deployed anew. Where they may have been refused, since the meter said nothing that could be read or gave no
 * reason, that while is short at first: there may have been another reason.
 */
import type { DlmsError } from '../errors.js';
import type { Clock } from '../meter/clock.js';
import type { MeterSettings } from '../meter/settings.js';
import { EARLY_MS } from './backoff.js';
import type { Trouble, TroubleKind } from './trouble.js';
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

/** Who asks: for how long a refusal stands, and in which way the meter is called. */
export type Asker = Pick<MeterSettings, 'lockoutWaitMs' | 'mode' | 'referencing' | 'quirks'>;

interface Refusal {
  readonly error: DlmsError;
  readonly kind: TroubleKind;
  readonly at: number;
  readonly wallTime: number;
  /** Times in a row that the meter did not say whether it minds the secrets; 0 where it did. */
  readonly unsaid: number;
}

/** Associations that nobody uses end after that in most meters, and with them the reason to refuse another. */
const ASSOCIATION_LIFE_MS = 120_000;
const MOST_STEPS = 16;

export class SecretTrial {
  readonly #clock: Clock;
  readonly #turns = new TurnQueue();
  #accepted: boolean;
  #refusal: Refusal | undefined;
  /** By the way in which the meter was called: who calls it otherwise may have found what was wrong. */
  readonly #unsaid = new Map<string, Refusal>();
  /** Once we hung up ourselves before an answer could come. */
  #interrupted = false;

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
    this.#unsaid.clear();
    this.#interrupted = false;
  }

  /** Remembers what an opening came to, where that may be due to the secrets. */
  failed(error: DlmsError, trouble: Trouble, asker: Asker): void {
    if (trouble.mayLock) this.#refused(error, trouble.kind);
    else if (trouble.unsaid) this.#mayBeRefused(error, trouble.kind, mannerOf(asker));
  }

  /** Of a refusal and a silence behind it, what lasts longer. */
  standing(asker: Asker): StandingRefusal | undefined {
    const [one, other] = [this.#refusal, this.#unsaid.get(mannerOf(asker))].map(
      (refusal) => refusal && this.#standingOf(refusal, asker.lockoutWaitMs),
    );
    return (one?.waitMs ?? 0) < (other?.waitMs ?? 0) ? other : one;
  }

  /** Whether they came to nothing the last time that this way was tried, and the meter did not say why. */
  isDoubtful(asker: Asker): boolean {
    return this.#unsaid.has(mannerOf(asker));
  }

  /** Whether a refusal may still stand for somebody, where none does for longer than `mostMs`. */
  isOfUse(mostMs: number): boolean {
    const refusals = [...this.#unsaid.values(), ...(this.#refusal === undefined ? [] : [this.#refusal])];
    return refusals.some(({ at }) => this.#clock.now() < at + mostMs);
  }

  /** Runs `run` when nobody else is about to find out whether the meter takes these secrets. */
  turn<T>(run: () => Promise<T>): Promise<T> {
    return this.#accepted ? run() : this.#turns.turn(run);
  }

  #standingOf(refusal: Refusal, lockoutWaitMs: number): StandingRefusal | undefined {
    const { error, kind, at, wallTime } = refusal;
    const standsMs = standsFor(refusal, lockoutWaitMs);
    const waitMs = at + standsMs - this.#clock.now();
    return waitMs <= EARLY_MS ? undefined : { error, kind, waitMs, nextTryAt: wallTime + standsMs };
  }

  #refused(error: DlmsError, kind: TroubleKind): void {
    this.#accepted = false;
    this.#refusal = this.#now(error, kind, 0);
  }

  /** Who hangs up in the middle, and begins anew, does so on purpose; but not again and again. */
  #mayBeRefused(error: DlmsError, kind: TroubleKind, manner: string): void {
    const isInterrupted = error.code === 'DLMS_CLOSED' && !this.#interrupted;
    this.#interrupted ||= isInterrupted;
    if (isInterrupted) return;
    const before = this.#unsaid.get(manner)?.unsaid ?? 0;
    this.#unsaid.set(manner, this.#now(error, kind, before + 1));
  }

  #now(error: DlmsError, kind: TroubleKind, unsaid: number): Refusal {
    return { error, kind, at: this.#clock.now(), wallTime: this.#clock.wallTime(), unsaid };
  }
}

function standsFor({ unsaid }: Refusal, lockoutWaitMs: number): number {
  if (unsaid === 0) return lockoutWaitMs;
  return Math.min(lockoutWaitMs, ASSOCIATION_LIFE_MS * 2 ** Math.min(unsaid - 1, MOST_STEPS));
}

function mannerOf({ mode, referencing, quirks }: Asker): string {
  return [mode, referencing, ...quirks].join(' ');
}
