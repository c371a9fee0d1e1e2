/** Data blocks of one long request or answer put together in the order of their numbers (Green Book). */
import { OctetWriter } from '../../encoding/octet-writer.js';
import { DlmsError } from '../../errors.js';
import { type PlacedOctets, PlaceJoiner, placeBehind } from './place.js';
import { errorReport, type Finding, found, NOTHING, noted, type Report, unfinishedReport } from './report.js';

export interface Block {
  readonly blockNumber: number;
  readonly lastBlock: boolean;
  /** A view on a copy of the APDU, so that it knows where it stands in it. */
  readonly octets: Uint8Array;
}

export interface Joined {
  readonly kind: 'joined';
  readonly source: PlacedOctets;
  /** The number of the first block that was seen: a record may begin anywhere. */
  readonly first: number;
}

/** There is no whole yet. */
export interface Unfinished {
  readonly kind: 'unfinished';
  readonly finding: Finding;
}

export class BlockJoiner {
  #octets = new OctetWriter();
  #places = new PlaceJoiner();
  #first: number | undefined;
  #last: number | undefined;

  /** @param source the APDU that has the block */
  add({ blockNumber, lastBlock, octets }: Block, source: PlacedOctets): Joined | Unfinished {
    const due = this.#last === undefined ? blockNumber : this.#last + 1;
    if (blockNumber === due - 1) return unfinished(noted('a repetition of the block before'));
    if (blockNumber !== due) return unfinished(found(errorReport(wrongBlock(blockNumber, due))));
    this.#octets.octets(octets);
    this.#places.add({ octets, place: placeBehind(source.place, octets.byteOffset) });
    this.#first ??= blockNumber;
    this.#last = blockNumber;
    return lastBlock ? this.#joined(this.#first) : unfinished(NOTHING);
  }

  /** A transfer whose last block is missing in the record. */
  unfinished(): readonly Report[] {
    return this.#last === undefined ? [] : [unfinishedReport('data block', this.#places)];
  }

  reset(): void {
    this.#octets = new OctetWriter();
    this.#places = new PlaceJoiner();
    this.#first = undefined;
    this.#last = undefined;
  }

  #joined(first: number): Joined {
    const source = { octets: this.#octets.toOctets(), place: this.#places.toPlace() };
    this.reset();
    return { kind: 'joined', source, first };
  }
}

function unfinished(finding: Finding): Unfinished {
  return { kind: 'unfinished', finding };
}

function wrongBlock(blockNumber: number, due: number): DlmsError {
  return new DlmsError(`block ${blockNumber} where block ${due} is due`, {
    code: 'DLMS_BLOCK_NUMBER',
    layer: 'service',
    fault: 'meter',
  });
}
