/** Randomness, as it enters from outside; tests bring their own. */

/** So many octets that nobody can foresee. @param secret they become a key, and are written down nowhere */
export type RandomOctets = (length: number, secret?: boolean) => Uint8Array;

export const systemRandom: RandomOctets = (length) => crypto.getRandomValues(new Uint8Array(length));
