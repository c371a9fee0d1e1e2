/** A virtual clock for code that waits with promises: between two appointments everything that can run, runs. */
import type { Clock } from '../../src/meter/clock.js';
import { VirtualClock } from './virtual-clock.js';

/** Rounds of the event loop after which nothing more happens without time passing. */
const ROUNDS = 6;
const WALL_START = Date.UTC(2025, 0, 15, 12);

export class AsyncClock implements Clock {
  readonly #clock = new VirtualClock();

  now(): number {
    return this.#clock.now;
  }

  wallTime(): number {
    return WALL_START + this.#clock.now;
  }

  after(ms: number, action: () => void): () => void {
    return this.#clock.after(ms, action);
  }

  /** Lets everything run that needs no time. */
  async settle(): Promise<void> {
    for (let round = 0; round < ROUNDS; round += 1) await new Promise(setImmediate);
  }

  /** Lets `ms` pass, a millisecond's appointments at a time. */
  async pass(ms: number): Promise<void> {
    const end = this.now() + ms;
    await this.settle();
    for (let step = this.#nextStep(end); step !== undefined; step = this.#nextStep(end)) {
      this.#clock.advance(step);
      await this.settle();
    }
    this.#clock.advance(end - this.now());
    await this.settle();
  }

  /** Lets time pass until `promise` settles, and gives what it gives. */
  async until<T>(promise: Promise<T>, limitMs = 3_600_000): Promise<T> {
    const end = this.now() + limitMs;
    let settled = false;
    const mark = (): void => {
      settled = true;
    };
    promise.then(mark, mark);
    await this.settle();
    while (!settled) {
      const step = this.#nextStep(end);
      if (step === undefined) throw new Error('nothing is due any more, and the promise has not settled');
      this.#clock.advance(step);
      await this.settle();
    }
    return promise;
  }

  #nextStep(end: number): number | undefined {
    const next = this.#clock.nextAt;
    return next !== undefined && next <= end ? next - this.now() : undefined;
  }
}
