/** Get-Data-Result (Green Book): choice 00 Data, 01 data-access-result. */
import { decodeData, encodeData } from '../cosem/data.js';
import { DATA_ACCESS_RESULT, dataAccessResultOf, type GetDataResult } from '../cosem/result.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';

export function encodeGetDataResult(writer: OctetWriter, result: GetDataResult): OctetWriter {
  return result.kind === 'data'
    ? encodeData(writer.u8(0), result.data)
    : writer.u8(1).u8(DATA_ACCESS_RESULT[result.result]);
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeGetDataResult(reader: OctetReader): GetDataResult {
  const choice = reader.u8();
  if (choice === 0) return { kind: 'data', data: decodeData(reader) };
  if (choice === 1) return { kind: 'data-access-result', result: decodeRefusal(reader) };
  throw reader.malformed(`Get-Data-Result with the unknown choice ${choice}`);
}

/** A data-access-result that stands where data is missing; success without data is no reason: other-reason. */
export function decodeRefusal(reader: OctetReader): Refusal {
  const result = dataAccessResultOf(reader.u8());
  return result === 'success' ? 'other-reason' : result;
}

export type Refusal = Extract<GetDataResult, { kind: 'data-access-result' }>['result'];
