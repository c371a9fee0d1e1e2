/**
 * Who talks on a line, and when. Turns are taken one after the other; where meters have connections of their
 * own, what they do runs beside one another; a visit has the whole line to itself. All come in the order of
 * asking.
 */
import { TurnQueue } from './turn-queue.js';

export class LineTurns {
  readonly #queue = new TurnQueue();
  readonly #beside = new Set<Promise<unknown>>();
  /** Asked for, and not over yet. */
  #visits = 0;

  /** Somebody waits for the turn that is under way to end. */
  get isWaitedFor(): boolean {
    return this.#queue.isWaitedFor;
  }

  /** One at a time. Settles as `run` does. */
  turn<T>(run: () => Promise<T>): Promise<T> {
    return this.#queue.turn(run);
  }

  /** Beside others that run so, at once unless there is a visit. Settles as `run` does. */
  async beside<T>(run: () => Promise<T>): Promise<T> {
    if (this.#visits === 0) return this.#track(run);
    const { running } = await this.#queue.turn(async () => ({ running: this.#track(run) }));
    return running;
  }

  /** When everything that was begun is over; until it ends nothing else begins. Settles as `run` does. */
  async visit<T>(run: () => Promise<T>): Promise<T> {
    this.#visits += 1;
    try {
      return await this.#queue.turn(async () => {
        await Promise.allSettled(this.#beside);
        return run();
      });
    } finally {
      this.#visits -= 1;
    }
  }

  #track<T>(run: () => Promise<T>): Promise<T> {
    const running = run();
    this.#beside.add(running);
    const forget = (): void => {
      this.#beside.delete(running);
    };
    running.then(forget, forget);
    return running;
  }
}
