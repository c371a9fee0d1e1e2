/** The numbers of fixed length among the Data types (Blue Book 4.1.5), big-endian. */
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';
import { DlmsError } from '../errors.js';

interface NumberType {
  readonly read: (reader: OctetReader) => number;
  readonly write: (writer: OctetWriter, value: number) => void;
  /** Smallest and largest integer; without them any number goes. */
  readonly range?: readonly [number, number];
}

const INT8: NumberType = { read: (r) => r.i8(), write: (w, v) => w.i8(v), range: [-0x80, 0x7f] };
const INT16: NumberType = { read: (r) => r.i16(), write: (w, v) => w.i16(v), range: [-0x8000, 0x7fff] };
const INT32: NumberType = {
  read: (r) => r.i32(),
  write: (w, v) => w.i32(v),
  range: [-(2 ** 31), 2 ** 31 - 1],
};
const UINT8: NumberType = { read: (r) => r.u8(), write: (w, v) => w.u8(v), range: [0, 0xff] };
const UINT16: NumberType = { read: (r) => r.u16(), write: (w, v) => w.u16(v), range: [0, 0xffff] };
const UINT32: NumberType = { read: (r) => r.u32(), write: (w, v) => w.u32(v), range: [0, 2 ** 32 - 1] };
const SINGLE: NumberType = { read: (r) => r.f32(), write: (w, v) => w.f32(v) };
const DOUBLE: NumberType = { read: (r) => r.f64(), write: (w, v) => w.f64(v) };
const BCD: NumberType = { read: readBcd, write: writeBcd };

const NUMBER_TYPES = {
  'double-long': INT32,
  'double-long-unsigned': UINT32,
  'floating-point': SINGLE,
  bcd: BCD,
  integer: INT8,
  long: INT16,
  unsigned: UINT8,
  'long-unsigned': UINT16,
  enum: UINT8,
  float32: SINGLE,
  float64: DOUBLE,
  'delta-integer': INT8,
  'delta-long': INT16,
  'delta-double-long': INT32,
  'delta-unsigned': UINT8,
  'delta-long-unsigned': UINT16,
  'delta-double-long-unsigned': UINT32,
} as const satisfies Record<string, NumberType>;

export type NumberKind = keyof typeof NUMBER_TYPES;

export interface NumberData {
  readonly kind: NumberKind;
  /** bcd: the two digits as 0…99, NaN where the octet holds no two decimal digits. */
  readonly value: number;
}

export function isNumberKind(kind: string): kind is NumberKind {
  return Object.hasOwn(NUMBER_TYPES, kind);
}

export function readNumber(reader: OctetReader, kind: NumberKind): NumberData {
  return { kind, value: NUMBER_TYPES[kind].read(reader) };
}

/** @throws DlmsError DLMS_VALUE_RANGE when the value does not fit its type. */
export function writeNumber(writer: OctetWriter, { kind, value }: NumberData): void {
  const type: NumberType = NUMBER_TYPES[kind];
  if (type.range !== undefined) checkRange(kind, value, type.range);
  type.write(writer, value);
}

function checkRange(kind: string, value: number, [least, most]: readonly [number, number]): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new DlmsError(`${value} does not fit ${kind}, which holds integers from ${least} to ${most}`, {
    code: 'DLMS_VALUE_RANGE',
    layer: 'service',
    fault: 'package',
  });
}

function readBcd(reader: OctetReader): number {
  const octet = reader.u8();
  const [tens, ones] = [octet >> 4, octet & 0x0f];
  return tens > 9 || ones > 9 ? Number.NaN : tens * 10 + ones;
}

function writeBcd(writer: OctetWriter, value: number): void {
  if (Number.isNaN(value)) {
    writer.u8(0xff);
    return;
  }
  checkRange('bcd', value, [0, 99]);
  writer.u8(Math.floor(value / 10) * 16 + (value % 10));
}
