/** Whether octets can be WPDUs (IEC 62056-47). */
import { decodeApdu, decodeLeadingApdu } from '../../apdu/apdu.js';
import { DlmsError } from '../../errors.js';
import { WRAPPER_HEADER_LENGTH } from '../../framing/wrapper.js';

const VERSION = 1;

/** The version stands in front; an initiateRequest and an array, which begin with 01, have no 00 before it. */
export function isWrapped(octets: Uint8Array): boolean {
  return octets.length > WRAPPER_HEADER_LENGTH && octets[0] === 0 && octets[1] === VERSION;
}

/** The length field fits the octets, whatever the version says, and an APDU follows. */
export function looksWrapped(octets: Uint8Array): boolean {
  const [, , , , , , high = 0, low = 0] = octets;
  const length = octets.length - WRAPPER_HEADER_LENGTH;
  return length > 0 && length === high * 256 + low && isApdu(octets.subarray(WRAPPER_HEADER_LENGTH));
}

/** Whether all octets are one APDU. */
export function isApdu(octets: Uint8Array): boolean {
  return canRead(() => decodeApdu(octets));
}

/** Whether an APDU is in front. */
export function leadsWithApdu(octets: Uint8Array): boolean {
  return canRead(() => decodeLeadingApdu(octets));
}

function canRead(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof DlmsError) return false;
    throw error;
  }
}
