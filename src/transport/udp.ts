/**
 * UDP to a meter or gateway: each sending is one datagram, and each datagram heard is told whole. The socket
 * is connected, so that datagrams of others are not heard. Nothing tells whether anybody listens, but for
 * the complaint of a computer that has nobody on that port.
 */
import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns';
import { DlmsError } from '../errors.js';
import { connectTimeout, lineClosed, lineError, lineGivenUp } from './line-errors.js';
import { ListenerSlot } from './listener-slot.js';
import { endpointOf } from './socket-line.js';
import type { TcpOptions } from './tcp.js';
import type { OpenTransport, Transport, TransportListener } from './transport.js';

export type UdpOptions = TcpOptions;

/** The most that a datagram carries over IPv4. */
const LARGEST_DATAGRAM = 65_507;
const CLOSE_MS = 400;

/** @throws DlmsError DLMS_HOST_UNKNOWN, DLMS_UNREACHABLE, DLMS_CLOSED (given up) */
export function openUdp(options: UdpOptions): OpenTransport {
  const name = `udp ${endpointOf(options.host, options.port)}`;
  return (signal) =>
    signal?.aborted ? Promise.reject(lineGivenUp(name)) : openSocket(name, options, signal);
}

function openSocket(
  name: string,
  { host, port, connectTimeoutMs }: UdpOptions,
  signal: AbortSignal | undefined,
): Promise<Transport> {
  return new Promise((resolve, reject) => {
    let socket: Socket | undefined;
    let settled = false;
    const settle = (act: () => void): void => {
      if (settled) return;
      settled = true;
      clearTimeout(limit);
      signal?.removeEventListener('abort', giveUp);
      act();
    };
    const fail = (error: DlmsError): void =>
      settle(() => {
        socket?.close();
        reject(error);
      });
    const giveUp = (): void => fail(lineGivenUp(name));
    const limit = setTimeout(() => fail(connectTimeout(name, connectTimeoutMs)), connectTimeoutMs);
    signal?.addEventListener('abort', giveUp);
    lookup(host, (error, address, family) => {
      if (settled) return;
      if (error) return fail(lineError(name, error));
      socket = connected(family === 6 ? 'udp6' : 'udp4', address, port, (open, cause) =>
        cause === undefined
          ? settle(() => resolve(new UdpTransport(name, open)))
          : fail(lineError(name, cause)),
      );
    });
  });
}

function connected(
  type: 'udp4' | 'udp6',
  address: string,
  port: number,
  done: (socket: Socket, cause?: Error) => void,
): Socket {
  const socket = createSocket(type);
  const failed = (cause: Error): void => done(socket, cause);
  socket.once('error', failed);
  socket.connect(port, address, () => {
    socket.off('error', failed);
    done(socket);
  });
  return socket;
}

class UdpTransport implements Transport {
  readonly name: string;
  readonly #socket: Socket;
  readonly #slot = new ListenerSlot();
  readonly #closed: Promise<void>;

  constructor(name: string, socket: Socket) {
    this.name = name;
    this.#socket = socket;
    this.#closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('message', (octets) => this.#slot.octets(octets));
    socket.on('error', (error) => this.#lost(lineError(name, error)));
  }

  listen(listener: TransportListener): void {
    this.#slot.listen(listener);
  }

  send(octets: Uint8Array): Promise<void> {
    if (this.#slot.ended) return Promise.reject(lineClosed(this.name));
    if (octets.length > LARGEST_DATAGRAM) return Promise.reject(tooLong(this.name, octets.length));
    return new Promise((resolve, reject) => {
      this.#socket.send(octets, (error) => (error ? reject(this.#sendError(error, octets)) : resolve()));
    });
  }

  async close(): Promise<void> {
    this.#lost();
    const limit = new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref());
    await Promise.race([this.#closed, limit]);
  }

  #sendError(error: Error, octets: Uint8Array): DlmsError {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EMSGSIZE' ? tooLong(this.name, octets.length) : lineError(this.name, error);
  }

  #lost(cause?: DlmsError): void {
    if (this.#slot.ended) return;
    this.#slot.end(cause);
    this.#socket.close();
  }
}

function tooLong(name: string, octets: number): DlmsError {
  return new DlmsError(`${name} carries no datagram of ${octets} octets`, {
    code: 'DLMS_TOO_LONG',
    layer: 'transport',
    fault: 'settings',
    hint: 'Ask for fewer objects at a time, or reach the meter by TCP.',
  });
}
