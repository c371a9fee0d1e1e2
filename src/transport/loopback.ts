/** A line in memory: two ends, each a transport; what one sends the other hears, in the next microtask. */
import { lineClosed } from './line-errors.js';
import { ListenerSlot } from './listener-slot.js';
import type { Transport, TransportListener } from './transport.js';

export function loopbackPair(name = 'loopback'): readonly [Transport, Transport] {
  const near = new LoopbackEnd(name);
  const far = new LoopbackEnd(name);
  near.peer = far;
  far.peer = near;
  return [near, far];
}

class LoopbackEnd implements Transport {
  readonly name: string;
  peer: LoopbackEnd | undefined;
  readonly #slot = new ListenerSlot();

  constructor(name: string) {
    this.name = name;
  }

  listen(listener: TransportListener): void {
    this.#slot.listen(listener);
  }

  async send(octets: Uint8Array): Promise<void> {
    if (this.#slot.ended) throw lineClosed(this.name);
    const copy = octets.slice();
    queueMicrotask(() => this.peer?.hear(copy));
  }

  async close(): Promise<void> {
    this.#slot.end();
    queueMicrotask(() => this.peer?.hangUp());
  }

  hear(octets: Uint8Array): void {
    this.#slot.octets(octets);
  }

  hangUp(): void {
    this.#slot.end(lineClosed(this.name));
  }
}
