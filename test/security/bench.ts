/** Both sides of secured associations, with counters that tests set. */
import assert from 'node:assert/strict';
import { fromHex } from '../../src/encoding/hex.js';
import { DlmsError } from '../../src/errors.js';
import type { InvocationCounter } from '../../src/security/invocation-counter.js';
import type { SecurityMaterial } from '../../src/security/material.js';
import { type CounterTolerance, ReceivedCounters } from '../../src/security/received-counters.js';
import { SecurityContext } from '../../src/security/security-context.js';

/** Of the reference's worked octets. */
export const CLIENT_TITLE = fromHex('4D4D4D0000BC614E');
export const SERVER_TITLE = fromHex('4D4D4D0000000001');
export const BLOCK_CIPHER_KEY = fromHex('000102030405060708090A0B0C0D0E0F');
export const AUTHENTICATION_KEY = fromHex('D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF');
export const DEDICATED_KEY = fromHex('00112233445566778899AABBCCDDEEFF');
export const GET_REQUEST = fromHex('C0010000080000010000FF0200');
export const GET_RESPONSE = fromHex('C401C100060012D687');

export const BOTH = { authenticated: true, encrypted: true };
export const AUTHENTICATION = { authenticated: true, encrypted: false };
export const ENCRYPTION = { authenticated: false, encrypted: true };

export function countingFrom(first: number): InvocationCounter {
  let next = first;
  return {
    take: () => {
      next += 1;
      return next - 1;
    },
    raise: (least) => {
      next = Math.max(next, least);
    },
  };
}

export function clientMaterial(more: Partial<SecurityMaterial> = {}): SecurityMaterial {
  return {
    suite: 0,
    protection: BOTH,
    systemTitle: CLIENT_TITLE,
    peerSystemTitle: SERVER_TITLE,
    blockCipherKey: BLOCK_CIPHER_KEY,
    authenticationKey: AUTHENTICATION_KEY,
    counter: countingFrom(1),
    received: new ReceivedCounters(),
    ...more,
  };
}

export function serverMaterial(more: Partial<SecurityMaterial> = {}): SecurityMaterial {
  return clientMaterial({ systemTitle: SERVER_TITLE, peerSystemTitle: CLIENT_TITLE, ...more });
}

/** A client and a server with the same settings. */
export function pair(
  more: Partial<SecurityMaterial> = {},
  tolerance: CounterTolerance = {},
): { client: SecurityContext; server: SecurityContext } {
  return {
    client: new SecurityContext(clientMaterial({ ...more, received: new ReceivedCounters(tolerance) })),
    server: new SecurityContext(serverMaterial({ ...more, received: new ReceivedCounters(tolerance) })),
  };
}

export function hasCode(code: string, message?: RegExp) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof DlmsError, String(error));
    assert.equal(error.code, code, error.message);
    if (message !== undefined) assert.match(error.message, message);
    return true;
  };
}

/** The code of the error that the action throws; undefined where it throws none. Other errors go on. */
export function codeOf(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof DlmsError) return error.code;
    throw error;
  }
}

/** A copy; bit 0 is the least of the first octet. */
export function changedBit(octets: Uint8Array, bit: number): Uint8Array {
  const copy = octets.slice();
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}
