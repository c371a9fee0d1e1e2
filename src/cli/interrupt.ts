/**
 * Ctrl-C, a termination or a reader that went away: the command may first put the meter down in order
 * (release the association, disconnect). Who asks a second time gets an end at once.
 */

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Aborted at the first of the signals, or together with `readerGone`; `now` is called at the second. */
export function interruption(readerGone: AbortSignal, now: () => void): AbortSignal {
  const controller = new AbortController();
  for (const name of SIGNALS) {
    process.on(name, () => {
      if (controller.signal.aborted) now();
      controller.abort();
    });
  }
  return AbortSignal.any([controller.signal, readerGone]);
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
