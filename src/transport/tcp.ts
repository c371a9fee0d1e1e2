/** A TCP connection to a meter or gateway: no delay, kept alive, with bounded connecting and closing. */
import { connect, type Socket } from 'node:net';
import { connectTimeout, lineClosed, lineError, lineGivenUp } from './line-errors.js';
import { ListenerSlot } from './listener-slot.js';
import type { OpenTransport, Transport, TransportListener } from './transport.js';

export interface TcpOptions {
  readonly host: string;
  readonly port: number;
  /** Milliseconds that connecting may take. */
  readonly connectTimeoutMs: number;
}

const KEEP_ALIVE_DELAY_MS = 30_000;
/** The other side's time to answer the closing; after it the socket is destroyed. */
const CLOSE_MS = 400;

/** @throws DlmsError DLMS_CONNECTION_REFUSED, DLMS_UNREACHABLE, DLMS_HOST_UNKNOWN, DLMS_CLOSED (given up) */
export function openTcp(options: TcpOptions): OpenTransport {
  return (signal) => dial(options, signal);
}

function dial({ host, port, connectTimeoutMs }: TcpOptions, signal?: AbortSignal): Promise<Transport> {
  const name = `tcp ${host.includes(':') ? `[${host}]` : host}:${port}`;
  if (signal?.aborted) return Promise.reject(lineGivenUp(name));
  const socket = connect({
    host,
    port,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE_DELAY_MS,
  });
  const transport = new TcpTransport(name, socket);
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      clearTimeout(limit);
      signal?.removeEventListener('abort', giveUp);
      socket.off('connect', connected).off('error', failed);
      act();
    };
    const fail = (error: Error): void =>
      settle(() => {
        socket.destroy();
        reject(error);
      });
    const failed = (error: Error): void => fail(lineError(name, error));
    const giveUp = (): void => fail(lineGivenUp(name));
    const connected = (): void => settle(() => resolve(transport));
    const limit = setTimeout(() => fail(connectTimeout(name, connectTimeoutMs)), connectTimeoutMs);
    signal?.addEventListener('abort', giveUp);
    socket.on('connect', connected).on('error', failed);
  });
}

class TcpTransport implements Transport {
  readonly name: string;
  readonly #socket: Socket;
  readonly #slot = new ListenerSlot();
  readonly #closed: Promise<void>;
  #cause: Error | undefined;
  #closing = false;

  constructor(name: string, socket: Socket) {
    this.name = name;
    this.#socket = socket;
    socket.on('data', (octets) => this.#slot.octets(octets));
    socket.on('error', (error) => {
      this.#cause = lineError(name, error);
    });
    this.#closed = new Promise((resolve) => socket.once('close', resolve)).then(() => {
      this.#slot.end(this.#closing ? undefined : (this.#cause ?? lineClosed(name)));
    });
  }

  listen(listener: TransportListener): void {
    this.#slot.listen(listener);
  }

  send(octets: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.write(octets, (error) => (error ? reject(lineError(this.name, error)) : resolve()));
    });
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.#socket.end();
    const limit = setTimeout(() => this.#socket.destroy(), CLOSE_MS);
    await this.#closed;
    clearTimeout(limit);
  }
}
