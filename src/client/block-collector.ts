/** Joins the raw-data of a long answer (Green Book, block transfer of GET and READ), block by block, with limits. */
import type { DataAccessResult } from '../cosem/result.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import { DlmsError } from '../errors.js';

/** No attribute of a meter is longer than this. */
const MOST_OCTETS = 16 * 1024 * 1024;
const MOST_BLOCKS = 20_000;

/** Reasons that speak of the transfer and not of the attribute. */
const TRANSFER_FAILURES: readonly DataAccessResult[] = [
  'data-block-unavailable',
  'long-get-aborted',
  'no-long-get-in-progress',
  'data-block-number-invalid',
];

export class BlockCollector {
  readonly #raw = new OctetWriter();
  #blocks = 0;
  #last: number | undefined;

  /** The block that was taken last, to be acknowledged; undefined before the first. */
  get last(): number | undefined {
    return this.#last;
  }

  /**
   * Takes the next block; the first sets where the meter counts from.
   * @throws DlmsError DLMS_BLOCK_NUMBER when a block is missing or comes again, DLMS_TOO_LONG at the limits
   */
  take(blockNumber: number, octets: Uint8Array): void {
    const due = this.#last === undefined ? blockNumber : this.#last + 1;
    if (blockNumber !== due) throw wrongBlock(`data block ${blockNumber} came where ${due} was due`);
    this.#blocks += 1;
    if (this.#blocks > MOST_BLOCKS || this.#raw.length + octets.length > MOST_OCTETS) {
      throw tooLong(this.#blocks, this.#raw.length);
    }
    this.#last = blockNumber;
    this.#raw.octets(octets);
  }

  joined(): Uint8Array {
    return this.#raw.toOctets();
  }
}

/** The transfer of data blocks is out of step. */
export function wrongBlock(message: string): DlmsError {
  return new DlmsError(message, {
    code: 'DLMS_BLOCK_NUMBER',
    layer: 'service',
    fault: 'meter',
    hint: 'Read again; if it stays, ask for less at a time, for example a shorter range.',
  });
}

/**
 * A refusal came in place of a block.
 * @throws DlmsError DLMS_BLOCK_NUMBER where it speaks of the transfer and not of the attribute
 */
export function checkRefusedBlock(result: DataAccessResult): void {
  if (!TRANSFER_FAILURES.includes(result)) return;
  throw wrongBlock(`the meter broke off the transfer of data blocks: ${result}`);
}

function tooLong(blocks: number, octets: number): DlmsError {
  return new DlmsError(`the answer does not end after ${blocks} data blocks and ${octets} octets`, {
    code: 'DLMS_TOO_LONG',
    layer: 'service',
    fault: 'meter',
    hint: 'Ask for less at a time, for example a shorter range of a profile.',
  });
}
