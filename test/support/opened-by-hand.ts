/**
 * Ciphered APDUs opened by hand, without the engine's own protection: what the tests compare must not depend
 * on it. Tags are not checked here.
 */
import { createDecipheriv } from 'node:crypto';
import { hexOf, octetsOf } from './recorded-conversation.js';

export interface HandKeys {
  readonly global: Uint8Array;
  readonly dedicated?: Uint8Array | undefined;
  /** Of the sender. */
  readonly title: Uint8Array;
}

const GENERAL = [0xdb, 0xdc];

/** What is inside an APDU of one service, or of general-glo- or general-ded-ciphering; others as they are. */
export function openedByHand(apdu: string, keys: HandKeys): string {
  const octets = octetsOf(apdu);
  const [tag = 0] = octets;
  const isGeneral = GENERAL.includes(tag);
  const isDedicated = tag === 0xdc || (tag >= 0xd0 && tag <= 0xd7) || (tag >= 0x41 && tag <= 0x58);
  const isGlobal = tag === 0xdb || (tag >= 0xc8 && tag <= 0xcf) || (tag >= 0x21 && tag <= 0x38);
  if (!isDedicated && !isGlobal) return apdu;
  const content = contentAt(octets, isGeneral ? 2 + (octets[1] ?? 0) : 1);
  return contents(content, isDedicated ? keys.dedicated : keys.global, keys.title);
}

function contentAt(octets: Uint8Array, at: number): Uint8Array {
  const [first = 0] = octets.subarray(at);
  return octets.subarray(at + 1 + (first < 0x80 ? 0 : first & 0x7f));
}

/** Security control, invocation counter, contents, tag. */
function contents(content: Uint8Array, key: Uint8Array | undefined, title: Uint8Array): string {
  const [control = 0] = content;
  const body = content.subarray(5, (control & 0x10) === 0 ? undefined : -12);
  if ((control & 0x20) === 0) return hexOf(body);
  if (key === undefined) throw new Error('there is no dedicated key');
  const cipher = key.length === 16 ? 'aes-128-gcm' : 'aes-256-gcm';
  const nonce = Buffer.concat([title, content.subarray(1, 5)]);
  return hexOf(createDecipheriv(cipher, key, nonce, { authTagLength: 12 }).update(body));
}
