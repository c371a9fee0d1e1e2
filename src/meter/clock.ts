/** Time and timers as this package uses them from the meter upward; tests bring a virtual clock. */

export interface Clock {
  /** Milliseconds that only grow, for intervals. */
  now(): number;
  /** Milliseconds since 1970-01-01 UTC, for people. */
  wallTime(): number;
  /** Runs `action` once, after `ms`; the returned function calls it off. */
  after(ms: number, action: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  wallTime: () => Date.now(),
  after: (ms, action) => {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  },
};

/** Resolves after `ms`, or when `signal` gives the waiting up. */
export function delay(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = (): void => {
      cancel();
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const cancel = clock.after(ms, done);
    signal?.addEventListener('abort', done);
  });
}

/** Resolves when `promise` settles, at the latest after `ms`; whether it failed is not told. */
export function settled(clock: Clock, promise: Promise<unknown>, ms: number): Promise<void> {
  const over = new AbortController();
  promise.then(
    () => over.abort(),
    () => over.abort(),
  );
  return delay(clock, ms, over.signal);
}
