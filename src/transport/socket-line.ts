/** What TCP and TLS have in common: a stream socket that opens within bounds, carries octets, and closes. */
import type { Socket } from 'node:net';
import type { DlmsError } from '../errors.js';
import { connectTimeout, lineClosed, lineGivenUp } from './line-errors.js';
import { ListenerSlot } from './listener-slot.js';
import type { Transport, TransportListener } from './transport.js';

export interface SocketLine {
  readonly name: string;
  readonly socket: Socket;
  /** The event that says that octets may be sent. */
  readonly opened: 'connect' | 'secureConnect';
  /** Milliseconds that opening may take. */
  readonly limitMs: number;
  readonly errorOf: (name: string, cause: unknown) => DlmsError;
}

/** The other side's time to answer the closing; after it the socket is destroyed. */
const CLOSE_MS = 400;

/** `host:port`, with an IPv6 address in brackets. */
export function endpointOf(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Takes a socket that is connecting just now. @throws DlmsError */
export function openSocket(line: SocketLine, signal: AbortSignal | undefined): Promise<Transport> {
  const { name, socket, opened, limitMs, errorOf } = line;
  const transport = new SocketTransport(line);
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      clearTimeout(limit);
      signal?.removeEventListener('abort', giveUp);
      socket.off(opened, isOpen).off('error', failed);
      act();
    };
    const fail = (error: Error): void =>
      settle(() => {
        socket.destroy();
        reject(error);
      });
    const failed = (error: Error): void => fail(errorOf(name, error));
    const giveUp = (): void => fail(lineGivenUp(name));
    const isOpen = (): void => settle(() => resolve(transport));
    const limit = setTimeout(() => fail(connectTimeout(name, limitMs)), limitMs);
    signal?.addEventListener('abort', giveUp);
    socket.on(opened, isOpen).on('error', failed);
  });
}

class SocketTransport implements Transport {
  readonly name: string;
  readonly #line: SocketLine;
  readonly #slot = new ListenerSlot();
  readonly #closed: Promise<void>;
  #cause: Error | undefined;
  #closing = false;

  constructor(line: SocketLine) {
    const { name, socket, errorOf } = line;
    this.name = name;
    this.#line = line;
    socket.on('data', (octets) => this.#slot.octets(octets));
    socket.on('error', (error) => {
      this.#cause = errorOf(name, error);
    });
    this.#closed = new Promise((resolve) => socket.once('close', resolve)).then(() => {
      this.#slot.end(this.#closing ? undefined : (this.#cause ?? lineClosed(name)));
    });
  }

  listen(listener: TransportListener): void {
    this.#slot.listen(listener);
  }

  send(octets: Uint8Array): Promise<void> {
    const { socket, errorOf } = this.#line;
    return new Promise((resolve, reject) => {
      socket.write(octets, (error) => (error ? reject(errorOf(this.name, error)) : resolve()));
    });
  }

  async close(): Promise<void> {
    const { socket } = this.#line;
    this.#closing = true;
    socket.end();
    const limit = setTimeout(() => socket.destroy(), CLOSE_MS);
    await this.#closed;
    clearTimeout(limit);
  }
}
