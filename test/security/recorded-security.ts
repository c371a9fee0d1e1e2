/** The ciphered APDUs of recorded sessions, and both sides' security as it was when they were recorded. */
import assert from 'node:assert/strict';
import { decodeApdu } from '../../src/apdu/apdu.js';
import { isProtectedTag } from '../../src/apdu/protected-apdu.js';
import { fromHex } from '../../src/encoding/hex.js';
import { DlmsError } from '../../src/errors.js';
import type { SecurityMaterial } from '../../src/security/material.js';
import { ReceivedCounters } from '../../src/security/received-counters.js';
import { recordedApdus } from '../support/recorded-conversation.js';
import type { Session } from '../support/shared.js';

export interface RecordedProtected {
  readonly direction: 'c>s' | 's>c';
  /** Of the APDU itself, or of the one in the user-information of an AARQ, AARE, RLRQ or RLRE. */
  readonly octets: Uint8Array;
  readonly initiate: boolean;
}

export function isCiphered({ header }: Session): boolean {
  return header.security !== 'none';
}

/** In their order; `unreadable` are those that are no APDU of any kind. */
export function protectedApdus(session: Session): {
  readonly apdus: readonly RecordedProtected[];
  readonly unreadable: readonly Uint8Array[];
} {
  const unreadable: Uint8Array[] = [];
  const apdus = recordedApdus(session).flatMap(({ direction, hex }) => {
    const octets = fromHex(hex);
    const found = protectedPart(octets);
    if (found === undefined) unreadable.push(octets);
    return found === undefined ? [] : [{ direction, ...found }];
  });
  return { apdus, unreadable };
}

function protectedPart(octets: Uint8Array): Omit<RecordedProtected, 'direction'> | undefined {
  if (isProtectedTag(octets[0])) return { octets, initiate: false };
  try {
    const apdu = decodeApdu(octets);
    assert.ok('userInformation' in apdu && apdu.userInformation?.kind === 'unsupported', apdu.kind);
    return { octets: apdu.userInformation.octets, initiate: true };
  } catch (error) {
    if (error instanceof DlmsError) return undefined;
    throw error;
  }
}

/** Of the side that sends in this direction. */
export function recordedMaterial(
  { header }: Session,
  direction: RecordedProtected['direction'],
  more: Partial<SecurityMaterial> = {},
): SecurityMaterial {
  const [client, server] = [header.clientSystemTitle, header.serverSystemTitle].map(octetsOf);
  const [own, peer] = direction === 'c>s' ? [client, server] : [server, client];
  assert.ok(own);
  return {
    suite: header.suite as SecurityMaterial['suite'],
    protection: { authenticated: header.security !== 'enc', encrypted: header.security !== 'auth' },
    systemTitle: own,
    peerSystemTitle: peer,
    blockCipherKey: octetsOf(header.guek),
    authenticationKey: octetsOf(header.gak),
    dedicatedKey: octetsOf(header.dedicatedKey),
    counter: { take: () => assert.fail('nothing is sent here'), raise: () => undefined },
    received: new ReceivedCounters(),
    ...more,
  };
}

function octetsOf(hex: unknown): Uint8Array | undefined {
  return typeof hex === 'string' ? fromHex(hex) : undefined;
}
