/** The client's challenge of high level security (Green Book, CtoS): of one association alone. */
import { type AuthName, isHls } from '../client/authentication.js';
import type { RandomOctets } from './random-octets.js';

/** The field is a GraphicString: some meters take it for text, and stumble over other octets. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-';
/** 96 bits of chance; with ECDSA, which takes no less than 32 octets, 192. */
const LENGTH = 16;
const ECDSA_LENGTH = 32;

/** Undefined where none is sent. */
export function challengeFor(auth: AuthName, random: RandomOctets): Uint8Array | undefined {
  if (!isHls(auth)) return undefined;
  const length = auth === 'HighEcdsa' ? ECDSA_LENGTH : LENGTH;
  return random(length).map((octet) => LETTERS.charCodeAt(octet % LETTERS.length));
}
