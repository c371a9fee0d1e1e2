/** A damaged HDLC frame as far as it goes: its header, and which of the check sequences do not fit. */
import { OctetReader } from '../../encoding/octet-reader.js';
import { DlmsError } from '../../errors.js';
import { decodeAddress } from '../../framing/hdlc/address.js';
import { decodeControl } from '../../framing/hdlc/control-field.js';
import { checkSequence } from '../../framing/hdlc/fcs.js';
import { decodeFormat } from '../../framing/hdlc/frame.js';
import type { PlainObject } from './report.js';

const CHECK_SIZE = 2;

/** `octets` start with a format field; nothing is reported of what does not look like a frame. */
export function inspectFrame(octets: Uint8Array): PlainObject {
  try {
    const reader = new OctetReader(octets, 'hdlc');
    const { length, segmented } = decodeFormat(reader);
    const destination = { ...decodeAddress(reader) };
    const source = { ...decodeAddress(reader) };
    const control = { ...decodeControl(reader.u8()) };
    const fcsAt = length - CHECK_SIZE;
    return {
      stated: { length, segmented, destination, source, control },
      ...(reader.position < fcsAt ? { hcs: check(octets, reader.position) } : {}),
      fcs: check(octets, fcsAt),
    };
  } catch (error) {
    if (error instanceof DlmsError) return {};
    throw error;
  }
}

function check(octets: Uint8Array, at: number): string {
  if (octets.length < at + CHECK_SIZE) return 'missing';
  const due = checkSequence(octets.subarray(0, at));
  return octets[at] === (due & 0xff) && octets[at + 1] === due >> 8 ? 'ok' : 'wrong';
}
