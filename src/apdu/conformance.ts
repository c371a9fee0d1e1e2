/** The conformance block (Green Book, xDLMS ASN.1 Conformance): 24 bits, bit 0 is the first bit sent. */

export const CONFORMANCE_BIT = {
  'general-protection': 1,
  'general-block-transfer': 2,
  read: 3,
  write: 4,
  'unconfirmed-write': 5,
  'delta-value-encoding': 6,
  'attribute0-supported-with-set': 8,
  'priority-mgmt-supported': 9,
  'attribute0-supported-with-get': 10,
  'block-transfer-with-get-or-read': 11,
  'block-transfer-with-set-or-write': 12,
  'block-transfer-with-action': 13,
  'multiple-references': 14,
  'information-report': 15,
  'data-notification': 16,
  access: 17,
  'parameterized-access': 18,
  get: 19,
  set: 20,
  'selective-access': 21,
  'event-notification': 22,
  action: 23,
} as const;

export type ConformanceService = keyof typeof CONFORMANCE_BIT;
export type Conformance = ReadonlySet<ConformanceService>;
