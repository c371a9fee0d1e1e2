/**
 * Numbers for two keys that are in use together: a dedicated key that stays the same from association to
 * association must not see a number twice either, though the global key beside it may be replaced, or be
 * another one for another meter.
 */
import type { CounterStart, KeptCounter } from './kept-counter.js';

/** Each number is new in both streams. */
export function jointCounter(one: KeptCounter, other: KeptCounter): KeptCounter {
  return one === other ? one : new JointCounter(one, other);
}

class JointCounter implements KeptCounter {
  constructor(
    readonly one: KeptCounter,
    readonly other: KeptCounter,
  ) {}

  begin(start: CounterStart): void {
    this.one.begin(start);
    this.other.begin(start);
  }

  /** Whoever is behind catches up. */
  take(): number {
    for (let number = this.one.take(); ; ) {
      this.other.raise(number);
      const same = this.other.take();
      if (same === number) return number;
      this.one.raise(same);
      number = this.one.take();
      if (number === same) return number;
    }
  }

  raise(least: number): void {
    this.one.raise(least);
    this.other.raise(least);
  }

  giveBack(): void {
    this.one.giveBack();
    this.other.giveBack();
  }
}
