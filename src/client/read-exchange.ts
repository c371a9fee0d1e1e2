/**
 * One READ of one attribute or several by their short names, from its request APDU to its results (Green
 * Book, Read service): data blocks are asked for to their end, the results are counted. A READ has no
 * invoke-id: an answer belongs to the request before it.
 */
import { decodeApdu, encodeApdu } from '../apdu/apdu.js';
import type { ReadResult } from '../apdu/read.js';
import { APDU_TAG, type ApduName } from '../apdu/tag.js';
import type { VariableAccess } from '../apdu/variable-access.js';
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import type { GetDataResult } from '../cosem/result.js';
import { DlmsError } from '../errors.js';
import { unawaited } from './awaited.js';
import { BlockCollector, checkRefusedBlock, wrongBlock } from './block-collector.js';
import type { GetStep } from './get-exchange.js';
import { checkCount } from './list-count.js';
import { isObjectList, type LongAnswer, readLongAnswer, readLongReadAnswer } from './long-answer.js';
import { serviceError } from './service-failure.js';

type ReadBlock = Extract<ReadResult, { kind: 'data-block-result' }>;

const ANSWERS: readonly ApduName[] = ['readResponse', 'exception-response', 'confirmedServiceError'];

/** A ReadResponse with one result, and that is Data. */
const ONE_DATA: readonly number[] = [APDU_TAG.readResponse, 1, 0];

export class ReadExchange {
  /** The first APDU to send. */
  readonly request: Uint8Array;
  readonly #attributes: readonly AttributeDescriptor[];
  readonly #blocks = new BlockCollector();

  /**
   * @throws DlmsError DLMS_SHORT_NAME for an attribute without one; DLMS_VALUE_RANGE when a selection's
   * parameters cannot be coded
   */
  constructor(attributes: readonly AttributeDescriptor[]) {
    this.#attributes = attributes;
    this.request = encodeApdu({ kind: 'read-request', specifications: attributes.map(variableAccess) });
  }

  /** Takes an APDU of the meter. */
  handle(octets: Uint8Array): GetStep {
    const other = unawaited(octets, ANSWERS);
    if (other !== undefined) return { kind: 'drop', note: `${other} is no answer to a READ` };
    try {
      return this.#isWholeObjectList(octets)
        ? this.#confirm(readLongAnswer(octets.subarray(ONE_DATA.length), this.#attributes))
        : this.#read(octets);
    } catch (error) {
      if (error instanceof DlmsError) return { kind: 'failed', cause: error };
      throw error;
    }
  }

  /** Object lists that end early are of use, in one APDU as in blocks. */
  #isWholeObjectList(octets: Uint8Array): boolean {
    const [attribute, ...others] = this.#attributes;
    if (attribute === undefined || others.length > 0 || this.#blocks.last !== undefined) return false;
    return isObjectList(attribute) && ONE_DATA.every((octet, at) => octets[at] === octet);
  }

  #read(octets: Uint8Array): GetStep {
    const apdu = decodeApdu(octets);
    switch (apdu.kind) {
      case 'exception-response':
      case 'confirmed-service-error':
        return { kind: 'failed', cause: serviceError(apdu) };
      case 'read-response':
        return this.#step(apdu.results);
      default:
        return { kind: 'drop', note: `${apdu.kind} is no answer to a READ` };
    }
  }

  #step(results: readonly ReadResult[]): GetStep {
    const [first] = results;
    if (results.length === 1 && first?.kind === 'data-block-result') return this.#takeBlock(first);
    const values = results.filter(isValue);
    if (values.length < results.length) throw wrongBlock('a data block came where results were due');
    return this.#blocks.last === undefined
      ? this.#confirm({ results: values })
      : this.#insteadOfBlock(values, this.#blocks.last + 1);
  }

  #takeBlock({ blockNumber, lastBlock, rawData }: ReadBlock): GetStep {
    this.#blocks.take(blockNumber, rawData);
    if (lastBlock) return this.#confirm(readLongReadAnswer(this.#blocks.joined(), this.#attributes));
    const next: VariableAccess = { kind: 'block-number-access', blockNumber };
    return { kind: 'send', apdu: encodeApdu({ kind: 'read-request', specifications: [next] }) };
  }

  /** A refusal in place of a block ends the transfer. */
  #insteadOfBlock(values: readonly GetDataResult[], due: number): GetStep {
    const [first] = values;
    if (values.length !== 1 || first?.kind !== 'data-access-result') {
      throw wrongBlock(`a whole answer came where data block ${due} was due`);
    }
    checkRefusedBlock(first.result);
    return this.#confirm({ results: values });
  }

  #confirm({ results, note }: LongAnswer): GetStep {
    checkCount(results.length, this.#attributes.length);
    return { kind: 'confirm', results, note };
  }
}

function isValue(result: ReadResult): result is GetDataResult {
  return result.kind === 'data' || result.kind === 'data-access-result';
}

function variableAccess(attribute: AttributeDescriptor): VariableAccess {
  const { shortName = -1, selection } = attribute;
  if (!Number.isInteger(shortName) || shortName < 0 || shortName > 0xffff) throw nameless(attribute);
  return selection === undefined
    ? { kind: 'variable-name', shortName }
    : { kind: 'parameterized-access', shortName, ...selection };
}

function nameless({ logicalName, attributeId, shortName }: AttributeDescriptor): DlmsError {
  const what = shortName === undefined ? 'no short name' : `the short name ${shortName}`;
  return new DlmsError(`${logicalName}:${attributeId} has ${what}`, {
    code: 'DLMS_SHORT_NAME',
    layer: 'service',
    fault: 'package',
  });
}
