/** Action-Response-With-Optional-Data (Green Book): action-result, then return-parameters OPTIONAL. */
import type { GetDataResult } from '../cosem/result.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';
import { codeOf, type Named, nameOf } from './enumeration.js';
import { decodeGetDataResult, encodeGetDataResult } from './get-data-result.js';

export const ACTION_RESULT = {
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
  'long-action-aborted': 15,
  'no-long-action-in-progress': 16,
  'other-reason': 250,
} as const;

export type ActionResult = Named<typeof ACTION_RESULT>;

export interface ActionOutcome {
  readonly result: ActionResult;
  readonly returnParameters?: GetDataResult | undefined;
}

export function encodeActionOutcome(writer: OctetWriter, outcome: ActionOutcome): OctetWriter {
  writer.u8(codeOf(ACTION_RESULT, outcome.result));
  const { returnParameters } = outcome;
  return returnParameters === undefined ? writer.u8(0) : encodeGetDataResult(writer.u8(1), returnParameters);
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeActionOutcome(reader: OctetReader): ActionOutcome {
  const result = nameOf(ACTION_RESULT, reader.u8());
  const present = reader.u8() !== 0;
  return { result, returnParameters: present ? decodeGetDataResult(reader) : undefined };
}

/**
 * The outcome that an APDU ends with. Some servers leave out the last 00 where no data is returned, and
 * some end a refusal with 01 00: a data-access-result success without its choice.
 */
export function decodeLastActionOutcome(reader: OctetReader): ActionOutcome {
  if (reader.remaining === 1) return { result: nameOf(ACTION_RESULT, reader.u8()) };
  const refused = reader.peek() !== ACTION_RESULT.success;
  if (refused && reader.remaining === 3 && reader.peek(1) === 1 && reader.peek(2) === 0) {
    const [code = 0] = reader.rest();
    return { result: nameOf(ACTION_RESULT, code) };
  }
  return decodeActionOutcome(reader);
}
