/** WPDUs one behind the other (IEC 62056-47). */
import { OctetReader } from '../../encoding/octet-reader.js';
import { decodeWpdu, WRAPPER_HEADER_LENGTH } from '../../framing/wrapper.js';
import { ApduReporter } from './apdu-report.js';
import { errorReport, isFaulty, type Report } from './report.js';

const VERSION = 1;

/** The version stands in front; an initiateRequest and an array, which begin with 01, have no 00 before it. */
export function isWrapped(octets: Uint8Array): boolean {
  return octets.length > WRAPPER_HEADER_LENGTH && octets[0] === 0 && octets[1] === VERSION;
}

/** The length field fits the octets, whatever the version says, and an APDU follows. */
export function looksWrapped(octets: Uint8Array): boolean {
  const [, , , , , , high = 0, low = 0] = octets;
  const length = octets.length - WRAPPER_HEADER_LENGTH;
  if (length <= 0 || length !== high * 256 + low) return false;
  return !isFaulty(new ApduReporter().report(octets.subarray(WRAPPER_HEADER_LENGTH)));
}

export function reportWrapper(octets: Uint8Array, apdus: ApduReporter): Report[] {
  const reports: Report[] = [];
  for (let offset = 0; offset < octets.length; ) {
    const rest = octets.subarray(offset);
    const reader = new OctetReader(rest, 'wrapper');
    try {
      const { source, destination, apdu } = decodeWpdu(reader);
      const place = { kind: 'wrapper', offset, length: reader.position };
      const direction = `${source} ${destination}`;
      const apduOffset = offset + WRAPPER_HEADER_LENGTH;
      reports.push({ ...place, source, destination, apduOffset, ...apdus.report(apdu, direction) });
    } catch (error) {
      // Nothing marks where the next WPDU starts.
      reports.push({ kind: 'damaged', offset, length: rest.length, ...errorReport(error) });
      return reports;
    }
    offset += reader.position;
  }
  return reports;
}
