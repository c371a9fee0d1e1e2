/**
 * Access to one meter: connects at the first request, keeps the association warm where the line allows it,
 * takes turns with the other meters of its line, and says when it may be tried again after a breakdown.
 */
import type { DlmsError } from '../errors.js';
import type { Connecting } from '../meter/client-stack.js';
import { type Clock, settled } from '../meter/clock.js';
import { MeterClient } from '../meter/meter-client.js';
import type { MeterClientOptions } from '../meter/meter-client-options.js';
import type { ObjectDirectory } from '../meter/object-directory.js';
import { closedHere } from '../meter/pump.js';
import { isSecretRefusal } from '../meter/secret-refusal.js';
import type { MeterSettings } from '../meter/settings.js';
import { heldBack, tooManyWaiting } from './access-errors.js';
import { Backoff } from './backoff.js';
import type { Line, LineMember } from './line.js';
import type { SecretTrial, StandingRefusal } from './secret-trial.js';
import { dlmsError, StatusBoard } from './session-status.js';
import { type Circumstances, troubleOf } from './trouble.js';
import { TurnQueue } from './turn-queue.js';

export interface AccessOptions {
  readonly settings: MeterSettings;
  readonly line: Line;
  readonly clock: Clock;
  /** Numbers from 0 up to 1. */
  readonly random: () => number;
  /** Comes when the meter is free for this access. */
  readonly directory: Promise<ObjectDirectory>;
  readonly keepsDirectory: boolean;
  /** Shared by all who use the same secrets with this meter. */
  readonly trial: SecretTrial;
  /** What its client has from outside, beside the line. */
  readonly client: Pick<MeterClientOptions, 'counters' | 'onTrace' | 'showPlain' | 'random'>;
  /** For a short while only: each turn is a visit to the line. */
  readonly visits?: boolean | undefined;
}

/** What is done with a meter in one turn; `connecting` is for every call that may open it. */
export type Job<T> = (client: MeterClient, connecting: Connecting) => Promise<T>;

export interface AccessCounters {
  /** Jobs that were carried out. */
  readonly jobs: number;
  /** Of these, the ones that the meter did not answer. */
  readonly failures: number;
}

/** An association that nobody uses for so long is released. */
const IDLE_MS = 30_000;
/** On closing, a line that is in use is waited for so long; then the meter is left without a word. */
const LEAVE_MS = 300;
const MOST_WAITING = 100;

export class MeterAccess implements LineMember {
  readonly board = new StatusBoard();
  readonly #options: AccessOptions;
  readonly #backoff: Backoff;
  readonly #queue = new TurnQueue();
  readonly #retryDue: () => void;
  #client: MeterClient | undefined;
  /** Questions by hand. */
  #waiting = 0;
  #serving = false;
  #closed = false;
  #counters = { jobs: 0, failures: 0 };
  #cancelIdle: () => void = nothing;
  #cancelRetry: () => void = nothing;

  /** @param retryDue called when a meter that did not answer may be tried again */
  constructor(options: AccessOptions, retryDue: () => void) {
    this.#options = options;
    this.#retryDue = retryDue;
    const { clock, random } = options;
    this.#backoff = new Backoff({ clock, random });
    options.line.members.add(this);
  }

  get settings(): MeterSettings {
    return this.#options.settings;
  }

  get counters(): AccessCounters {
    return { ...this.#counters };
  }

  get isVisitor(): boolean {
    return this.#options.visits === true;
  }

  get holdsConnection(): boolean {
    return this.#client?.isOpen ?? false;
  }

  async yieldConnection(): Promise<void> {
    await this.#client?.releaseAfterCalls();
  }

  /**
   * Does a job when it is its turn.
   * @param byHand a user waits for it, so that a short back-off will do
   * @throws DlmsError
   */
  async use<T>(job: Job<T>, byHand: boolean): Promise<T> {
    this.#refuse(byHand);
    // Of a scan there is never more than one.
    const asked = byHand ? 1 : 0;
    if (this.#waiting + asked > MOST_WAITING) throw tooManyWaiting(MOST_WAITING);
    this.#waiting += asked;
    try {
      return await this.#queue.turn(() => this.#turn(() => this.#serve(job, byHand)));
    } finally {
      this.#waiting -= asked;
    }
  }

  /** Ends what is under way and leaves the meter, in its turn if that comes soon. Never throws. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelIdle();
    this.#cancelRetry();
    const client = this.#client;
    if (client !== undefined) await (this.#serving || !client.isOpen ? client.close() : this.#leave(client));
    this.board.set({ state: 'disconnected', try: 0 });
  }

  async #leave(client: MeterClient): Promise<void> {
    let left: Promise<void> | undefined;
    const leave = (act: () => Promise<void>): Promise<void> => {
      left ??= act();
      return left;
    };
    const turn = this.#turn(() => leave(() => client.close()));
    await settled(this.#options.clock, turn, LEAVE_MS);
    await leave(() => client.abandon());
  }

  #turn<T>(run: () => Promise<T>): Promise<T> {
    const { line, settings } = this.#options;
    return this.isVisitor || this.#isDoubtful ? line.visit(this, run) : line.turn(settings, run);
  }

  /**
   * The meter gave no answer to its secrets the last time. Were the connections of others in the way, that could
   * not be told from a refusal: they are given up before these are shown again.
   */
  get #isDoubtful(): boolean {
    const { trial } = this.#options;
    return trial.isPending && trial.isDoubtful(this.settings);
  }

  /** @throws DlmsError where it is too late, or too early to try again */
  #refuse(byHand: boolean): void {
    if (this.#closed) throw closedHere();
    const refusal = this.#options.trial.standing(this.settings);
    if (refusal !== undefined) {
      this.#wait(refusal, true);
      throw heldBack(refusal);
    }
    const standing = this.#backoff.standing(byHand);
    if (standing !== undefined) throw standing;
  }

  async #serve<T>(job: Job<T>, byHand: boolean): Promise<T> {
    this.#refuse(byHand);
    this.#cancelIdle();
    this.#cancelRetry();
    this.#serving = true;
    const client = await this.#meter();
    const ask = () => this.#ask(client, job, byHand);
    try {
      return await (client.isOpen ? ask() : this.#options.trial.turn(ask));
    } finally {
      await this.#endTurn(client);
      this.#serving = false;
    }
  }

  async #ask<T>(client: MeterClient, job: Job<T>, byHand: boolean): Promise<T> {
    const { trial } = this.#options;
    this.#refuse(byHand);
    this.#counters.jobs += 1;
    if (!client.isOpen) this.board.opening();
    const { associations: before, secretsShown } = client;
    try {
      await this.#options.line.clear(this);
      if (this.#closed) throw closedHere();
      const result = await this.#attempt(client, job);
      if (client.associations > before) trial.accepted();
      this.#answered();
      return result;
    } catch (error) {
      const failure = dlmsError(error);
      if (client.associations > before) trial.accepted();
      if (isSecretRefusal(failure, this.settings)) await client.release();
      if (!client.isOpen) {
        const atStake = trial.isPending && client.secretsShown > secretsShown;
        throw this.#failed(failure, { opening: client.associations === before, atStake });
      }
      this.#answered();
      throw failure;
    }
  }

  /** Once more, where the connections of other meters may have been in the way. */
  async #attempt<T>(client: MeterClient, job: Job<T>): Promise<T> {
    const { line } = this.#options;
    const { associations: before, secretsShown } = client;
    try {
      return await job(client, this.#connecting);
    } catch (error) {
      const atStake = this.#options.trial.isPending && client.secretsShown > secretsShown;
      const failedToOpen = client.associations === before && !client.isOpen && !this.#closed && !atStake;
      if (!failedToOpen || !(await line.makeRoom(this, dlmsError(error), this.#backoff.tries))) throw error;
    }
    const result = await job(client, this.#connecting);
    line.takesOnlyOne();
    return result;
  }

  /** A meter that was silent before is not asked as often, so that others on its line wait less. */
  get #connecting(): Connecting {
    const { tries } = this.#backoff;
    const proven = !this.#options.trial.isPending;
    return tries === 0 ? { proven } : { proven, requests: 1, plainSnrm: tries % 2 === 0 };
  }

  async #meter(): Promise<MeterClient> {
    const { settings, line, clock, keepsDirectory } = this.#options;
    const directory = await this.#options.directory;
    this.#client ??= new MeterClient({
      ...this.#options.client,
      settings,
      clock,
      directory,
      keepsDirectory,
      open: line.opener(settings),
      silence: line.silenceOf(settings),
    });
    return this.#client;
  }

  async #endTurn(client: MeterClient): Promise<void> {
    const { line, clock } = this.#options;
    if (this.#closed) await client.close();
    else if (line.mustRelease || (this.isVisitor && line.members.size > 1)) await client.release();
    else if (client.isOpen) this.#cancelIdle = clock.after(idleMs(client), () => void this.#releaseIdle());
  }

  async #releaseIdle(): Promise<void> {
    await this.#queue.turn(() =>
      this.#turn(async () => {
        if (!this.#closed) await this.#client?.release();
      }),
    );
  }

  #answered(): void {
    this.#backoff.succeeded();
    if (!this.#closed) this.board.set({ state: 'connected', try: 0 });
  }

  /** @returns what is told of it */
  #failed(error: DlmsError, circumstances: Circumstances): DlmsError {
    const { clock, trial } = this.#options;
    const trouble = troubleOf(error, this.settings, circumstances);
    trial.failed(error, trouble, this.settings);
    if (this.#closed) return error;
    this.#counters.failures += 1;
    const waitMs = this.#backoff.failed(error, trouble);
    const refusal = trial.standing(this.settings);
    const { kind } = trouble;
    this.#wait(
      refusal ?? { error, kind, waitMs, nextTryAt: clock.wallTime() + waitMs },
      refusal !== undefined,
    );
    return refusal === undefined ? error : heldBack(refusal);
  }

  #wait({ error, kind, waitMs, nextTryAt }: StandingRefusal, heldBack: boolean): void {
    const tries = Math.max(1, this.#backoff.tries);
    this.board.set({ state: 'retrying', try: tries, error, trouble: kind, nextTryAt, heldBack });
    this.#cancelRetry();
    this.#cancelRetry = this.#options.clock.after(waitMs, () => this.#due());
  }

  /** What was to come is not shown as if it still were, should nobody ask the meter now. */
  #due(): void {
    this.board.set({ ...this.board.status, nextTryAt: undefined, heldBack: undefined });
    this.#retryDue();
  }
}

/** A meter that drops its associations sooner than others is left in order before it does. */
function idleMs({ deadAfterMs }: MeterClient): number {
  return Math.min(IDLE_MS, deadAfterMs / 2);
}

function nothing(): void {}
