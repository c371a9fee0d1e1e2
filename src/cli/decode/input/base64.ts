/** Octets in Base64 (RFC 4648), as brokers and web services hand them on. */
import { isWhole } from '../whole.js';

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const BASE64_URL = /[-_]/g;
const LEAST = 12;

/** Undefined for other text: words may look so, but no whole message comes of them. */
export function base64Octets(text: string): Uint8Array | undefined {
  const plain = text.replace(/\s/g, '').replace(BASE64_URL, (sign) => (sign === '-' ? '+' : '/'));
  if (plain.length < LEAST || plain.length % 4 === 1 || !BASE64.test(plain)) return undefined;
  const octets = new Uint8Array(Buffer.from(plain, 'base64'));
  return isWhole(octets) ? octets : undefined;
}
