/** Writes the DER (ITU-T X.690) that certificates are made of. Each function gives one whole element. */
import { writeTlv } from '../encoding/ber.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import { joined } from './octets.js';
import { wrongSetting } from './refusals.js';

const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

const FIRST_YEAR = 1950;
/** From then on UTCTime, whose years have two digits, does not go (RFC 5280 4.1.2.5). */
const GENERALIZED_FROM = 2050;
const LAST_YEAR = 9999;

export function derSequence(...elements: readonly Uint8Array[]): Uint8Array {
  return element(TAG.sequence, joined(...elements));
}

/** Of one element: more would have to be sorted. */
export function derSet(only: Uint8Array): Uint8Array {
  return element(TAG.set, only);
}

/** EXPLICIT, context-specific; `number` is below 31. */
export function derExplicit(number: number, inner: Uint8Array): Uint8Array {
  return element(0xa0 + number, inner);
}

/** @param magnitude big-endian, not negative, as many octets as one likes */
export function derInteger(magnitude: Uint8Array): Uint8Array {
  const first = magnitude.findIndex((octet) => octet !== 0);
  const digits = first < 0 ? Uint8Array.of(0) : magnitude.subarray(first);
  const negative = ((digits[0] ?? 0) & 0x80) !== 0;
  return element(TAG.integer, negative ? joined(Uint8Array.of(0), digits) : digits);
}

/** @param unusedBits how many bits of the last octet do not count */
export function derBitString(octets: Uint8Array, unusedBits = 0): Uint8Array {
  return element(TAG.bitString, joined(Uint8Array.of(unusedBits), octets));
}

export function derOctetString(octets: Uint8Array): Uint8Array {
  return element(TAG.octetString, octets);
}

export function derTrue(): Uint8Array {
  return element(TAG.boolean, Uint8Array.of(0xff));
}

export function derText(text: string): Uint8Array {
  return element(TAG.utf8String, new TextEncoder().encode(text));
}

/** @param dotted for example `2.5.29.15`; at least two arcs, none beyond 2^31 */
export function derObjectIdentifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number);
  const arcs = [first * 40 + second, ...others];
  return element(TAG.objectIdentifier, Uint8Array.from(arcs.flatMap(baseOf128)));
}

/** UTCTime or GeneralizedTime, to the second. @throws DlmsError DLMS_SETTING outside the years 1950 to 9999 */
export function derTime(time: Date): Uint8Array {
  const year = time.getUTCFullYear();
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR)) {
    throw wrongSetting(`a time that no certificate has: the years ${FIRST_YEAR} to ${LAST_YEAR} are allowed`);
  }
  const digits = `${time.toISOString().slice(0, 19).replace(/\D/g, '')}Z`;
  const short = year < GENERALIZED_FROM;
  const text = short ? digits.slice(2) : digits;
  return element(short ? TAG.utcTime : TAG.generalizedTime, new TextEncoder().encode(text));
}

/** Seven bits an octet, highest first; all but the last have their top bit set. */
function baseOf128(arc: number): readonly number[] {
  const low = arc & 0x7f;
  const rest: number[] = [];
  for (let high = arc >>> 7; high > 0; high >>>= 7) rest.unshift(0x80 | (high & 0x7f));
  return [...rest, low];
}

function element(tag: number, contents: Uint8Array): Uint8Array {
  return writeTlv(new OctetWriter(), tag, contents).toOctets();
}
