/** What the mechanisms with a shared secret do to a challenge (Green Book, HLS authentication). */
import { createCipheriv, createHash } from 'node:crypto';
import { joined } from './octets.js';

const AES_BLOCK = 16;

/** AES-128-ECB; secret and challenge are filled up with zeros. @param secret 16 octets at most */
export function cipheredChallenge(secret: Uint8Array, challenge: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-128-ecb', padded(secret, AES_BLOCK), null).setAutoPadding(false);
  return joined(...blocksOf(challenge).map((block) => cipher.update(block)));
}

/** At least one block of 16 octets, the last one filled up with zeros. */
export function blocksOf(challenge: Uint8Array): readonly Uint8Array[] {
  const count = Math.max(1, Math.ceil(challenge.length / AES_BLOCK));
  return Array.from({ length: count }, (_, at) =>
    padded(challenge.subarray(at * AES_BLOCK, (at + 1) * AES_BLOCK), AES_BLOCK),
  );
}

export function digest(algorithm: 'md5' | 'sha1' | 'sha256', ...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(
    createHash(algorithm)
      .update(joined(...parts))
      .digest(),
  );
}

function padded(octets: Uint8Array, length: number): Uint8Array {
  const result = new Uint8Array(length);
  result.set(octets);
  return result;
}
