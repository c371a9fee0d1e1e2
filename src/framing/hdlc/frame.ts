/**
 * HDLC frame format type 3 (IEC 62056-46, 6.4): format field, addresses, control, HCS where there is an
 * information field, information, FCS, between two flags. No octet stuffing: the length delimits.
 */
import { OctetReader } from '../../encoding/octet-reader.js';
import { OctetWriter } from '../../encoding/octet-writer.js';
import { DlmsError } from '../../errors.js';
import { decodeAddress, encodeAddress, type HdlcAddress } from './address.js';
import { type ControlField, decodeControl, encodeControl } from './control-field.js';
import { checkSequence, writeCheckSequence } from './fcs.js';

export const FLAG = 0x7e;
/** The largest 11-bit length of a format field: octets between the flags. */
export const MAX_FRAME_LENGTH = 2047;
/** Format, two addresses of four octets, control, HCS. */
export const MAX_HEADER_LENGTH = 13;

const MIN_FRAME_LENGTH = 7;
const TYPE_3 = 0xa000;
const TYPE_MASK = 0xf000;
const SEGMENTATION = 0x0800;
const CHECK_SIZE = 2;

export interface HdlcFrame {
  readonly destination: HdlcAddress;
  readonly source: HdlcAddress;
  readonly control: ControlField;
  /** The S bit: more segments of the same APDU follow. */
  readonly segmented: boolean;
  /** Empty where the frame has none; LLC octets are part of it. */
  readonly information: Uint8Array;
}

export interface FormatField {
  readonly segmented: boolean;
  /** Octets between the flags, the format field's own two included. */
  readonly length: number;
}

interface FrameHeader extends FormatField, Omit<HdlcFrame, 'information'> {
  /** Where the information starts; the length less the FCS where there is none. */
  readonly informationAt: number;
}

/** The frame with its opening and its closing flag. @throws DlmsError DLMS_TOO_LONG over 2047 octets */
export function encodeFrame(frame: HdlcFrame): Uint8Array {
  const { destination, source, control, segmented, information } = frame;
  const header = 2 + destination.size + source.size + 1;
  const length = header + (information.length === 0 ? 0 : CHECK_SIZE + information.length) + CHECK_SIZE;
  if (length > MAX_FRAME_LENGTH) throw tooLong(information.length);
  const writer = new OctetWriter().u8(FLAG).u16(TYPE_3 | (segmented ? SEGMENTATION : 0) | length);
  encodeAddress(encodeAddress(writer, destination), source).u8(encodeControl(control));
  if (information.length > 0) closeWithCheck(writer).octets(information);
  return closeWithCheck(writer).u8(FLAG).toOctets();
}

/**
 * Reads the frame that starts with its format field at the first octet; the flags are not part of it,
 * octets that follow its FCS are not looked at. The information is a view on the input.
 * @throws DlmsError DLMS_TRUNCATED, DLMS_MALFORMED (type, length, address), DLMS_FRAME_CHECK (HCS, FCS)
 */
export function decodeFrame(octets: Uint8Array): HdlcFrame {
  const reader = new OctetReader(octets, 'hdlc');
  const { length } = decodeFormat(reader);
  reader.octets(length - reader.position);
  const header = decodeHeader(octets);
  verify(octets, length - CHECK_SIZE, 'FCS');
  return {
    destination: header.destination,
    source: header.source,
    control: header.control,
    segmented: header.segmented,
    information: octets.subarray(header.informationAt, length - CHECK_SIZE),
  };
}

/** @throws DlmsError DLMS_MALFORMED when it is not of type 3, or shorter than any frame */
export function decodeFormat(reader: OctetReader): FormatField {
  const format = reader.u16();
  if ((format & TYPE_MASK) !== TYPE_3) throw reader.malformed('frame format is not type 3');
  const length = format & MAX_FRAME_LENGTH;
  if (length < MIN_FRAME_LENGTH) throw reader.malformed(`frame of only ${length} octets`);
  return { segmented: (format & SEGMENTATION) !== 0, length };
}

/**
 * Reads and checks the header alone, before the rest of the frame has come. `octets` holds the whole
 * frame or at least MAX_HEADER_LENGTH octets of it.
 * @throws DlmsError DLMS_MALFORMED, DLMS_FRAME_CHECK
 */
export function decodeHeader(octets: Uint8Array): FrameHeader {
  // A header that runs past the end of its frame meets zeros there, which no address ends with.
  const head = new Uint8Array(MAX_HEADER_LENGTH);
  head.set(octets.subarray(0, MAX_HEADER_LENGTH));
  const reader = new OctetReader(head, 'hdlc');
  const { segmented, length } = decodeFormat(reader);
  const destination = decodeAddress(reader);
  const source = decodeAddress(reader);
  const control = decodeControl(reader.u8());
  const body = length - CHECK_SIZE - reader.position;
  if (body < 0 || body === 1) throw reader.malformed(`frame of only ${length} octets`);
  if (body > 0) verify(head, reader.position, 'HCS');
  const informationAt = reader.position + (body > 0 ? CHECK_SIZE : 0);
  return { segmented, length, destination, source, control, informationAt };
}

function closeWithCheck(writer: OctetWriter): OctetWriter {
  return writeCheckSequence(writer, checkSequence(writer.toOctets().subarray(1)));
}

/** Compares the check sequence at `at` with that of all octets before it. */
function verify(octets: Uint8Array, at: number, name: 'HCS' | 'FCS'): void {
  const due = checkSequence(octets.subarray(0, at));
  if (octets[at] === (due & 0xff) && octets[at + 1] === due >> 8) return;
  throw new DlmsError(`the ${name} of a frame does not fit its octets`, {
    code: 'DLMS_FRAME_CHECK',
    layer: 'hdlc',
    fault: 'line',
    hint: 'Octets change on the way: check parity, baud rate, wiring and termination of the line.',
  });
}

function tooLong(octets: number): DlmsError {
  return new DlmsError(`an information field of ${octets} octets does not fit a frame`, {
    code: 'DLMS_TOO_LONG',
    layer: 'hdlc',
    fault: 'package',
  });
}
