/** How many attributes fit one GET request (Green Book, GET-Request-With-List). */
import type { AssociationNegotiated } from '../client/primitive.js';

/** Tag, type, invoke-id-and-priority. */
const HEADER = 3;
/** Class, logical name, attribute, no selection. */
const ATTRIBUTE = 10;

/** Octets of a request with a list of `count` attributes without selection. */
export function listRequestSize(count: number): number {
  return HEADER + lengthSize(count) + count * ATTRIBUTE;
}

/** The most attributes of one request: 1 where the meter did not grant lists, or bears none. */
export function listSize(
  { conformance, serverMaxReceivePduSize }: AssociationNegotiated,
  listLimit: number,
): number {
  if (!conformance.has('multiple-references')) return 1;
  if (serverMaxReceivePduSize === 0) return Math.min(listLimit, LARGEST_LIST);
  let count = Math.floor((serverMaxReceivePduSize - HEADER - 1) / ATTRIBUTE);
  while (count > 1 && listRequestSize(count) > serverMaxReceivePduSize) count -= 1;
  return Math.max(1, Math.min(count, listLimit));
}

/** What fits a PDU of 65535 octets, the largest that can be negotiated. */
const LARGEST_LIST = 6553;

function lengthSize(count: number): number {
  if (count < 0x80) return 1;
  return count < 0x100 ? 2 : 3;
}
