/**
 * Long frames of wired M-Bus (EN 13757-2; IEC 60870-5-2, FT 1.2), in which meters push DLMS on their customer
 * port: 68, the length twice, 68; control, address and control information fields and data; checksum, 16.
 */
import { OctetReader } from '../encoding/octet-reader.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import { DlmsError } from '../errors.js';

export interface MbusFrame {
  /** C field: 53 is SND-UD, 73 the same with the frame count bit. */
  readonly control: number;
  /** A field: FF is everybody. */
  readonly address: number;
  /** CI field: what the data is; 00 to 1F is a segment of DLMS (mbus-segment.ts). */
  readonly controlInformation: number;
  readonly data: Uint8Array;
}

export const MBUS_START = 0x68;
export const MBUS_STOP = 0x16;
/** Start, length, length, start. */
export const MBUS_HEADER_LENGTH = 4;
/** Checksum and stop. */
export const MBUS_TRAILER_LENGTH = 2;
/** C, A and CI fields, which the length counts. */
const FIELDS = 3;
const MAX_LENGTH = 0xff;

/** @throws DlmsError DLMS_TOO_LONG over 252 octets of data */
export function encodeMbusFrame(writer: OctetWriter, frame: MbusFrame): OctetWriter {
  const length = FIELDS + frame.data.length;
  if (length > MAX_LENGTH) throw tooLong(frame.data.length);
  const counted = new OctetWriter()
    .u8(frame.control)
    .u8(frame.address)
    .u8(frame.controlInformation)
    .octets(frame.data)
    .toOctets();
  writer.u8(MBUS_START).u8(length).u8(length).u8(MBUS_START).octets(counted);
  return writer.u8(mbusChecksum(counted)).u8(MBUS_STOP);
}

/**
 * Reads one long frame; the data is a view on the input.
 * @throws DlmsError DLMS_TRUNCATED, DLMS_MALFORMED (start, lengths, stop), DLMS_FRAME_CHECK
 */
export function decodeMbusFrame(reader: OctetReader): MbusFrame {
  const counted = reader.octets(decodeMbusHeader(reader));
  const stated = reader.u8();
  if (reader.u8() !== MBUS_STOP) throw reader.malformed('no stop octet where the length of a frame puts it');
  const due = mbusChecksum(counted);
  if (stated !== due) throw wrongChecksum(stated, due);
  const fields = new OctetReader(counted, reader.layer);
  return {
    control: fields.u8(),
    address: fields.u8(),
    controlInformation: fields.u8(),
    data: fields.rest(),
  };
}

/** The octets that the length counts: C, A and CI fields and data. @throws DLMS_TRUNCATED, DLMS_MALFORMED */
export function decodeMbusHeader(reader: OctetReader): number {
  if (reader.u8() !== MBUS_START) throw reader.malformed('no start of a long frame');
  const [length, again] = [reader.u8(), reader.u8()];
  if (length !== again) throw reader.malformed(`lengths ${length} and ${again} in one frame`);
  if (reader.u8() !== MBUS_START) throw reader.malformed('no second start octet');
  if (length < FIELDS) throw reader.malformed(`a long frame of only ${length} octets`);
  return length;
}

/** All octets from the C field to the last of the data, added up modulo 256. */
export function mbusChecksum(counted: Uint8Array): number {
  return counted.reduce((sum, octet) => (sum + octet) & 0xff, 0);
}

function wrongChecksum(stated: number, due: number): DlmsError {
  return new DlmsError(`the checksum of a frame is ${hex(stated)} where its octets give ${hex(due)}`, {
    code: 'DLMS_FRAME_CHECK',
    layer: 'transport',
    fault: 'line',
    hint: 'Octets change on the way: check parity, baud rate and wiring of the line.',
  });
}

function hex(octet: number): string {
  return octet.toString(16).padStart(2, '0').toUpperCase();
}

function tooLong(octets: number): DlmsError {
  return new DlmsError(`${octets} octets of data do not fit an M-Bus frame`, {
    code: 'DLMS_TOO_LONG',
    layer: 'transport',
    fault: 'package',
  });
}
