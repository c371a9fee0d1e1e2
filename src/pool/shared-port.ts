/**
 * A serial port that several meters use, one after the other. It stays open between them; whoever holds
 * the lease hears it, and closing a lease leaves it open.
 */
import { closedHere } from '../meter/stack-driver.js';
import type { OpenTransport, Transport, TransportListener } from '../transport/transport.js';

export class SharedPort {
  readonly #open: OpenTransport;
  #port: Transport | undefined;
  /** Who has the port now; an earlier lease is deaf and mute. */
  #holder: Lease | undefined;
  #closed = false;

  constructor(open: OpenTransport) {
    this.#open = open;
  }

  /** Opens the port where it is not open, and lends it; the lease before ends. */
  readonly lease: OpenTransport = async (signal) => {
    const port = this.#port ?? (await this.#open(signal));
    if (this.#closed) {
      await port.close();
      throw closedHere();
    }
    this.#port = port;
    port.listen({
      octets: (octets) => this.#holder?.listener?.octets(octets),
      closed: (cause) => this.#lost(port, cause),
    });
    const lease = new Lease(port, (each) => this.#holder === each);
    this.#holder = lease;
    return lease;
  };

  async close(): Promise<void> {
    this.#closed = true;
    await this.#port?.close();
  }

  /** A port that breaks is opened anew by the next lease. */
  #lost(port: Transport, cause: Error | undefined): void {
    if (this.#port === port) this.#port = undefined;
    this.#holder?.listener?.closed(cause);
  }
}

class Lease implements Transport {
  readonly name: string;
  listener: TransportListener | undefined;
  readonly #port: Transport;
  readonly #holds: (lease: Lease) => boolean;

  constructor(port: Transport, holds: (lease: Lease) => boolean) {
    this.name = port.name;
    this.#port = port;
    this.#holds = holds;
  }

  listen(listener: TransportListener): void {
    this.listener = listener;
  }

  async send(octets: Uint8Array): Promise<void> {
    if (!this.#holds(this)) throw closedHere();
    await this.#port.send(octets);
  }

  async close(): Promise<void> {
    this.listener = undefined;
  }
}
