/** What the operating system says when a line cannot be opened or breaks, in words for the user. */
import { DlmsError, type ErrorFault } from '../errors.js';

interface Reason {
  readonly code: string;
  readonly says: string;
  readonly fault: ErrorFault;
  readonly hint: string;
}

const UNREACHABLE: Reason = {
  code: 'DLMS_UNREACHABLE',
  says: 'cannot be reached',
  fault: 'line',
  hint: 'Check the address, the cable or mobile connection, and any firewall or VPN on the way.',
};

const UNKNOWN_HOST: Reason = {
  code: 'DLMS_HOST_UNKNOWN',
  says: 'has a name that cannot be resolved',
  fault: 'settings',
  hint: 'Check the spelling of the host name, or give the address in numbers.',
};

const CLOSED: Reason = {
  code: 'DLMS_LINE_CLOSED',
  says: 'was closed by the other side',
  fault: 'line',
  hint: 'The meter or gateway hung up: it may serve another client, or its inactivity time ran out.',
};

const SERIAL_MISSING: Reason = {
  code: 'DLMS_SERIAL_PORT_MISSING',
  says: 'does not exist',
  fault: 'settings',
  hint: 'Check the port path and that the adapter is plugged in; a path under /dev/serial/by-id stays the same.',
};

const SERIAL_BUSY: Reason = {
  code: 'DLMS_SERIAL_PORT_BUSY',
  says: 'is in use by another program',
  fault: 'line',
  hint: 'Close the other program that holds this port, or the other node that opens it outside this package.',
};

const SERIAL_DENIED: Reason = {
  code: 'DLMS_SERIAL_PORT_DENIED',
  says: 'may not be opened by this user',
  fault: 'settings',
  hint: 'Add the user that runs this program to the group of the port (often dialout), then log in again.',
};

/** Error codes of the operating system and of Node. */
const REASONS: Readonly<Record<string, Reason>> = {
  ECONNREFUSED: {
    code: 'DLMS_CONNECTION_REFUSED',
    says: 'refuses the connection',
    fault: 'line',
    hint: 'Nothing listens there, or it takes no further connection: check host and port.',
  },
  ENOTFOUND: UNKNOWN_HOST,
  EAI_AGAIN: UNKNOWN_HOST,
  ETIMEDOUT: UNREACHABLE,
  EHOSTUNREACH: UNREACHABLE,
  EHOSTDOWN: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  EADDRNOTAVAIL: UNREACHABLE,
  ECONNRESET: CLOSED,
  ECONNABORTED: CLOSED,
  EPIPE: CLOSED,
  ECANCELED: CLOSED,
  ERR_STREAM_DESTROYED: CLOSED,
  ERR_STREAM_WRITE_AFTER_END: CLOSED,
};

/** Words of the serial driver, which gives no error codes. */
const SERIAL_REASONS: readonly (readonly [RegExp, Reason])[] = [
  [/no such file|file not found|enoent|no such device/i, SERIAL_MISSING],
  [/cannot lock port|resource (temporarily unavailable|busy)|ebusy/i, SERIAL_BUSY],
  [/permission denied|eacces|operation not permitted/i, SERIAL_DENIED],
  [/access denied/i, SERIAL_BUSY],
];

/** @param name the line's name for people, for example `tcp 192.168.1.10:4059`. */
export function lineError(name: string, cause: unknown): DlmsError {
  if (cause instanceof DlmsError) return cause;
  const { code } = cause as NodeJS.ErrnoException;
  return build(name, cause, typeof code === 'string' ? REASONS[code] : undefined);
}

export function serialError(name: string, cause: unknown): DlmsError {
  if (cause instanceof DlmsError) return cause;
  const message = cause instanceof Error ? cause.message : '';
  return build(name, cause, SERIAL_REASONS.find(([words]) => words.test(message))?.[1]);
}

export function lineClosed(name: string): DlmsError {
  return build(name, undefined, CLOSED);
}

/** The attempt or wait was given up because its owner closes. */
export function lineGivenUp(name: string): DlmsError {
  return new DlmsError(`${name} was closed on this side`, {
    code: 'DLMS_CLOSED',
    layer: 'transport',
    fault: 'line',
  });
}

export function connectTimeout(name: string, ms: number): DlmsError {
  return new DlmsError(`${name} does not answer the connection attempt within ${ms} ms`, {
    code: UNREACHABLE.code,
    layer: 'transport',
    fault: 'line',
    hint: UNREACHABLE.hint,
  });
}

function build(name: string, cause: unknown, reason: Reason | undefined): DlmsError {
  if (reason === undefined) return unexpected(name, cause);
  const { code, says, fault, hint } = reason;
  return new DlmsError(`${name} ${says}`, { code, layer: 'transport', fault, hint, cause });
}

function unexpected(name: string, cause: unknown): DlmsError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new DlmsError(`${name} fails: ${why}`, {
    code: 'DLMS_LINE_FAILED',
    layer: 'transport',
    fault: 'line',
    cause,
  });
}
