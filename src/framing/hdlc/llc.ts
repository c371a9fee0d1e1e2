/**
 * The LLC header before each APDU in HDLC frames (IEC 62056-46, 5.3.2): destination LSAP, source LSAP,
 * quality. It stands once, in the first segment.
 */

const LSAP = 0xe6;
const LSAP_RESPONSE = 0xe7;
const SIZE = 3;

/** From a client. */
export const LLC_COMMAND = Uint8Array.of(LSAP, LSAP, 0);
/** From a server. */
export const LLC_RESPONSE = Uint8Array.of(LSAP, LSAP_RESPONSE, 0);

/** The APDU behind the LLC header of either direction, as a view; undefined where there is no header. */
export function withoutLlc(octets: Uint8Array): Uint8Array | undefined {
  const known = octets[0] === LSAP && (octets[1] === LSAP || octets[1] === LSAP_RESPONSE);
  return known && octets.length >= SIZE ? octets.subarray(SIZE) : undefined;
}
