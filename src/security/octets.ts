/** Small things with octets that this room needs everywhere. */
import { timingSafeEqual } from 'node:crypto';

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** Takes the same time wherever the first difference is. */
export function sameOctets(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
