/** The tags of the Data CHOICE (Green Book, xDLMS ASN.1 Data); the names are those of the ASN.1. */

export const DATA_TAG = {
  'null-data': 0,
  array: 1,
  structure: 2,
  boolean: 3,
  'bit-string': 4,
  'double-long': 5,
  'double-long-unsigned': 6,
  'floating-point': 7,
  'octet-string': 9,
  'visible-string': 10,
  'utf8-string': 12,
  bcd: 13,
  integer: 15,
  long: 16,
  unsigned: 17,
  'long-unsigned': 18,
  'compact-array': 19,
  long64: 20,
  'long64-unsigned': 21,
  enum: 22,
  float32: 23,
  float64: 24,
  'date-time': 25,
  date: 26,
  time: 27,
  'delta-integer': 28,
  'delta-long': 29,
  'delta-double-long': 30,
  'delta-unsigned': 31,
  'delta-long-unsigned': 32,
  'delta-double-long-unsigned': 33,
  'dont-care': 255,
} as const;

export type DataKind = keyof typeof DATA_TAG;

const KINDS = new Map<number, DataKind>(
  Object.entries(DATA_TAG).map(([kind, tag]) => [tag, kind as DataKind]),
);

/** The name of a tag; undefined for a tag that the book does not know. */
export function dataKindOf(tag: number): DataKind | undefined {
  return KINDS.get(tag);
}
