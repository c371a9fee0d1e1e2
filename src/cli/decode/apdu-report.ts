/** APDUs of one input in their order. Octets that could not be read are not repeated: they may be secret. */
import { type Apdu, decodeApdu, decodeLeadingApdu } from '../../apdu/apdu.js';
import { describeApdu } from '../../apdu/describe.js';
import type { GeneralBlockTransfer } from '../../apdu/general-block-transfer.js';
import { DlmsError } from '../../errors.js';
import { DataBlocks } from './data-blocks.js';
import { GeneralBlocks } from './general-blocks.js';
import { errorReport, type PlainObject } from './report.js';

export interface LeadingReport {
  readonly report: PlainObject;
  /** Octets that the APDU takes; all where it could not be read. */
  readonly length: number;
  /** A known APDU whose contents stay octets. */
  readonly unsupported: boolean;
}

export class ApduReporter {
  readonly #blocks = new DataBlocks();
  readonly #generalBlocks = new GeneralBlocks((octets) => this.#tellJoined(decodeApdu(octets)));

  /**
   * One APDU that fills all octets: `apdu`, and `error` where it cannot be read or where more follows.
   * @param direction tells apart who sent it, where that is known
   */
  report(octets: Uint8Array, direction = ''): PlainObject {
    const { report, length } = this.reportLeading(octets, direction);
    return length < octets.length ? { ...report, ...tooMany(octets.length - length, length) } : report;
  }

  /** The APDU at the front. */
  reportLeading(octets: Uint8Array, direction = ''): LeadingReport {
    try {
      const { apdu, trailing } = decodeLeadingApdu(octets);
      const report = this.#tell(apdu, direction);
      return { report, length: octets.length - trailing.length, unsupported: apdu.kind === 'unsupported' };
    } catch (error) {
      return { report: errorReport(error), length: octets.length, unsupported: false };
    }
  }

  #tell(apdu: Apdu, direction: string): PlainObject {
    if (apdu.kind !== 'general-block-transfer') return this.#tellService(apdu);
    return { ...tellBlock(apdu), ...this.#generalBlocks.see(apdu, direction) };
  }

  /** Blocks inside of blocks are not followed. */
  #tellJoined(apdu: Apdu): PlainObject {
    return apdu.kind === 'general-block-transfer' ? tellBlock(apdu) : this.#tellService(apdu);
  }

  #tellService(apdu: Apdu): PlainObject {
    return { apdu: describeApdu(apdu), ...contentsNote(apdu), ...this.#blocks.see(apdu) };
  }
}

function tellBlock(block: GeneralBlockTransfer): PlainObject {
  return { apdu: { ...describeApdu(block), blockData: `${block.blockData.length} octets` } };
}

function contentsNote(apdu: Apdu): PlainObject {
  if (apdu.kind === 'unsupported') return { note: 'the contents of this APDU are not decoded yet' };
  const enciphered = 'securityControl' in apdu && apdu.securityControl.encrypted;
  return enciphered ? { note: 'the contents are enciphered' } : {};
}

function tooMany(count: number, at: number): PlainObject {
  return errorReport(
    new DlmsError(`${count} octets too many at octet ${at}`, {
      code: 'DLMS_MALFORMED',
      layer: 'service',
      fault: 'meter',
    }),
  );
}
