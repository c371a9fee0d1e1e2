/**
 * What long requests and answers hold, once their last data block is there (Green Book): GET, SET and ACTION
 * with data blocks, and the data-block-result of a READ. What belongs to a secret stays hidden in all blocks.
 */
import type { Apdu } from '../../apdu/apdu.js';
import type { DataBlock } from '../../apdu/data-block.js';
import { describeApdu } from '../../apdu/describe.js';
import { isSecretAttribute, isSecretMethod, REDACTED } from '../../apdu/redact.js';
import { DlmsError } from '../../errors.js';
import { type Block, BlockJoiner } from './block-joiner.js';
import type { Target } from './fields/parts.js';
import { joinedField, ONE_DATA, RESULTS, type Reading, readJoined, VALUES } from './joined-reading.js';
import type { PlacedOctets } from './place.js';
import { errorReport, type Finding, found, NOTHING, noted, type PlainObject, type Report } from './report.js';

/** The request decides what the blocks hold; where it is not known, the octets do. */
const ONE_FIRST: readonly Reading[] = [ONE_DATA, RESULTS];
const LIST_FIRST: readonly Reading[] = [RESULTS, ONE_DATA];
const ONE_VALUE: readonly Reading[] = [ONE_DATA, VALUES];
const SEVERAL_VALUES: readonly Reading[] = [VALUES];

export class DataBlocks {
  readonly #answer = new BlockJoiner();
  #listAsked = false;
  readonly #request = new BlockJoiner();
  #requestReadings = ONE_VALUE;
  #secret = false;

  /** What a block without a name of its own belongs to. */
  targetOf(apdu: Apdu): Target {
    return { secret: this.#secret && isLaterBlock(apdu) };
  }

  describe(apdu: Apdu): PlainObject {
    const plain = describeApdu(apdu);
    return this.targetOf(apdu).secret ? { ...plain, block: REDACTED } : plain;
  }

  /** Looks at every APDU in turn; what there is to say about it. @param source the whole APDU */
  see(apdu: Apdu, source: PlacedOctets): Finding {
    switch (apdu.kind) {
      case 'get-request-normal':
      case 'get-request-with-list':
      case 'action-request-normal':
      case 'action-request-with-list':
        return this.#begin(apdu.kind.endsWith('with-list'));
      case 'read-request':
        return isBlockAccess(apdu) ? NOTHING : this.#begin(false);
      case 'get-response-with-datablock':
      case 'read-response':
      case 'action-response-with-pblock': {
        const block = answerBlock(apdu);
        return block === undefined ? NOTHING : this.#answered(block, source, this.#answerReadings(apdu));
      }
      default:
        return this.#seeRequest(apdu, source);
    }
  }

  unfinished(): readonly Report[] {
    return [...this.#request.unfinished(), ...this.#answer.unfinished()];
  }

  #seeRequest(apdu: Apdu, source: PlacedOctets): Finding {
    switch (apdu.kind) {
      case 'set-request-with-first-datablock':
        return this.#beginRequest(apdu.block, source, ONE_VALUE, isSecretAttribute(apdu.attribute));
      case 'set-request-with-list-and-first-datablock':
        return this.#beginRequest(
          apdu.block,
          source,
          SEVERAL_VALUES,
          apdu.attributes.some(isSecretAttribute),
        );
      case 'action-request-with-first-pblock':
        return this.#beginRequest(apdu.block, source, ONE_VALUE, isSecretMethod(apdu.method));
      case 'action-request-with-list-and-first-pblock':
        return this.#beginRequest(apdu.block, source, SEVERAL_VALUES, apdu.methods.some(isSecretMethod));
      case 'set-request-with-datablock':
      case 'action-request-with-pblock':
        return this.#requested(apdu.block, source);
      default:
        return NOTHING;
    }
  }

  #begin(listAsked: boolean): Finding {
    this.#answer.reset();
    this.#listAsked = listAsked;
    return NOTHING;
  }

  /** The blocks of a READ hold a list also where one attribute was asked for; only some servers leave it out. */
  #answerReadings({ kind }: Apdu): readonly Reading[] {
    return this.#listAsked || kind === 'read-response' ? LIST_FIRST : ONE_FIRST;
  }

  #answered(block: Block, source: PlacedOctets, readings: readonly Reading[]): Finding {
    const joined = this.#answer.add(block, source);
    if (joined.kind === 'unfinished') return joined.finding;
    this.#listAsked = false;
    return readJoined(joined.source, readings) ?? unreadable(joined.first);
  }

  #beginRequest(
    block: DataBlock,
    source: PlacedOctets,
    readings: readonly Reading[],
    secret: boolean,
  ): Finding {
    this.#request.reset();
    this.#answer.reset();
    this.#requestReadings = readings;
    this.#secret = secret;
    return this.#requested(block, source);
  }

  #requested({ blockNumber, lastBlock, rawData }: DataBlock, source: PlacedOctets): Finding {
    const joined = this.#request.add({ blockNumber, lastBlock, octets: rawData }, source);
    if (joined.kind === 'unfinished') return joined.finding;
    if (this.#secret) return found({ joined: REDACTED }, [joinedField(joined.source, { secret: true })]);
    return readJoined(joined.source, this.#requestReadings) ?? unreadable(joined.first);
  }
}

function isLaterBlock({ kind }: Apdu): boolean {
  return kind === 'set-request-with-datablock' || kind === 'action-request-with-pblock';
}

function isBlockAccess({ specifications }: Extract<Apdu, { kind: 'read-request' }>): boolean {
  return specifications.some(({ kind }) => kind === 'block-number-access');
}

type Answer = Extract<
  Apdu,
  { kind: 'get-response-with-datablock' | 'read-response' | 'action-response-with-pblock' }
>;

/** The piece of a long answer that the APDU carries, if it does. */
function answerBlock(apdu: Answer): Block | undefined {
  if (apdu.kind === 'action-response-with-pblock') {
    const { blockNumber, lastBlock, rawData } = apdu.block;
    return { blockNumber, lastBlock, octets: rawData };
  }
  if (apdu.kind === 'get-response-with-datablock') {
    const { blockNumber, lastBlock, result } = apdu;
    return result.kind === 'raw-data' ? { blockNumber, lastBlock, octets: result.octets } : undefined;
  }
  const [only, ...others] = apdu.results;
  if (only?.kind !== 'data-block-result' || others.length > 0) return undefined;
  return { blockNumber: only.blockNumber, lastBlock: only.lastBlock, octets: only.rawData };
}

function unreadable(first: number): Finding {
  if (first > 1) return noted(`the blocks before block ${first} are missing`);
  const error = new DlmsError('the joined blocks hold no value', {
    code: 'DLMS_MALFORMED',
    layer: 'service',
    fault: 'meter',
  });
  return found(errorReport(error));
}
