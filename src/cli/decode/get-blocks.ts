/** What a GET in data blocks holds, once its last block is there (Green Book, get-response-with-datablock). */
import type { Apdu } from '../../apdu/apdu.js';
import { describeData, type Plain } from '../../apdu/describe.js';
import { decodeJoinedData, decodeJoinedResults } from '../../apdu/joined-data.js';
import { OctetWriter } from '../../encoding/octet-writer.js';
import { DlmsError } from '../../errors.js';
import { errorReport, type PlainObject } from './report.js';

type GetBlock = Extract<Apdu, { kind: 'get-response-with-datablock' }>;

export class GetBlocks {
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
      case 'get-response-with-datablock':
        return this.#join(apdu);
      default:
        return {};
    }
  }

  #join({ blockNumber, lastBlock, result }: GetBlock): PlainObject {
    if (result.kind !== 'raw-data') return {};
    // The first block that is seen sets the base, for a record may begin anywhere.
    const due = this.#last === undefined ? blockNumber : this.#last + 1;
    if (blockNumber === due - 1) return { note: 'a repetition of the block before' };
    if (blockNumber !== due) return errorReport(wrongBlock(blockNumber, due));
    this.#octets.octets(result.octets);
    this.#first ??= blockNumber;
    this.#last = blockNumber;
    return lastBlock ? this.#joined() : {};
  }

  #joined(): PlainObject {
    const [octets, first, listAsked] = [this.#octets.toOctets(), this.#first ?? 1, this.#listAsked];
    this.#reset();
    // The request decides what the blocks hold; where it is not known, the octets do.
    const readers = listAsked ? [describeResults, describeJoined] : [describeJoined, describeResults];
    for (const read of readers) {
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
  }
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
