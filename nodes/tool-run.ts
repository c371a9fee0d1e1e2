/**
 * Something that takes its time at a meter and is watched from an edit dialog: it tells events, ends by
 * itself, after its time, when it is stopped, and when nobody watches any more.
 */
import type { Clock } from '../src/meter/clock.js';

export interface ToolEvent {
  readonly kind: string;
  readonly [detail: string]: unknown;
}

/** Tells what goes wrong as well; `tell` is without effect once the signal is aborted. */
export type Tool = (tell: (event: ToolEvent) => void, signal: AbortSignal) => Promise<void>;

/** Why it was ended: by the user, for it took too long, or because the editor is gone. */
type Ending = 'stopped' | 'too-long' | 'left';

export interface ToolNews {
  readonly events: readonly ToolEvent[];
  /** Where the next question goes on. */
  readonly next: number;
  readonly over: boolean;
}

/** Nobody has asked for news for so long: the editor is gone. */
const LEFT_MS = 15_000;
/** An answer that has nothing to tell yet comes after that: proxies cut what is quiet for long. */
const HOLD_MS = 20_000;
/** What follows closely is told together. */
const GATHER_MS = 100;

export class ToolRun {
  readonly #clock: Clock;
  readonly #ending = new AbortController();
  readonly #events: ToolEvent[] = [];
  readonly #watchers = new Set<() => void>();
  #overAt: number | undefined;
  #cancelLeft: () => void = nothing;
  readonly #cancelTime: () => void;

  /** @param mostMs milliseconds after which it ends in any case */
  constructor(tool: Tool, mostMs: number, clock: Clock) {
    this.#clock = clock;
    this.#cancelTime = clock.after(mostMs, () => this.end('too-long'));
    this.#awaitWatcher();
    const tell = (event: ToolEvent): void => this.#tell(event);
    const end = (): void => this.#over();
    void tool(tell, this.#ending.signal).then(end, end);
  }

  /** When it ended, by the clock; undefined while it runs. */
  get overAt(): number | undefined {
    return this.#overAt;
  }

  /** Without waiting for what is under way to end. */
  end(ending: Ending): void {
    this.#tell({ kind: 'ended', ending });
    this.#over();
    this.#ending.abort();
  }

  /**
   * What happened from that event on, as soon as there is something, or nothing after a while.
   * @param gone aborted when nobody waits for the answer any more
   */
  async news(from: number, gone: AbortSignal): Promise<ToolNews> {
    this.#cancelLeft();
    await this.#wait(HOLD_MS, gone, () => this.#events.length > from);
    await this.#wait(GATHER_MS, gone, () => false);
    if (this.#watchers.size === 0) this.#awaitWatcher();
    const events = this.#events.slice(from);
    return { events, next: from + events.length, over: this.#overAt !== undefined };
  }

  #tell(event: ToolEvent): void {
    if (this.#overAt !== undefined) return;
    this.#events.push(event);
    this.#wake();
  }

  #over(): void {
    if (this.#overAt !== undefined) return;
    this.#overAt = this.#clock.now();
    this.#cancelTime();
    this.#cancelLeft();
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#watchers) wake();
  }

  #awaitWatcher(): void {
    this.#cancelLeft();
    if (this.#overAt === undefined) this.#cancelLeft = this.#clock.after(LEFT_MS, () => this.end('left'));
  }

  /** Until the condition holds, at the latest after `ms`, or until nobody is there. */
  #wait(ms: number, gone: AbortSignal, holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        gone.removeEventListener('abort', end);
        this.#watchers.delete(check);
        resolve();
      };
      const check = (): void => {
        if (holds() || this.#overAt !== undefined) end();
      };
      const cancel = this.#clock.after(ms, end);
      gone.addEventListener('abort', end);
      this.#watchers.add(check);
      if (gone.aborted) end();
      else check();
    });
  }
}

function nothing(): void {}
