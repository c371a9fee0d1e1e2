/** A TCP connection to a meter or gateway: no delay, kept alive, with bounded connecting and closing. */
import { connect } from 'node:net';
import { lineError, lineGivenUp } from './line-errors.js';
import { endpointOf, openSocket } from './socket-line.js';
import type { OpenTransport } from './transport.js';

export interface TcpOptions {
  readonly host: string;
  readonly port: number;
  /** Milliseconds that connecting may take. */
  readonly connectTimeoutMs: number;
}

const KEEP_ALIVE_DELAY_MS = 30_000;

/** @throws DlmsError DLMS_CONNECTION_REFUSED, DLMS_UNREACHABLE, DLMS_HOST_UNKNOWN, DLMS_CLOSED (given up) */
export function openTcp({ host, port, connectTimeoutMs }: TcpOptions): OpenTransport {
  const name = `tcp ${endpointOf(host, port)}`;
  return async (signal) => {
    if (signal?.aborted) throw lineGivenUp(name);
    const socket = connect({
      host,
      port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_DELAY_MS,
    });
    const line = { name, socket, opened: 'connect', limitMs: connectTimeoutMs, errorOf: lineError } as const;
    return openSocket(line, signal);
  };
}
