/**
 * One GET of one attribute or a list, from its request APDU to its results (Green Book, GET service): data
 * blocks are asked for to their end, a list's results are counted.
 */
import { decodeApdu, encodeApdu } from '../apdu/apdu.js';
import type { GetResponse } from '../apdu/get.js';
import { invokeIdOf } from '../apdu/invoke-id.js';
import type { ApduName } from '../apdu/tag.js';
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import type { GetDataResult } from '../cosem/result.js';
import { DlmsError } from '../errors.js';
import { unawaited } from './awaited.js';
import { BlockCollector, checkRefusedBlock, wrongBlock } from './block-collector.js';
import { checkCount } from './list-count.js';
import { readLongAnswer } from './long-answer.js';
import { serviceError } from './service-failure.js';

export type GetStep =
  /** The next request APDU. */
  | { readonly kind: 'send'; readonly apdu: Uint8Array }
  | {
      readonly kind: 'confirm';
      readonly results: readonly GetDataResult[];
      /** What is odd with the answer, for people. */
      readonly note?: string | undefined;
    }
  | { readonly kind: 'failed'; readonly cause: DlmsError }
  /** Not the answer to this GET, which is still to come. */
  | { readonly kind: 'drop'; readonly note: string };

type GetBlock = Extract<GetResponse, { kind: 'get-response-with-datablock' }>;

const ANSWERS: readonly ApduName[] = ['get-response', 'exception-response', 'confirmedServiceError'];

export class GetExchange {
  /** The first APDU to send. */
  readonly request: Uint8Array;
  readonly #invokeIdAndPriority: number;
  readonly #attributes: readonly AttributeDescriptor[];
  readonly #blocks = new BlockCollector();

  /** @throws DlmsError DLMS_VALUE_RANGE when a selection's parameters cannot be coded */
  constructor(attributes: readonly AttributeDescriptor[], invokeIdAndPriority: number) {
    const [attribute, ...others] = attributes;
    this.#invokeIdAndPriority = invokeIdAndPriority;
    this.#attributes = attributes;
    this.request = encodeApdu(
      attribute !== undefined && others.length === 0
        ? { kind: 'get-request-normal', invokeIdAndPriority, attribute }
        : { kind: 'get-request-with-list', invokeIdAndPriority, attributes },
    );
  }

  /**
   * Takes an APDU of the meter. `lateAnswers`: a request was repeated on a link that does not count, so
   * that an answer may come twice; then only the invoke-id tells which is ours.
   */
  handle(octets: Uint8Array, lateAnswers: boolean): GetStep {
    const other = unawaited(octets, ANSWERS);
    if (other !== undefined) return { kind: 'drop', note: `${other} is no answer to a GET` };
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
      case 'get-response-normal':
      case 'get-response-with-list':
      case 'get-response-with-datablock':
        return lateAnswers && this.#isLate(apdu)
          ? { kind: 'drop', note: 'late answer to an earlier request' }
          : this.#step(apdu);
      default:
        return { kind: 'drop', note: `${apdu.kind} is no answer to a GET` };
    }
  }

  #isLate(response: GetResponse): boolean {
    if (invokeIdOf(response.invokeIdAndPriority) !== invokeIdOf(this.#invokeIdAndPriority)) return true;
    const { last } = this.#blocks;
    if (response.kind !== 'get-response-with-datablock' || last === undefined) return false;
    return response.blockNumber <= last;
  }

  #step(response: GetResponse): GetStep {
    if (response.kind === 'get-response-with-datablock') return this.#takeBlock(response);
    if (this.#blocks.last !== undefined && !isRefusal(response)) {
      throw wrongBlock(`a whole answer came where data block ${this.#blocks.last + 1} was due`);
    }
    return this.#confirm(response.kind === 'get-response-normal' ? [response.result] : response.results);
  }

  #takeBlock({ blockNumber, lastBlock, result }: GetBlock): GetStep {
    if (result.kind === 'data-access-result') return this.#refusedBlock(result);
    this.#blocks.take(blockNumber, result.octets);
    if (!lastBlock) return { kind: 'send', apdu: this.#next(blockNumber) };
    const { results, note } = readLongAnswer(this.#blocks.joined(), this.#attributes);
    return this.#confirm(results, note);
  }

  /** A refusal in place of a block ends the transfer, whether the block calls itself the last or not. */
  #refusedBlock(result: Extract<GetDataResult, { kind: 'data-access-result' }>): GetStep {
    checkRefusedBlock(result.result);
    return this.#confirm([result]);
  }

  #next(blockNumber: number): Uint8Array {
    return encodeApdu({
      kind: 'get-request-next',
      invokeIdAndPriority: this.#invokeIdAndPriority,
      blockNumber,
    });
  }

  #confirm(results: readonly GetDataResult[], note?: string): GetStep {
    checkCount(results.length, this.#attributes.length);
    return { kind: 'confirm', results, note };
  }
}

function isRefusal(response: Exclude<GetResponse, GetBlock>): boolean {
  return response.kind === 'get-response-normal' && response.result.kind === 'data-access-result';
}
