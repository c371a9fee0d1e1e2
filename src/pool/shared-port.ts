/**
 * A serial port that several meters use, one after the other. It stays open between them; whoever holds
 * the lease hears it, with the line set as he needs it, and closing a lease leaves it open.
 */
import { closedHere } from '../meter/pump.js';
import type {
  LineConfiguration,
  OpenTransport,
  Transport,
  TransportListener,
} from '../transport/transport.js';

export class SharedPort {
  readonly #open: OpenTransport;
  #port: Transport | undefined;
  /** Who has the port now; an earlier lease is deaf and mute. */
  #holder: Lease | undefined;
  #closed = false;

  constructor(open: OpenTransport) {
    this.#open = open;
  }

  /** Opens the port where it is not open, sets the line, and lends it; the lease before ends. */
  lease(line: LineConfiguration): OpenTransport {
    return async (signal) => {
      const port = this.#port ?? (await this.#open(signal));
      if (this.#closed) return refuse(port);
      this.#port = port;
      port.listen({
        octets: (octets) => this.#holder?.listener?.octets(octets),
        closed: (cause) => this.#lost(port, cause),
      });
      const lease = new Lease(port, (each) => this.#holder === each);
      this.#holder = lease;
      // Another meter, or a conversation that broke off, may have left it set otherwise.
      await port.configure?.(line);
      return lease;
    };
  }

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

async function refuse(port: Transport): Promise<never> {
  await port.close();
  throw closedHere();
}

class Lease implements Transport {
  readonly name: string;
  readonly configure?: (line: LineConfiguration) => Promise<void>;
  listener: TransportListener | undefined;
  readonly #port: Transport;
  readonly #holds: (lease: Lease) => boolean;

  constructor(port: Transport, holds: (lease: Lease) => boolean) {
    this.name = port.name;
    this.#port = port;
    this.#holds = holds;
    if (port.configure !== undefined) {
      this.configure = (line) => this.#use(() => port.configure?.(line));
    }
  }

  listen(listener: TransportListener): void {
    this.listener = listener;
  }

  send(octets: Uint8Array): Promise<void> {
    return this.#use(() => this.#port.send(octets));
  }

  async close(): Promise<void> {
    this.listener = undefined;
  }

  async #use(act: () => Promise<void> | undefined): Promise<void> {
    if (!this.#holds(this)) throw closedHere();
    await act();
  }
}
