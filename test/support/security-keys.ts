/** Keys, titles and counters as the worked examples have them, and material for both sides made of them. */
import type { InvocationCounter } from '../../src/security/invocation-counter.js';
import type { Protection, SecurityMaterial } from '../../src/security/material.js';
import { ReceivedCounters } from '../../src/security/received-counters.js';
import { octetsOf } from './recorded-conversation.js';

export const KEY = octetsOf('000102030405060708090A0B0C0D0E0F');
export const AUTHENTICATION_KEY = octetsOf('D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF');
export const DEDICATED_KEY = octetsOf('00112233445566778899AABBCCDDEEFF');
export const CLIENT_TITLE = octetsOf('4D4D4D0000BC614E');
export const SERVER_TITLE = octetsOf('4D4D4D0000000001');
export const CTOS = Buffer.from('K56iVagY');
export const STOC = Buffer.from('P6wRJ21F');
export const SECRET = Buffer.from('SECRET1234567890');

export const BOTH: Protection = { authenticated: true, encrypted: true };
export const AUTHENTICATION: Protection = { authenticated: true, encrypted: false };
export const ENCRYPTION: Protection = { authenticated: false, encrypted: true };
export const NEITHER: Protection = { authenticated: false, encrypted: false };

/** Counts on and on, and remembers what it gave. */
export class CountFrom implements InvocationCounter {
  readonly taken: number[] = [];
  next: number;

  constructor(first: number) {
    this.next = first;
  }

  take(): number {
    this.taken.push(this.next);
    this.next += 1;
    return this.next - 1;
  }

  raise(least: number): void {
    this.next = Math.max(this.next, least);
  }
}

/** Of a client with the keys of the examples; both authenticated and encrypted, suite 0. */
export function clientMaterial(changes: Partial<SecurityMaterial> = {}): SecurityMaterial {
  return {
    ...{ suite: 0, protection: BOTH, systemTitle: CLIENT_TITLE },
    ...{ blockCipherKey: KEY, authenticationKey: AUTHENTICATION_KEY },
    counter: new CountFrom(1),
    received: new ReceivedCounters(),
    ...changes,
  };
}

/** The other side of it. */
export function serverMaterial(changes: Partial<SecurityMaterial> = {}): SecurityMaterial {
  return clientMaterial({ systemTitle: SERVER_TITLE, peerSystemTitle: CLIENT_TITLE, ...changes });
}
