/** Whether octets are whole by themselves: frames from end to end, WPDUs, or one APDU. */
import { OctetReader } from '../../encoding/octet-reader.js';
import { DlmsError } from '../../errors.js';
import { withoutLlc } from '../../framing/hdlc/llc.js';
import { decodeWpdu } from '../../framing/wrapper.js';
import { hdlcPieces, isFrameWithoutFlags } from './hdlc-pieces.js';
import { mbusPieces } from './mbus-pieces.js';
import { isApdu, isWrapped } from './wrapper-detection.js';

export function isWhole(octets: Uint8Array): boolean {
  if (isWrapped(octets)) return areWpdus(octets);
  return (
    isFrameWithoutFlags(octets) ||
    areFrames(hdlcPieces(octets)) ||
    areFrames(mbusPieces(octets)) ||
    isApdu(withoutLlc(octets) ?? octets)
  );
}

function areFrames(pieces: Iterable<{ readonly found: object }>): boolean {
  let count = 0;
  for (const { found } of pieces) {
    if (found instanceof DlmsError) return false;
    count += 1;
  }
  return count > 0;
}

function areWpdus(octets: Uint8Array): boolean {
  const reader = new OctetReader(octets, 'wrapper');
  try {
    while (reader.remaining > 0) decodeWpdu(reader);
    return true;
  } catch (error) {
    if (error instanceof DlmsError) return false;
    throw error;
  }
}
