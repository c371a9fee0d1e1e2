/**
 * What general block transfer carries (Green Book, general-block-transfer): pieces of any APDU, told as that
 * APDU once its last piece is there. Pieces by themselves are not repeated: they may hold a secret.
 */
import type { GeneralBlockTransfer } from '../../apdu/general-block-transfer.js';
import { OctetWriter } from '../../encoding/octet-writer.js';
import { DlmsError } from '../../errors.js';
import { damagedApduFields } from './damaged-contents.js';
import { makeField } from './fields/field.js';
import { type PlacedOctets, PlaceJoiner, placeBehind } from './place.js';
import {
  errorReport,
  type Finding,
  found,
  NOTHING,
  noted,
  plainOf,
  type Report,
  together,
  unfinishedReport,
} from './report.js';

/** The blocks of one direction that are not joined yet. */
interface Transfer {
  readonly octets: OctetWriter;
  readonly places: PlaceJoiner;
  readonly first: number;
  next: number;
}

/** Block numbers have 16 bits and go on with 0 behind the last one. */
const NUMBERS = 0x10000;
const FIRST_BLOCK = 1;

const NONE = new Uint8Array();

export class GeneralBlocks {
  readonly #transfers = new Map<string, Transfer>();
  readonly #describe: (apdu: PlacedOctets, layers: number) => Finding;

  /** @param describe tells an APDU that was put together */
  constructor(describe: (apdu: PlacedOctets, layers: number) => Finding) {
    this.#describe = describe;
  }

  /**
   * Looks at every block in turn; what there is to say about it.
   * @param direction tells the two sides apart, which count for themselves
   */
  see(block: GeneralBlockTransfer, source: PlacedOctets, direction: string, layers: number): Finding {
    if (block.blockData.length === 0) return NOTHING;
    const before = this.#transfers.get(direction);
    if (before !== undefined && isRepeated(block, before)) return noted('a repetition of the block before');
    const again = before === undefined || block.blockNumber === before.first;
    if (!again && block.blockNumber !== before.next) return found(errorReport(lost(block, before)));
    const transfer = again ? begun(block) : before;
    this.#transfers.set(direction, transfer);
    take(transfer, block, source);
    const note = again && before ? noted('the blocks before this one lost their end') : NOTHING;
    if (!block.lastBlock) return note;
    this.#transfers.delete(direction);
    return together(note, this.#joined(transfer, layers));
  }

  /** Transfers whose last block is missing in the record. */
  unfinished(): readonly Report[] {
    return Array.from(this.#transfers.values(), ({ places, first }) =>
      unfinishedReport(
        'block of a general block transfer',
        places,
        first === FIRST_BLOCK ? damagedApduFields : undefined,
      ),
    );
  }

  #joined({ octets, places, first }: Transfer, layers: number): Finding {
    const source = { octets: octets.toOctets(), place: places.toPlace() };
    try {
      const inner = this.#describe(source, layers);
      const where = { offset: source.place(0), length: source.octets.length, octets: NONE };
      const field = makeField('joined', where, { meaning: `${where.length} octets` }, inner.fields);
      const { error } = inner.report;
      return found({ joined: plainOf(inner), ...(error === undefined ? {} : { error }) }, [field]);
    } catch (error) {
      // A record may begin in the middle of a transfer.
      if (error instanceof DlmsError && first > 1)
        return noted(`the blocks before block ${first} are missing`);
      return found(errorReport(error));
    }
  }
}

/** The data is a view on a copy of the APDU, so that it knows where it stands in it. */
function take(
  transfer: Transfer,
  { blockNumber, blockData }: GeneralBlockTransfer,
  source: PlacedOctets,
): void {
  transfer.octets.octets(blockData);
  transfer.places.add({ octets: blockData, place: placeBehind(source.place, blockData.byteOffset) });
  transfer.next = (blockNumber + 1) % NUMBERS;
}

function isRepeated({ blockNumber }: GeneralBlockTransfer, { next }: Transfer): boolean {
  return blockNumber === (next + NUMBERS - 1) % NUMBERS;
}

function begun({ blockNumber }: GeneralBlockTransfer): Transfer {
  return { octets: new OctetWriter(), places: new PlaceJoiner(), first: blockNumber, next: blockNumber };
}

function lost({ blockNumber }: GeneralBlockTransfer, { next }: Transfer): DlmsError {
  return new DlmsError(`block ${blockNumber} where block ${next} is due`, {
    code: 'DLMS_BLOCK_NUMBER',
    layer: 'service',
    fault: 'meter',
  });
}
