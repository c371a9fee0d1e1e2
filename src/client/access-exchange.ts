/**
 * A GET of several attributes carried by one ACCESS (Green Book, ACCESS service), where the meter grants that
 * and not lists. What does not fit an APDU is for general block transfer: ACCESS has no blocks of its own.
 */
import type { AccessResponse } from '../apdu/access.js';
import type { AccessOutcome } from '../apdu/access-specification.js';
import { decodeApdu, encodeApdu } from '../apdu/apdu.js';
import { longInvokeIdOf } from '../apdu/long-invoke-id.js';
import type { ApduName } from '../apdu/tag.js';
import type { Data } from '../cosem/data.js';
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import type { GetDataResult } from '../cosem/result.js';
import { DlmsError } from '../errors.js';
import { unawaited } from './awaited.js';
import type { GetStep } from './get-exchange.js';
import { checkCount } from './list-count.js';
import { serviceError } from './service-failure.js';

const ANSWERS: readonly ApduName[] = ['access-response', 'exception-response', 'confirmedServiceError'];
const NULL_DATA: Data = { kind: 'null-data' };

export class AccessExchange {
  readonly request: Uint8Array;
  readonly #longInvokeIdAndPriority: number;
  readonly #count: number;

  /** @throws DlmsError DLMS_VALUE_RANGE when a selection's parameters cannot be coded */
  constructor(attributes: readonly AttributeDescriptor[], longInvokeIdAndPriority: number) {
    this.#longInvokeIdAndPriority = longInvokeIdAndPriority;
    this.#count = attributes.length;
    this.request = encodeApdu({
      kind: 'access-request',
      longInvokeIdAndPriority,
      specifications: attributes.map((attribute) => ({ service: 'get', attribute })),
      data: attributes.map(() => NULL_DATA),
    });
  }

  /** Takes an APDU of the meter; `lateAnswers` as with GetExchange. */
  handle(octets: Uint8Array, lateAnswers: boolean): GetStep {
    const other = unawaited(octets, ANSWERS);
    if (other !== undefined) return { kind: 'drop', note: `${other} is no answer to an ACCESS` };
    try {
      return this.#read(octets, lateAnswers);
    } catch (error) {
      if (error instanceof DlmsError) return { kind: 'failed', cause: error };
      throw error;
    }
  }

  #read(octets: Uint8Array, lateAnswers: boolean): GetStep {
    const apdu = decodeApdu(octets);
    switch (apdu.kind) {
      case 'exception-response':
      case 'confirmed-service-error':
        return { kind: 'failed', cause: serviceError(apdu) };
      case 'access-response':
        return lateAnswers && this.#isLate(apdu)
          ? { kind: 'drop', note: 'late answer to an earlier request' }
          : this.#confirm(apdu);
      default:
        return { kind: 'drop', note: `${apdu.kind} is no answer to an ACCESS` };
    }
  }

  #isLate({ longInvokeIdAndPriority }: AccessResponse): boolean {
    return longInvokeIdOf(longInvokeIdAndPriority) !== longInvokeIdOf(this.#longInvokeIdAndPriority);
  }

  #confirm({ data, outcomes }: AccessResponse): GetStep {
    checkCount(outcomes.length, this.#count);
    checkCount(data.length, this.#count);
    const results = outcomes.map((outcome, at) => resultOf(outcome, data[at] ?? NULL_DATA));
    return { kind: 'confirm', results };
  }
}

/** An outcome of another service than was asked for speaks of a failure only where it is one. */
function resultOf(outcome: AccessOutcome, data: Data): GetDataResult {
  if (outcome.result === 'success') return { kind: 'data', data };
  const result = outcome.service === 'action' ? 'other-reason' : outcome.result;
  return { kind: 'data-access-result', result };
}
