/** Randomness, as it enters from outside; tests bring their own. */

/** So many octets that nobody can foresee. */
export type RandomOctets = (length: number) => Uint8Array;

export const systemRandom: RandomOctets = (length) => crypto.getRandomValues(new Uint8Array(length));
