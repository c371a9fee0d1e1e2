/**
 * Octets of a request for several attributes without selection (Green Book, GET-Request-With-List and
 * ReadRequest): behind `head` a count follows, in one to three octets, then `attribute` for each of them.
 */
import type { AssociationNegotiated, Referencing } from './primitive.js';

export interface RequestSize {
  readonly head: number;
  readonly attribute: number;
}

export const REQUEST_SIZE: Readonly<Record<Referencing | 'ACCESS', RequestSize>> = {
  /** Tag, type, invoke-id; class, logical name, attribute, no selection. */
  LN: { head: 3, attribute: 10 },
  /** Tag; choice and short name. */
  SN: { head: 1, attribute: 3 },
  /** Tag, long invoke-id, no time, the other count; choice, class, logical name, attribute, null-data. */
  ACCESS: { head: 9, attribute: 11 },
};

/** What a request for several attributes is carried by: undefined where one at a time is all there is. */
export function listCarrier(
  { conformance }: Pick<AssociationNegotiated, 'conformance'>,
  referencing: Referencing = 'LN',
): keyof typeof REQUEST_SIZE | undefined {
  if (conformance.has('multiple-references')) return referencing;
  return referencing === 'LN' && conformance.has('access') ? 'ACCESS' : undefined;
}
