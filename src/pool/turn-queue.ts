/** Turns in order of asking: who wants to speak waits until all before have finished. */

export class TurnQueue {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** Somebody waits for the turn that is under way to end. */
  get isWaitedFor(): boolean {
    return this.#waiting > 0;
  }

  /** Settles as `run` does. */
  turn<T>(run: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    const turn = this.#last.then(() => {
      this.#waiting -= 1;
      return run();
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
