/** Ids of nodes made from names, so that a second import gives the same ones (FNV-1a, 64 bits). */

const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const MASK = 2n ** 64n - 1n;

/** Gives each key an id of its own, 16 hexadecimal digits; none equals one of the names in `taken`. */
export function idMaker(taken: readonly string[]): (key: string) => string {
  const used = new Set(taken);
  return (key) => {
    for (let salt = 0; ; salt += 1) {
      const id = hash(salt === 0 ? key : `${key}\n${salt}`);
      if (used.has(id)) continue;
      used.add(id);
      return id;
    }
  };
}

function hash(text: string): string {
  const octets = new TextEncoder().encode(text);
  const value = octets.reduce((sum, octet) => ((sum ^ BigInt(octet)) * PRIME) & MASK, OFFSET);
  return value.toString(16).padStart(16, '0');
}
