/**
 * How the last two passes of high level security are carried (Green Book, HLS authentication; Blue Book,
 * reply_to_HLS_authentication of the association): by ACTION, or with short names by READ or WRITE.
 */
import type { ActionOutcome } from '../apdu/action-outcome.js';
import { decodeApdu, decodeLeadingApdu, encodeApdu } from '../apdu/apdu.js';
import { invokeIdAndPriority } from '../apdu/invoke-id.js';
import type { ReadResult } from '../apdu/read.js';
import type { ApduName } from '../apdu/tag.js';
import type { WriteResult } from '../apdu/write.js';
import type { Data } from '../cosem/data.js';
import type { GetDataResult } from '../cosem/result.js';
import { methodShortName, RESERVED_BASE_NAME } from '../cosem/short-name.js';
import type { Referencing } from './primitive.js';
import { type ServiceFailure, wordsOf } from './service-failure.js';

export type HlsReply =
  /** Pass 4: what the meter answers to our challenge. */
  | { readonly kind: 'answer'; readonly octets: Uint8Array }
  | { readonly kind: 'refused'; readonly words: string }
  /** The meter is content with us, and says nothing for itself. */
  | { readonly kind: 'unproven' }
  /** The meter does not know this service: it has not looked at our answer. */
  | { readonly kind: 'unsupported'; readonly words: string }
  | { readonly kind: 'unrelated'; readonly name: string };

export interface HlsForm {
  readonly awaited: readonly ApduName[];
  /** Pass 3 with our answer. */
  request(answer: Uint8Array): Uint8Array;
  /** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
  read(octets: Uint8Array): HlsReply;
  /** For a meter that does not know this one. */
  readonly instead?: HlsForm;
}

const METHOD = { classId: 15, logicalName: '0.0.40.0.0.255', methodId: 1 } as const;
const ASSOCIATION_SN = { classId: 12, version: 3 } as const;
const SN_METHOD_ID = 8;
const BASE_NAME = RESERVED_BASE_NAME['current association'];
const SHORT_NAME = methodShortName(BASE_NAME, ASSOCIATION_SN, SN_METHOD_ID) ?? BASE_NAME;
/** Of a parameterized access that calls a method. */
const NO_SELECTOR = 0;

const BY_ACTION: HlsForm = {
  awaited: ['action-response', 'exception-response', 'confirmedServiceError'],
  request: (answer) =>
    encodeApdu({
      kind: 'action-request-normal',
      invokeIdAndPriority: invokeIdAndPriority(1),
      method: METHOD,
      parameters: octetString(answer),
    }),
  read: (octets) => {
    const apdu = decodeApdu(octets);
    switch (apdu.kind) {
      case 'action-response-normal':
        return replyIn(apdu.outcome);
      case 'exception-response':
      case 'confirmed-service-error':
        return { kind: 'refused', words: wordsOf(apdu) };
      default:
        return { kind: 'unrelated', name: apdu.kind };
    }
  },
};

/** Some meters call methods by a WRITE of the parameters, and answer with a ReadResponse before the WriteResponse. */
const BY_WRITE: HlsForm = {
  awaited: ['readResponse', 'writeResponse', 'exception-response', 'confirmedServiceError'],
  request: (answer) =>
    encodeApdu({
      kind: 'write-request',
      specifications: [{ kind: 'variable-name', shortName: SHORT_NAME }],
      values: [octetString(answer)],
    }),
  read: (octets) => readReply(octets),
};

const BY_READ: HlsForm = {
  awaited: ['readResponse', 'exception-response', 'confirmedServiceError'],
  request: (answer) => {
    const parameters = octetString(answer);
    const call = { kind: 'parameterized-access', shortName: SHORT_NAME, selector: NO_SELECTOR } as const;
    return encodeApdu({ kind: 'read-request', specifications: [{ ...call, parameters }] });
  },
  read: (octets) => readReply(octets),
  instead: BY_WRITE,
};

export const HLS_FORM: Readonly<Record<Referencing, HlsForm>> = { LN: BY_ACTION, SN: BY_READ };

function readReply(octets: Uint8Array): HlsReply {
  const { apdu } = decodeLeadingApdu(octets);
  switch (apdu.kind) {
    case 'read-response':
    case 'write-response':
      return replyAmong(apdu.results);
    case 'exception-response':
    case 'confirmed-service-error':
      return { kind: isUnsupported(apdu) ? 'unsupported' : 'refused', words: wordsOf(apdu) };
    default:
      return { kind: 'unrelated', name: apdu.kind };
  }
}

/** Where the service itself is not known, nobody has looked at the secret: this is no second try with it. */
function isUnsupported(failure: ServiceFailure): boolean {
  return failure.kind === 'exception-response'
    ? failure.serviceError === 'service-not-supported'
    : failure.errorClass === 'service' && failure.errorValue === 'service-unsupported';
}

function replyAmong([result, ...others]: readonly (ReadResult | WriteResult)[]): HlsReply {
  if (result === undefined || others.length > 0) return { kind: 'unproven' };
  return result.kind === 'data' || result.kind === 'data-access-result'
    ? replyOf(result)
    : { kind: 'unproven' };
}

function replyIn({ result, returnParameters }: ActionOutcome): HlsReply {
  if (result !== 'success') return { kind: 'refused', words: result };
  return returnParameters === undefined ? { kind: 'unproven' } : replyOf(returnParameters);
}

function replyOf(result: GetDataResult | WriteResult): HlsReply {
  if (result.kind === 'data') {
    const { data } = result;
    return data.kind === 'octet-string' ? { kind: 'answer', octets: data.octets } : { kind: 'unproven' };
  }
  if (result.kind !== 'data-access-result' || result.result === 'success') return { kind: 'unproven' };
  return { kind: 'refused', words: result.result };
}

function octetString(octets: Uint8Array): Data {
  return { kind: 'octet-string', octets };
}
