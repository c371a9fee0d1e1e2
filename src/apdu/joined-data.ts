/** What the joined raw-data of a long GET holds (Green Book): Data, or a list of Get-Data-Result. */
import { type Data, decodeData } from '../cosem/data.js';
import type { GetDataResult } from '../cosem/result.js';
import { OctetReader } from '../encoding/octet-reader.js';
import { decodeGetDataResult } from './get-data-result.js';
import { readSequenceOf } from './sequence-of.js';

/** The answer to a get-request-normal. @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeJoinedData(octets: Uint8Array): Data {
  return whole(octets, decodeData);
}

/** The answer to a get-request-with-list. @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeJoinedResults(octets: Uint8Array): readonly GetDataResult[] {
  return whole(octets, (reader) => readSequenceOf(reader, decodeGetDataResult));
}

function whole<T>(octets: Uint8Array, decode: (reader: OctetReader) => T): T {
  const reader = new OctetReader(octets);
  const value = decode(reader);
  if (reader.remaining > 0) throw reader.malformed(`${reader.remaining} octets too many`);
  return value;
}
