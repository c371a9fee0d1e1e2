/** Keeps a password out of traces: wherever a part of it stands in octets, asterisks stand instead. */

const ASTERISK = 0x2a;
/** A frame's end may cut a password; shorter parts than this are left, for they tell nothing. */
const SHORTEST = 4;

/** A copy of `octets` with every run of `secret`, or of a part of it of four octets and more, as `*`. */
export function maskSecret(octets: Uint8Array, secret: Uint8Array): Uint8Array {
  const masked = octets.slice();
  const shortest = Math.min(SHORTEST, secret.length);
  if (shortest === 0) return masked;
  for (let at = 0; at < octets.length; at += 1) {
    for (let part = 0; part < secret.length; part += 1) {
      const length = commonLength(octets.subarray(at), secret.subarray(part));
      if (length >= shortest) masked.fill(ASTERISK, at, at + length);
    }
  }
  return masked;
}

function commonLength(one: Uint8Array, other: Uint8Array): number {
  let length = 0;
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1;
  return length;
}
