/** The pool of a command: all that it takes from outside comes from the surroundings of the command. */
import type { Surroundings } from '../meter/surroundings.js';
import { Pool, type PoolOptions } from '../pool/pool.js';

export function surroundedPool(
  { clock, open, counters, random }: Surroundings,
  options: Pick<PoolOptions, 'onTrace' | 'showPlain' | 'onWarning'> = {},
): Pool {
  return new Pool({
    ...{ clock, open, counters, ...options },
    random: () => fraction(random(4)),
    randomOctets: random,
  });
}

/** From 0 up to 1. @param octets four of them */
function fraction(octets: Uint8Array): number {
  return octets.reduce((sum, octet) => sum * 256 + octet, 0) / 2 ** (8 * octets.length);
}
