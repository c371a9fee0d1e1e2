/** What the joined data blocks of a GET or a READ hold, and how far it may be believed. */
import { decodeJoinedData, decodeJoinedResults } from '../apdu/joined-data.js';
import { decodeCutArray } from '../cosem/cut-array.js';
import { DATA_TAG } from '../cosem/data-tag.js';
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import type { GetDataResult } from '../cosem/result.js';
import { OctetReader } from '../encoding/octet-reader.js';

export interface LongAnswer {
  readonly results: readonly GetDataResult[];
  /** What is odd with it, for people. */
  readonly note?: string | undefined;
}

const ASSOCIATION_SN = 12;
const ASSOCIATION_LN = 15;
const OBJECT_LIST = 2;

/** Choices of a result. */
const DATA = 0;
const DATA_ACCESS_ERROR = 1;

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function readLongAnswer(joined: Uint8Array, attributes: readonly AttributeDescriptor[]): LongAnswer {
  const [attribute] = attributes;
  if (attributes.length > 1) return { results: decodeJoinedResults(joined) };
  if (attribute !== undefined && isObjectList(attribute)) return readObjectList(joined);
  return { results: [{ kind: 'data', data: decodeJoinedData(joined) }] };
}

/**
 * Of one attribute, the blocks of a READ hold a list of one result, or its Data alone: servers do both.
 * @throws as readLongAnswer
 */
export function readLongReadAnswer(
  joined: Uint8Array,
  attributes: readonly AttributeDescriptor[],
): LongAnswer {
  if (attributes.length !== 1 || !isListOfOne(joined)) return readLongAnswer(joined, attributes);
  if (joined[1] === DATA) return readLongAnswer(joined.subarray(2), attributes);
  return { results: decodeJoinedResults(joined) };
}

/** What begins as a list of one result, and would be no whole Data: that is an array of one or no element. */
function isListOfOne(joined: Uint8Array): boolean {
  const [count, choice, third = 0] = joined;
  if (count !== 1) return false;
  if (choice === DATA) return joined.length > 2;
  const isElement = third === DATA_TAG['null-data'] || third === DATA_TAG['dont-care'];
  return choice === DATA_ACCESS_ERROR && joined.length === 3 && !isElement;
}

/** A meter that leaves out its last objects can still be read by those it names; a profile may lack nothing. */
function readObjectList(joined: Uint8Array): LongAnswer {
  const reader = new OctetReader(joined);
  const { data, missing } = decodeCutArray(reader);
  if (reader.remaining > 0) throw reader.malformed(`${reader.remaining} octets too many`);
  const note = missing === 0 ? undefined : `${missing} of the announced objects are missing`;
  return { results: [{ kind: 'data', data }], note };
}

export function isObjectList({ classId, attributeId }: AttributeDescriptor): boolean {
  return (classId === ASSOCIATION_LN || classId === ASSOCIATION_SN) && attributeId === OBJECT_LIST;
}
