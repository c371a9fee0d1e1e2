/** Keeps secrets out of traces: wherever a part of one stands in octets, asterisks stand instead. */

const ASTERISK = 0x2a;
/** A frame's end may cut a secret; shorter parts than this are left, for they tell nothing. */
const SHORTEST = 4;

/** A copy of `octets` with every run of `secret`, or of a part of it of four octets and more, as `*`. */
export function maskSecret(octets: Uint8Array, secret: Uint8Array): Uint8Array {
  const masked = octets.slice();
  const shortest = Math.min(SHORTEST, secret.length);
  if (shortest === 0) return masked;
  for (let at = 0; at < octets.length; at += 1) {
    for (let part = 0; part < secret.length; part += 1) {
      const length = commonLength(octets, at, secret, part);
      if (length >= shortest) masked.fill(ASTERISK, at, at + length);
    }
  }
  return masked;
}

/** The same for several, of which none may show another. */
export function maskSecrets(octets: Uint8Array, secrets: readonly Uint8Array[]): Uint8Array {
  const masked = octets.slice();
  for (const secret of secrets) {
    maskSecret(octets, secret).forEach((octet, at) => {
      if (octet !== octets[at]) masked[at] = octet;
    });
  }
  return masked;
}

function commonLength(one: Uint8Array, at: number, other: Uint8Array, from: number): number {
  let length = 0;
  while (
    at + length < one.length &&
    from + length < other.length &&
    one[at + length] === other[from + length]
  ) {
    length += 1;
  }
  return length;
}
