/** APDUs of one input in their order. Octets that could not be read are not repeated: they may be secret. */
import { type Apdu, decodeLeadingApdu } from '../../apdu/apdu.js';
import { describeApdu } from '../../apdu/describe.js';
import { DlmsError } from '../../errors.js';
import { GetBlocks } from './get-blocks.js';
import { errorReport, type PlainObject } from './report.js';

export interface LeadingReport {
  readonly report: PlainObject;
  /** Octets that the APDU takes; all where it could not be read. */
  readonly length: number;
  /** A known APDU whose contents stay octets. */
  readonly unsupported: boolean;
}

const CIPHERED = /^(?:glo|ded)-|^general-(?:glo-|ded-)?ciphering$/;

export class ApduReporter {
  readonly #blocks = new GetBlocks();

  /** One APDU that fills all octets: `apdu`, and `error` where it cannot be read or where more follows. */
  report(octets: Uint8Array): PlainObject {
    const { report, length } = this.reportLeading(octets);
    return length < octets.length ? { ...report, ...tooMany(octets.length - length, length) } : report;
  }

  /** The APDU at the front. */
  reportLeading(octets: Uint8Array): LeadingReport {
    try {
      const { apdu, trailing } = decodeLeadingApdu(octets);
      const report = { apdu: describeApdu(apdu), ...unsupportedNote(apdu), ...this.#blocks.see(apdu) };
      return { report, length: octets.length - trailing.length, unsupported: apdu.kind === 'unsupported' };
    } catch (error) {
      return { report: errorReport(error), length: octets.length, unsupported: false };
    }
  }
}

function unsupportedNote(apdu: Apdu): PlainObject {
  if (apdu.kind !== 'unsupported') return {};
  const ciphered = CIPHERED.test(apdu.name);
  return { note: `${ciphered ? 'ciphered APDUs' : 'the contents of this APDU'} are not decoded yet` };
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
