/** What is kept of a stream of invocation counters, in memory. */
import type { Bounds, CounterBounds } from '../../src/meter/stored-counter.js';

export class MemoryBounds implements CounterBounds {
  readonly place = 'memory';
  readonly kept = new Set<number>();
  readonly unreadable = new Set<string>();
  /** Called before each look and each change: whoever draws at the same time does so here. */
  meanwhile: () => void = () => undefined;

  list(): Bounds {
    this.meanwhile();
    return { bounds: [...this.kept], unreadable: [...this.unreadable] };
  }

  create(bound: number): boolean {
    this.meanwhile();
    if (this.kept.has(bound)) return false;
    this.kept.add(bound);
    return true;
  }

  remove(bound: number): void {
    this.meanwhile();
    this.kept.delete(bound);
  }

  discard(name: string): void {
    this.unreadable.delete(name);
  }
}
