/** Whether octets are whole by themselves: frames from end to end, WPDUs, or one APDU. */
import { OctetReader } from '../../encoding/octet-reader.js';
import { DlmsError } from '../../errors.js';
import { FLAG } from '../../framing/hdlc/frame.js';
import { withoutLlc } from '../../framing/hdlc/llc.js';
import { MBUS_START } from '../../framing/mbus-frame.js';
import { decodeWpdu } from '../../framing/wrapper.js';
import { hdlcPieces, isFrameWithoutFlags } from './hdlc-pieces.js';
import { mbusPieces } from './mbus-pieces.js';
import { isApdu, isWrapped } from './wrapper-detection.js';

/** A release without its reason. */
const LEAST = 2;

export function isWhole(octets: Uint8Array): boolean {
  if (octets.length < LEAST) return false;
  if (isWrapped(octets)) return areWpdus(octets);
  return (
    isFrameWithoutFlags(octets) ||
    (octets[0] === FLAG && areFrames(hdlcPieces(octets))) ||
    (octets[0] === MBUS_START && areFrames(mbusPieces(octets))) ||
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
