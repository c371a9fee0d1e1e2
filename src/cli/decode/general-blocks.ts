/**
 * What general block transfer carries (Green Book, general-block-transfer): pieces of any APDU, told as that
 * APDU once its last piece is there. Pieces by themselves are not repeated: they may hold a secret.
 */
import type { GeneralBlockTransfer } from '../../apdu/general-block-transfer.js';
import { OctetWriter } from '../../encoding/octet-writer.js';
import { DlmsError } from '../../errors.js';
import { errorReport, type PlainObject } from './report.js';

/** The blocks of one direction that are not joined yet. */
interface Transfer {
  readonly octets: OctetWriter;
  readonly first: number;
  next: number;
}

/** Block numbers have 16 bits and go on with 0 behind the last one. */
const NUMBERS = 0x10000;

export class GeneralBlocks {
  readonly #transfers = new Map<string, Transfer>();
  readonly #describe: (apdu: Uint8Array) => PlainObject;

  /** @param describe tells an APDU that was put together */
  constructor(describe: (apdu: Uint8Array) => PlainObject) {
    this.#describe = describe;
  }

  /**
   * Looks at every block in turn; what there is to say about it.
   * @param direction tells the two sides apart, which count for themselves
   */
  see(block: GeneralBlockTransfer, direction: string): PlainObject {
    if (block.blockData.length === 0) return {};
    const before = this.#transfers.get(direction);
    if (before !== undefined && isRepeated(block, before))
      return { note: 'a repetition of the block before' };
    const again = before === undefined || block.blockNumber === before.first;
    if (!again && block.blockNumber !== before.next) return errorReport(lost(block, before));
    const transfer = again ? begun(block) : before;
    this.#transfers.set(direction, transfer);
    transfer.octets.octets(block.blockData);
    transfer.next = (block.blockNumber + 1) % NUMBERS;
    const note: PlainObject = again && before ? { note: 'the blocks before this one lost their end' } : {};
    if (!block.lastBlock) return note;
    this.#transfers.delete(direction);
    return { ...note, ...this.#joined(transfer) };
  }

  #joined({ octets, first }: Transfer): PlainObject {
    try {
      return { joined: this.#describe(octets.toOctets()) };
    } catch (error) {
      // A record may begin in the middle of a transfer.
      if (error instanceof DlmsError && first > 1)
        return { note: `the blocks before block ${first} are missing` };
      return errorReport(error);
    }
  }
}

function isRepeated({ blockNumber }: GeneralBlockTransfer, { next }: Transfer): boolean {
  return blockNumber === (next + NUMBERS - 1) % NUMBERS;
}

function begun({ blockNumber }: GeneralBlockTransfer): Transfer {
  return { octets: new OctetWriter(), first: blockNumber, next: blockNumber };
}

function lost({ blockNumber }: GeneralBlockTransfer, { next }: Transfer): DlmsError {
  return new DlmsError(`block ${blockNumber} where block ${next} is due`, {
    code: 'DLMS_BLOCK_NUMBER',
    layer: 'service',
    fault: 'meter',
  });
}
