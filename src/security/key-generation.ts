/** New private keys out of random octets (NIST FIPS 186-5, A.2.1, extra random bits). */
import { CURVES, type Curve } from './curve.js';
import { type PrivateKey, privateKeyFromScalar } from './key-pair.js';
import { wrongSetting } from './refusals.js';

/** So many more random octets than the key has that no key is likelier than another. */
const EXTRA = 8;

/** How many random octets a key takes. */
export function randomLength(curve: Curve): number {
  return CURVES[curve].size + EXTRA;
}

/** @param random as many octets as `randomLength` says, that nobody else can know */
export function privateKeyFromRandom(curve: Curve, random: Uint8Array): PrivateKey {
  if (random.length !== randomLength(curve)) {
    throw wrongSetting(`${random.length} random octets: a key of ${curve} takes ${randomLength(curve)}`);
  }
  const { order, size } = CURVES[curve];
  const scalar = (BigInt(`0x${Buffer.from(random).toString('hex')}`) % (order - 1n)) + 1n;
  const digits = scalar.toString(16).padStart(size * 2, '0');
  return privateKeyFromScalar(curve, new Uint8Array(Buffer.from(digits, 'hex')));
}
