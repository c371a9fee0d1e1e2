/**
 * What a long answer holds, once its last data block is there: of a GET (Green Book,
 * get-response-with-datablock), or of a READ (data-block-result).
 */
import type { Apdu } from '../../apdu/apdu.js';
import { describeData, type Plain } from '../../apdu/describe.js';
import { decodeJoinedData, decodeJoinedResults } from '../../apdu/joined-data.js';
import { OctetWriter } from '../../encoding/octet-writer.js';
import { DlmsError } from '../../errors.js';
import { errorReport, type PlainObject } from './report.js';

interface Block {
  readonly blockNumber: number;
  readonly lastBlock: boolean;
  readonly octets: Uint8Array;
}

type Reading = (octets: Uint8Array) => Plain;

/** The request decides what the blocks hold; where it is not known, the octets do. */
const ONE_FIRST: readonly Reading[] = [describeJoined, describeResults];
const LIST_FIRST: readonly Reading[] = [describeResults, describeJoined];

export class DataBlocks {
  #octets = new OctetWriter();
  #first: number | undefined;
  #last: number | undefined;
  #listAsked = false;

  /** Looks at every APDU in turn; what there is to say about it. */
  see(apdu: Apdu): PlainObject {
    switch (apdu.kind) {
      case 'get-request-normal':
      case 'get-request-with-list':
        this.#reset();
        this.#listAsked = apdu.kind === 'get-request-with-list';
        return {};
      case 'read-request':
        if (!apdu.specifications.some(({ kind }) => kind === 'block-number-access')) this.#reset();
        return {};
      case 'get-response-with-datablock':
      case 'read-response': {
        const block = blockOf(apdu);
        return block === undefined ? {} : this.#join(block, this.#readingsOf(apdu));
      }
      default:
        return {};
    }
  }

  /** The blocks of a READ hold a list also where one attribute was asked for; only some servers leave it out. */
  #readingsOf({ kind }: Apdu): readonly Reading[] {
    return this.#listAsked || kind === 'read-response' ? LIST_FIRST : ONE_FIRST;
  }

  #join({ blockNumber, lastBlock, octets }: Block, readings: readonly Reading[]): PlainObject {
    // The first block that is seen sets the base, for a record may begin anywhere.
    const due = this.#last === undefined ? blockNumber : this.#last + 1;
    if (blockNumber === due - 1) return { note: 'a repetition of the block before' };
    if (blockNumber !== due) return errorReport(wrongBlock(blockNumber, due));
    this.#octets.octets(octets);
    this.#first ??= blockNumber;
    this.#last = blockNumber;
    return lastBlock ? this.#joined(readings) : {};
  }

  #joined(readings: readonly Reading[]): PlainObject {
    const [octets, first] = [this.#octets.toOctets(), this.#first ?? 1];
    this.#reset();
    for (const read of readings) {
      const joined = orUndefined(() => read(octets));
      if (joined !== undefined) return { joined };
    }
    if (first > 1) return { note: `the blocks before block ${first} are missing` };
    return errorReport(malformed('the joined blocks hold no value'));
  }

  #reset(): void {
    this.#octets = new OctetWriter();
    this.#first = undefined;
    this.#last = undefined;
    this.#listAsked = false;
  }
}

/** The piece of a long answer that the APDU carries, if it does. */
function blockOf(apdu: Extract<Apdu, { kind: 'get-response-with-datablock' | 'read-response' }>) {
  if (apdu.kind === 'get-response-with-datablock') {
    const { blockNumber, lastBlock, result } = apdu;
    return result.kind === 'raw-data' ? { blockNumber, lastBlock, octets: result.octets } : undefined;
  }
  const [only, ...others] = apdu.results;
  if (only?.kind !== 'data-block-result' || others.length > 0) return undefined;
  return { blockNumber: only.blockNumber, lastBlock: only.lastBlock, octets: only.rawData };
}

function describeJoined(octets: Uint8Array): Plain {
  return describeData(decodeJoinedData(octets));
}

function describeResults(octets: Uint8Array): Plain {
  return decodeJoinedResults(octets).map((each) =>
    each.kind === 'data' ? describeData(each.data) : { ...each },
  );
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof DlmsError) return undefined;
    throw error;
  }
}

function wrongBlock(blockNumber: number, due: number): DlmsError {
  return new DlmsError(`block ${blockNumber} where block ${due} is due`, {
    code: 'DLMS_BLOCK_NUMBER',
    layer: 'service',
    fault: 'meter',
  });
}

function malformed(message: string): DlmsError {
  return new DlmsError(message, { code: 'DLMS_MALFORMED', layer: 'service', fault: 'meter' });
}
