/** What the joined data blocks of a GET hold, and how far it may be believed. */
import { decodeJoinedData, decodeJoinedResults } from '../apdu/joined-data.js';
import { decodeCutArray } from '../cosem/cut-array.js';
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

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function readLongAnswer(joined: Uint8Array, attributes: readonly AttributeDescriptor[]): LongAnswer {
  const [attribute] = attributes;
  if (attributes.length > 1) return { results: decodeJoinedResults(joined) };
  if (attribute !== undefined && isObjectList(attribute)) return readObjectList(joined);
  return { results: [{ kind: 'data', data: decodeJoinedData(joined) }] };
}

/** A meter that leaves out its last objects can still be read by those it names; a profile may lack nothing. */
function readObjectList(joined: Uint8Array): LongAnswer {
  const reader = new OctetReader(joined);
  const { data, missing } = decodeCutArray(reader);
  if (reader.remaining > 0) throw reader.malformed(`${reader.remaining} octets too many`);
  const note = missing === 0 ? undefined : `${missing} of the announced objects are missing`;
  return { results: [{ kind: 'data', data }], note };
}

function isObjectList({ classId, attributeId }: AttributeDescriptor): boolean {
  return (classId === ASSOCIATION_LN || classId === ASSOCIATION_SN) && attributeId === OBJECT_LIST;
}
