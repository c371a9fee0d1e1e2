/**
 * Long arrays that end early. Servers have been seen to announce more elements than they send in all their
 * data blocks (251 objects announced, 238 sent, each of them whole): what came is of use, what is missing
 * must be told.
 */
import { readLength } from '../encoding/axdr.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import { type Data, decodeData } from './data.js';
import { DATA_TAG } from './data-tag.js';

export interface CutArray {
  readonly data: Data;
  /** Elements that were announced and did not come; 0 for whole data. */
  readonly missing: number;
}

/**
 * The Data in all the octets of an answer. An array may end after any of its elements, not within one.
 * @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED
 */
export function decodeCutArray(reader: OctetReader): CutArray {
  if (reader.peek() !== DATA_TAG.array) return { data: decodeData(reader), missing: 0 };
  reader.u8();
  const count = readLength(reader);
  const elements: Data[] = [];
  while (elements.length < count && reader.remaining > 0) elements.push(decodeData(reader));
  return { data: { kind: 'array', elements }, missing: count - elements.length };
}
