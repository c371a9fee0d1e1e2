/** The reference's ciphered vectors as the material of their sender, and of who receives them. */
import { fromHex } from '../../src/encoding/hex.js';
import type { KeyName } from '../../src/security/key-choice.js';
import type { Manner } from '../../src/security/manner.js';
import type { SecurityMaterial } from '../../src/security/material.js';
import type { Vector } from '../support/shared.js';
import { CLIENT_TITLE, clientMaterial, countingFrom, SERVER_TITLE } from './bench.js';

export const CIPHERED_KINDS: readonly string[] = ['glo', 'gglo', 'gciph', 'lux'];

export interface WorkedOctets {
  readonly id: string;
  readonly meaning: string;
  readonly octets: Uint8Array;
  readonly plain: Uint8Array;
  readonly sender: SecurityMaterial;
  readonly receiver: SecurityMaterial;
  readonly manner: Partial<Manner>;
}

export function workedOctets({ id, kind, hex, meaning, inputs = {} }: Vector): WorkedOctets {
  const input = (name: string, otherwise = ''): string => String(inputs[name] ?? otherwise);
  const octets = fromHex(hex);
  const control = Number.parseInt(input('sc', '30'), 16);
  const title = fromHex(input('title'));
  const keyName = keyNameOf(octets[0] ?? 0, control);
  const material = clientMaterial({
    suite: (control & 0x0f) as SecurityMaterial['suite'],
    protection: { authenticated: (control & 0x10) !== 0, encrypted: (control & 0x20) !== 0 },
    blockCipherKey: undefined,
    [KEY_FIELD[keyName]]: fromHex(input('ek')),
    authenticationKey: fromHex(input('ak')),
    systemTitle: title,
    counter: countingFrom(Number.parseInt(input('ic'), 16)),
  });
  const other = isSame(title, CLIENT_TITLE) ? SERVER_TITLE : CLIENT_TITLE;
  return {
    id,
    meaning,
    octets,
    plain: fromHex(input('plain')),
    sender: { ...material, peerSystemTitle: other },
    receiver: { ...material, systemTitle: other, peerSystemTitle: title },
    manner: {
      key: keyName,
      form: kind === 'gciph' ? 'general-ciphering' : kind === 'glo' ? 'service-specific' : 'general',
      transactionId: inputs.transaction === undefined ? undefined : fromHex(input('transaction')),
    },
  };
}

const KEY_FIELD = {
  global: 'blockCipherKey',
  dedicated: 'dedicatedKey',
  broadcast: 'broadcastKey',
} as const;

function keyNameOf(tag: number, control: number): KeyName {
  if (tag === 0xd0 || tag === 0xdc) return 'dedicated';
  return (control & 0x40) === 0 ? 'global' : 'broadcast';
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.from(one).equals(other);
}
