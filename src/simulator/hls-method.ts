/**
 * reply_to_HLS_authentication (Blue Book, method 1 of class 15 and method 8 of class 12): the only thing that
 * a client may do before it has proved who it is.
 */
import { decodeActionRequest } from '../apdu/action.js';
import { decodeReadRequest, encodeReadResponse } from '../apdu/read.js';
import { APDU_TAG } from '../apdu/tag.js';
import type { VariableAccess } from '../apdu/variable-access.js';
import { decodeWriteRequest } from '../apdu/write.js';
import type { Data } from '../cosem/data.js';
import { methodShortName, RESERVED_BASE_NAME } from '../cosem/short-name.js';
import { OctetReader } from '../encoding/octet-reader.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import { DlmsError } from '../errors.js';
import { octetString } from './data-values.js';
import type { HlsExchange } from './hls-exchange.js';
import type { AccessContext, CosemMethod } from './object-model.js';
import type { SecurityFaults } from './security-faults.js';

export const CURRENT_ASSOCIATION = '0.0.40.0.0.255';
const LN_METHOD = 1;
const SN_METHOD = 8;
const SHORT_NAME = methodShortName(
  RESERVED_BASE_NAME['current association'],
  { classId: 12, version: 2 },
  SN_METHOD,
);

export function replyToHls(id: typeof LN_METHOD | typeof SN_METHOD): CosemMethod {
  return { id, callers: 'users', invoke, returned };
}

function invoke({ hls, faults = {} }: AccessContext, parameters: Data | undefined) {
  if (hls?.state !== 'pending') return { result: 'read-write-denied' } as const;
  if (parameters?.kind !== 'octet-string') return { result: 'type-unmatched' } as const;
  hls.judge(parameters.octets, faults);
  if (hls.answer === undefined) return { result: 'read-write-denied' } as const;
  const returnParameters = { kind: 'data', data: octetString(hls.answer) } as const;
  return { result: 'success', returnParameters } as const;
}

function returned({ hls }: AccessContext): Data | undefined {
  return hls?.answer && octetString(hls.answer);
}

/** Whether the request is a call of this method and of nothing else. */
export function isReplyToHls(apdu: Uint8Array): boolean {
  try {
    return isCall(apdu);
  } catch (error) {
    if (error instanceof DlmsError) return false;
    throw error;
  }
}

function isCall(apdu: Uint8Array): boolean {
  const reader = new OctetReader(apdu);
  switch (apdu[0]) {
    case APDU_TAG['action-request']: {
      const request = decodeActionRequest(reader);
      if (request.kind !== 'action-request-normal') return false;
      const { classId, logicalName, methodId } = request.method;
      return classId === 15 && logicalName === CURRENT_ASSOCIATION && methodId === LN_METHOD;
    }
    case APDU_TAG.readRequest:
      return isShortName(decodeReadRequest(reader).specifications);
    case APDU_TAG.writeRequest:
      return isShortName(decodeWriteRequest(reader).specifications);
    default:
      return false;
  }
}

function isShortName([only, ...others]: readonly VariableAccess[]): boolean {
  return only !== undefined && 'shortName' in only && only.shortName === SHORT_NAME && others.length === 0;
}

/** The answer to the call that has ended the exchange, as this meter gives it. */
export function answerToHls(
  request: Uint8Array,
  answer: Uint8Array,
  hls: HlsExchange,
  { hlsReadResponse }: SecurityFaults,
): Uint8Array {
  if (!hlsReadResponse || request[0] !== APDU_TAG.writeRequest || hls.answer === undefined) return answer;
  const results = [{ kind: 'data', data: octetString(hls.answer) } as const];
  return encodeReadResponse(new OctetWriter(), { kind: 'read-response', results }).octets(answer).toOctets();
}
