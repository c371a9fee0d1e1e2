/**
 * A TLS connection to a meter or gateway: TCP whose other side shows a certificate, which is checked unless
 * the user has turned that off. Own authorities take the place of those that Node knows
 * (NODE_EXTRA_CA_CERTS included).
 */

import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { lineGivenUp } from './line-errors.js';
import { endpointOf, openSocket } from './socket-line.js';
import type { TcpOptions } from './tcp.js';
import { tlsError } from './tls-errors.js';
import type { OpenTransport } from './transport.js';

export interface TlsOptions extends TcpOptions {
  /** PEM: the authorities to trust in place of the usual ones. */
  readonly ca?: string | undefined;
  /** PEM: the certificate to show to the other side, with those between it and its authority. */
  readonly cert?: string | undefined;
  /** PEM: the private key of `cert`; a secret. */
  readonly key?: string | undefined;
  /** The name that the certificate must have, where it is not the host. */
  readonly serverName?: string | undefined;
  /** False takes any certificate. */
  readonly verify: boolean;
}

const KEEP_ALIVE_DELAY_MS = 30_000;

/** @throws DlmsError as TCP, and DLMS_TLS_UNTRUSTED, DLMS_TLS_EXPIRED, DLMS_TLS_NAME, DLMS_TLS_FAILED, … */
export function openTls(options: TlsOptions): OpenTransport {
  const { host, port, connectTimeoutMs } = options;
  const name = `tls ${endpointOf(host, port)}`;
  return async (signal) => {
    if (signal?.aborted) throw lineGivenUp(name);
    const socket = dial(name, options);
    const line = {
      name,
      socket,
      opened: 'secureConnect',
      limitMs: connectTimeoutMs,
      errorOf: tlsError,
    } as const;
    return openSocket(line, signal);
  };
}

function dial(name: string, { host, port, ca, cert, key, serverName, verify }: TlsOptions) {
  const servername = serverName ?? (isIP(host) === 0 ? host : undefined);
  try {
    const material = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
    const socket = connect({
      host,
      port,
      ...material,
      ...(servername && { servername }),
      rejectUnauthorized: verify,
    });
    return socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_DELAY_MS);
  } catch (cause) {
    throw tlsError(name, cause);
  }
}
