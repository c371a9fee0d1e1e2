/** Fixed numbers that look random: what makes one simulated meter differ from the next, without chance. */

/** A number in [0, 1) that depends on `seed` and `index` alone (32-bit integer mixing). */
export function seeded(seed: number, index: number): number {
  let x = (Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return ((x ^ (x >>> 15)) >>> 0) / 0x1_0000_0000;
}

/** Octets that look random and are the same in each run. */
export function seededOctets(seed: number): (length: number) => Uint8Array {
  let index = 0;
  const next = () => {
    index += 1;
    return Math.floor(seeded(seed, index) * 0x100);
  };
  return (length) => Uint8Array.from({ length }, next);
}
