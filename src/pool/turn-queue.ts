/** Turns in order of asking: who wants to speak waits until all before have finished. */

export class TurnQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Settles as `run` does. */
  turn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(run);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
