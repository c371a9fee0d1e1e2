/** The Data types without inner elements (Blue Book 4.1.5): their contents in A-XDR, without the tag. */
import { readLength, readOctetString, writeLength, writeOctetString } from '../encoding/axdr.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';
import { DlmsError } from '../errors.js';
import type { DataKind } from './data-tag.js';
import { isNumberKind, type NumberData, readNumber, writeNumber } from './number-data.js';

export type SimpleData =
  | { readonly kind: 'null-data' | 'dont-care' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** `bits` as text of 0 and 1, first bit first. */
  | { readonly kind: 'bit-string'; readonly bits: string }
  | { readonly kind: 'octet-string'; readonly octets: Uint8Array }
  /** visible-string: one character an octet, also above 7F, so that nothing is lost. */
  | { readonly kind: 'visible-string' | 'utf8-string'; readonly text: string }
  | NumberData
  | { readonly kind: 'long64' | 'long64-unsigned'; readonly value: bigint }
  /** date-time (12 octets), date (5) or time (4); see date-time.ts for the fields. */
  | { readonly kind: 'date-time' | 'date' | 'time'; readonly octets: Uint8Array };

export type SimpleKind = Exclude<DataKind, 'array' | 'structure' | 'compact-array'>;

const DATE_TIME_SIZE = { 'date-time': 12, date: 5, time: 4 } as const;

const OCTET_BITS = Array.from({ length: 256 }, (_, octet) => octet.toString(2).padStart(8, '0'));

// One object for all: a long array of them costs no more than its octets.
const NULL_DATA: SimpleData = { kind: 'null-data' };
const DONT_CARE: SimpleData = { kind: 'dont-care' };

export function isSimpleKind(kind: DataKind): kind is SimpleKind {
  return kind !== 'array' && kind !== 'structure' && kind !== 'compact-array';
}

/** Octets of the result are copies: they outlive the receive buffer. */
export function readSimple(reader: OctetReader, kind: SimpleKind): SimpleData {
  if (isNumberKind(kind)) return readNumber(reader, kind);
  switch (kind) {
    case 'null-data':
      return NULL_DATA;
    case 'dont-care':
      return DONT_CARE;
    case 'boolean':
      return { kind, value: reader.u8() !== 0 };
    case 'bit-string':
      return { kind, bits: readBits(reader) };
    case 'octet-string':
      return { kind, octets: copy(readOctetString(reader)) };
    case 'visible-string':
      return { kind, text: Buffer.from(readOctetString(reader)).toString('latin1') };
    case 'utf8-string':
      return { kind, text: Buffer.from(readOctetString(reader)).toString('utf8') };
    case 'long64':
      return { kind, value: reader.i64() };
    case 'long64-unsigned':
      return { kind, value: reader.u64() };
    case 'date-time':
    case 'date':
    case 'time':
      return { kind, octets: copy(reader.octets(DATE_TIME_SIZE[kind])) };
  }
}

/** @throws DlmsError DLMS_VALUE_RANGE when a value does not fit its type. */
export function writeSimple(writer: OctetWriter, data: SimpleData): void {
  switch (data.kind) {
    case 'null-data':
    case 'dont-care':
      return;
    case 'boolean':
      writer.u8(data.value ? 1 : 0);
      return;
    case 'bit-string':
      writeBits(writer, data.bits);
      return;
    case 'octet-string':
      writeOctetString(writer, data.octets);
      return;
    case 'visible-string':
      writeVisible(writer, data.text);
      return;
    case 'utf8-string':
      writeOctetString(writer, Buffer.from(data.text, 'utf8'));
      return;
    case 'long64':
    case 'long64-unsigned':
      writeInteger64(writer, data.kind, data.value);
      return;
    case 'date-time':
    case 'date':
    case 'time':
      check(data.octets.length === DATE_TIME_SIZE[data.kind], data.kind, `${data.octets.length} octets`);
      writer.octets(data.octets);
      return;
    default:
      writeNumber(writer, data);
  }
}

function copy(octets: Uint8Array): Uint8Array {
  return new Uint8Array(octets);
}

function readBits(reader: OctetReader): string {
  const length = readLength(reader);
  const octets = reader.octets(Math.ceil(length / 8));
  return Array.from(octets, (octet) => OCTET_BITS[octet])
    .join('')
    .slice(0, length);
}

function writeBits(writer: OctetWriter, bits: string): void {
  check(/^[01]*$/.test(bits), 'bit-string', 'other characters than 0 and 1');
  writeLength(writer, bits.length);
  for (let at = 0; at < bits.length; at += 8) {
    writer.u8(Number.parseInt(bits.slice(at, at + 8).padEnd(8, '0'), 2));
  }
}

function writeVisible(writer: OctetWriter, text: string): void {
  check(/^[\0-\xff]*$/.test(text), 'visible-string', 'characters beyond one octet');
  writeOctetString(writer, Buffer.from(text, 'latin1'));
}

function writeInteger64(writer: OctetWriter, kind: 'long64' | 'long64-unsigned', value: bigint): void {
  const fits = (kind === 'long64' ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value)) === value;
  check(fits, kind, `${value}`);
  writer.u64(BigInt.asUintN(64, value));
}

function check(fits: boolean, kind: string, what: string): void {
  if (fits) return;
  throw new DlmsError(`${kind} cannot hold ${what}`, {
    code: 'DLMS_VALUE_RANGE',
    layer: 'service',
    fault: 'package',
  });
}
