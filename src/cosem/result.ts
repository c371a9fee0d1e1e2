/** data-access-result of GET, SET, Read and Write (Green Book, xDLMS ASN.1 Data-Access-Result). */
import type { Data } from './data.js';

export const DATA_ACCESS_RESULT = {
  success: 0,
  'hardware-fault': 1,
  'temporary-failure': 2,
  'read-write-denied': 3,
  'object-undefined': 4,
  'object-class-inconsistent': 9,
  'object-unavailable': 11,
  'type-unmatched': 12,
  'scope-of-access-violated': 13,
  'data-block-unavailable': 14,
  'long-get-aborted': 15,
  'no-long-get-in-progress': 16,
  'long-set-aborted': 17,
  'no-long-set-in-progress': 18,
  'data-block-number-invalid': 19,
  'other-reason': 250,
} as const;

export type DataAccessResult = keyof typeof DATA_ACCESS_RESULT;

const NAMES = new Map<number, DataAccessResult>(
  Object.entries(DATA_ACCESS_RESULT).map(([name, code]) => [code, name as DataAccessResult]),
);

/** The name of a result octet; a code that the book does not know is `other-reason`. */
export function dataAccessResultOf(code: number): DataAccessResult {
  return NAMES.get(code) ?? 'other-reason';
}

/** Get-Data-Result: the data, or the meter's reason for not giving it. */
export type GetDataResult =
  | { readonly kind: 'data'; readonly data: Data }
  | { readonly kind: 'data-access-result'; readonly result: Exclude<DataAccessResult, 'success'> };
