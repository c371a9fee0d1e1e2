/**
 * READ of a server (Green Book, Read service): one attribute or several by short names, in one APDU where
 * they fit, in data blocks where they were negotiated. What cannot be read as a whole is a
 * ConfirmedServiceError.
 */
import { encodeReadResponse, type ReadRequest, type ReadResult } from '../apdu/read.js';
import type { VariableAccess } from '../apdu/variable-access.js';
import type { DataAccessResult, GetDataResult } from '../cosem/result.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import { BlockTransfer, rawBlockSize } from './block-transfer.js';
import { confirmedServiceError, exception } from './exceptions.js';
import type { ApplicationFaults } from './faults.js';
import type { AccessContext } from './object-model.js';
import { REFUSED, refuseLongest } from './refuse-longest.js';
import { readVariable } from './short-name-access.js';
import { shortNamePlan } from './short-name-plan.js';

/** What a WPDU carries at most, and so the size of an APDU without a stated limit. */
const LARGEST_PDU = 0xffff;

/** Tag, count, choice, last-block, block-number. */
const BLOCK_HEADER = 6;

export class ReadService {
  #longRead: BlockTransfer | undefined;

  answer({ specifications }: ReadRequest, context: AccessContext, faults: ApplicationFaults): Uint8Array {
    const { conformance } = context.association;
    const [first, ...others] = specifications;
    const several = others.length > 0;
    if (!conformance.has('read')) return exception('service-unknown', 'service-not-supported');
    if (several && !conformance.has('multiple-references')) return notSupported();
    if (first?.kind === 'read-data-block-access') return notSupported();
    if (first?.kind === 'block-number-access' && !several) return this.#next(first.blockNumber);
    this.#longRead = undefined;
    return this.#read(specifications, context, faults);
  }

  #next(blockNumber: number): Uint8Array {
    if (this.#longRead === undefined) return refusal('no-long-get-in-progress');
    const block = this.#longRead.after(blockNumber);
    if (block !== undefined) return block;
    this.#longRead = undefined;
    return refusal('data-block-number-invalid');
  }

  #read(
    specifications: readonly VariableAccess[],
    context: AccessContext,
    { list, ...faults }: ApplicationFaults,
  ): Uint8Array {
    const tooMany = list !== undefined && specifications.length > list.items ? list.how : undefined;
    if (tooMany === 'exception-response') return confirmedServiceError('read', 'service', 'other');
    const counted = tooMany === 'wrong count' ? specifications.slice(0, list?.items) : specifications;
    const plan = shortNamePlan(context.model);
    const results = counted.map((access) =>
      tooMany === 'other-reason' ? REFUSED : readVariable(plan, access, context),
    );
    return this.#send(results, context, faults);
  }

  /** The answer as a whole, or its first block. */
  #send(
    results: readonly GetDataResult[],
    { association, overhead = 0 }: AccessContext,
    { blockSize, bareBlocks }: ApplicationFaults,
  ): Uint8Array {
    const whole = encode(results);
    const stated = association.maxSendPduSize === 0 ? LARGEST_PDU : association.maxSendPduSize;
    const clientLimit = stated - overhead;
    const limit = Math.min(clientLimit, association.maxReceivePduSize - overhead);
    const fits = whole.length <= limit && (blockSize === undefined || whole.length <= blockSize);
    const [only] = results;
    if (fits || (results.length === 1 && only?.kind !== 'data')) return whole;
    if (!association.conformance.has('block-transfer-with-get-or-read'))
      return shortened(results, clientLimit);
    // Behind the tag, and where blocks are bare also behind the count and the choice of Data.
    const rawData = whole.subarray(bareBlocks && results.length === 1 ? 3 : 1);
    const size = Math.min(rawBlockSize(limit, BLOCK_HEADER), blockSize ?? limit);
    this.#longRead = new BlockTransfer(rawData, size, ({ octets, ...block }) =>
      encode([{ kind: 'data-block-result', rawData: octets, ...block }]),
    );
    return this.#longRead.advance();
  }
}

function shortened(results: readonly GetDataResult[], limit: number): Uint8Array {
  const whole = encode(results);
  if (whole.length <= limit) return whole;
  const fewer = refuseLongest(results);
  return fewer === undefined ? confirmedServiceError('read', 'service', 'pdu-size') : shortened(fewer, limit);
}

function refusal(result: Exclude<DataAccessResult, 'success'>): Uint8Array {
  return encode([{ kind: 'data-access-result', result }]);
}

function notSupported(): Uint8Array {
  return confirmedServiceError('read', 'service', 'service-unsupported');
}

function encode(results: readonly ReadResult[]): Uint8Array {
  return encodeReadResponse(new OctetWriter(), { kind: 'read-response', results }).toOctets();
}
