/**
 * GET of a server (Green Book, GET service): one attribute or a list, in one APDU where it fits, in data
 * blocks where they were negotiated.
 */
import { encodeGetResponse, type GetRequest, type GetResponse } from '../apdu/get.js';
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import type { GetDataResult } from '../cosem/result.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import type { BlockTransfer } from './block-transfer.js';
import { exception } from './exceptions.js';
import type { ApplicationFaults } from './faults.js';
import { blockRefusal, longGet, rawGetBlockSize } from './long-get.js';
import { type AccessContext, readAttribute } from './object-model.js';
import { REFUSED, refuseLongest } from './refuse-longest.js';

/** What a WPDU carries at most, and so the size of an APDU without a stated limit. */
const LARGEST_PDU = 0xffff;

export class GetService {
  #longGet: BlockTransfer | undefined;
  /** The number of the last block of the last long answer. */
  #lastNumber = 0;

  answer(request: GetRequest, context: AccessContext, faults: ApplicationFaults): Uint8Array {
    const { conformance } = context.association;
    if (!conformance.has('get')) return exception('service-unknown', 'service-not-supported');
    if (request.kind === 'get-request-next') return this.#next(request);
    this.#longGet = undefined;
    if (request.kind === 'get-request-normal') {
      const { invokeIdAndPriority, attribute } = request;
      const result = read(attribute, context);
      return this.#send({ kind: 'get-response-normal', invokeIdAndPriority, result }, context, faults);
    }
    if (!conformance.has('multiple-references')) return exception('service-unknown', 'service-not-supported');
    return this.#list(request, context, faults);
  }

  #list(
    { invokeIdAndPriority, attributes }: Extract<GetRequest, { kind: 'get-request-with-list' }>,
    context: AccessContext,
    { list, ...faults }: ApplicationFaults,
  ): Uint8Array {
    const tooMany = list !== undefined && attributes.length > list.items ? list.how : undefined;
    if (tooMany === 'exception-response') return exception('service-unknown', 'other-reason');
    const counted = tooMany === 'wrong count' ? attributes.slice(0, list?.items) : attributes;
    const results = counted.map((attribute) =>
      tooMany === 'other-reason' ? REFUSED : read(attribute, context),
    );
    return this.#send({ kind: 'get-response-with-list', invokeIdAndPriority, results }, context, faults);
  }

  #next(request: Extract<GetRequest, { kind: 'get-request-next' }>): Uint8Array {
    if (this.#longGet === undefined) return encode(blockRefusal(request, 'no-long-get-in-progress'));
    const block = this.#longGet.after(request.blockNumber);
    this.#lastNumber = this.#longGet.blockNumber;
    if (block !== undefined) return block;
    this.#longGet = undefined;
    return encode(blockRefusal(request, 'data-block-number-invalid'));
  }

  /** The answer as a whole, or its first block. */
  #send(
    response: Exclude<GetResponse, { kind: 'get-response-with-datablock' }>,
    { association, overhead = 0 }: AccessContext,
    { blockSize, blockNumbersRunOn }: ApplicationFaults,
  ): Uint8Array {
    const whole = encode(response);
    const stated = association.maxSendPduSize === 0 ? LARGEST_PDU : association.maxSendPduSize;
    const clientLimit = stated - overhead;
    const limit = Math.min(clientLimit, association.maxReceivePduSize - overhead);
    const refused = response.kind === 'get-response-normal' && response.result.kind !== 'data';
    const fits = whole.length <= limit && (blockSize === undefined || whole.length <= blockSize);
    // What is too long then goes out by general block transfer, as it is.
    if (fits || refused || association.conformance.has('general-block-transfer')) return whole;
    if (!association.conformance.has('block-transfer-with-get-or-read'))
      return shortened(response, clientLimit);
    // Behind tag, type, invoke-id and, for one result, its choice of data.
    const rawData = whole.subarray(response.kind === 'get-response-normal' ? 4 : 3);
    const size = Math.min(rawGetBlockSize(limit), blockSize ?? limit);
    const before = blockNumbersRunOn ? this.#lastNumber : 0;
    this.#longGet = longGet(response.invokeIdAndPriority, rawData, size, before);
    return this.#longGet.advance();
  }
}

function read(attribute: AttributeDescriptor, context: AccessContext): GetDataResult {
  const selective = attribute.selection !== undefined;
  return selective && !context.association.conformance.has('selective-access')
    ? REFUSED
    : readAttribute(context, attribute);
}

/** Without block transfer: what does not fit is refused, the longest first. */
function shortened(
  response: Exclude<GetResponse, { kind: 'get-response-with-datablock' }>,
  limit: number,
): Uint8Array {
  const whole = encode(response);
  if (whole.length <= limit) return whole;
  if (response.kind === 'get-response-normal') return encode({ ...response, result: REFUSED });
  const results = refuseLongest(response.results);
  if (results === undefined) return exception('service-unknown', 'pdu-too-long');
  return shortened({ ...response, results }, limit);
}

function encode(response: GetResponse): Uint8Array {
  return encodeGetResponse(new OctetWriter(), response).toOctets();
}
