/** How many attributes fit one request: GET, READ or ACCESS, as the meter grants them. */
import type { AssociationNegotiated, Referencing } from '../client/primitive.js';
import { listCarrier, REQUEST_SIZE, type RequestSize } from '../client/request-size.js';

/** A PDU has no more octets where no limit was agreed. */
const LARGEST_PDU = 65_535;

/** Octets of a request with a list of `count` attributes without selection. */
export function listRequestSize(count: number, { head, attribute }: RequestSize): number {
  return head + lengthSize(count) + count * attribute;
}

/** The most attributes of one request: 1 where the meter did not grant lists, or bears none. */
export function listSize(
  { conformance, serverMaxReceivePduSize, protectionOverhead = 0 }: AssociationNegotiated,
  listLimit: number,
  referencing: Referencing = 'LN',
): number {
  const carrier = listCarrier({ conformance }, referencing);
  if (carrier === undefined) return 1;
  const size = REQUEST_SIZE[carrier];
  const largest = serverMaxReceivePduSize === 0 ? LARGEST_PDU : serverMaxReceivePduSize;
  const limit = largest - protectionOverhead;
  let count = Math.floor((limit - size.head - 1) / size.attribute);
  while (count > 1 && listRequestSize(count, size) > limit) count -= 1;
  return Math.max(1, Math.min(count, listLimit));
}

function lengthSize(count: number): number {
  if (count < 0x80) return 1;
  return count < 0x100 ? 2 : 3;
}
