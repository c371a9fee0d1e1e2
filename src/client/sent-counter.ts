/** An invocation counter that remembers the last number it gave, to tell late words about it from new ones. */
import type { InvocationCounter } from '../security/invocation-counter.js';

export class SentCounter implements InvocationCounter {
  readonly #counter: InvocationCounter;
  #last = -1;

  constructor(counter: InvocationCounter) {
    this.#counter = counter;
  }

  /** −1 before the first. */
  get last(): number {
    return this.#last;
  }

  take(): number {
    this.#last = this.#counter.take();
    return this.#last;
  }

  raise(least: number): void {
    this.#counter.raise(least);
  }
}
