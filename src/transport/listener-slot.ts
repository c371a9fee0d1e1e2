/** Holds the one listener of an open line, and remembers the line's end for a listener that comes late. */
import type { TransportListener } from './transport.js';

export class ListenerSlot {
  #listener: TransportListener | undefined;
  #end: { readonly cause: Error | undefined } | undefined;

  get ended(): boolean {
    return this.#end !== undefined;
  }

  listen(listener: TransportListener): void {
    this.#listener = listener;
    const end = this.#end;
    if (end === undefined) return;
    queueMicrotask(() => {
      if (this.#listener === listener) listener.closed(end.cause);
    });
  }

  octets(octets: Uint8Array): void {
    if (!this.ended) this.#listener?.octets(octets);
  }

  /** Tells the listener that the line is gone; only the first call counts. */
  end(cause?: Error): void {
    if (this.ended) return;
    this.#end = { cause };
    this.#listener?.closed(cause);
  }
}
