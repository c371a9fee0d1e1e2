/**
 * The number that an attribute's Data stands for: numbers as they are, booleans 0 or 1, bit-strings as
 * unsigned integers (first bit highest), strings of ASCII digits, date-times as seconds since 1970 UTC. A
 * scaler moves the decimal point exactly.
 */
import type { Data } from './data.js';
import { decodeDateTime } from './date-time.js';
import { shiftDecimal, shortestSingle } from './decimal.js';
import { toEpochMsAt, toIsoText } from './instant.js';
import type { ScalerUnit } from './scaler-unit.js';

export type NotNumericReason =
  /** null-data, dont-care, an empty string. */
  | 'no-value'
  /** NaN, an infinity, a bcd without decimal digits, or too large (a bit-string beyond 64 bits). */
  | 'not-a-number'
  /** A string that is no decimal number. */
  | 'text'
  /** An array or structure. */
  | 'structured'
  /** A date-time with open or impossible fields. */
  | 'no-point-in-time';

export type Numeric =
  | {
      readonly kind: 'number';
      readonly value: number;
      /** Before scaling: the number, the digits of a string, or the ISO text of a date-time. */
      readonly raw: number | string;
      /** The digits as the meter sent them, where `raw` is beyond 2^53 and so not exact as a number. */
      readonly exact?: string | undefined;
    }
  | { readonly kind: 'not-numeric'; readonly reason: NotNumericReason };

/** What an attribute means beyond its type: date-times travel mostly as octet-strings. */
export type AttributeMeaning = 'value' | 'date-time';

const MAX_TEXT = 64;
const MAX_BITS = 64;
const MAX_EXACT = 2n ** 53n;
const DECIMAL_TEXT = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;

/**
 * A date-time that does not tell how far it is from UTC counts as UTC.
 * @param meaning `date-time` for attributes that the Blue Book defines as such (interface-class.ts).
 */
export function numericOf(data: Data, scalerUnit?: ScalerUnit, meaning: AttributeMeaning = 'value'): Numeric {
  const power = scalerUnit?.scaler ?? 0;
  switch (data.kind) {
    case 'null-data':
    case 'dont-care':
      return notNumeric('no-value');
    case 'array':
    case 'structure':
    case 'compact-array':
      return notNumeric('structured');
    case 'boolean':
      return fromDecimal(data.value ? '1' : '0', power);
    case 'bit-string':
      return fromBits(data.bits, power);
    case 'octet-string':
      if (meaning === 'date-time') return fromDateTime(data.octets);
      return fromText(Buffer.from(data.octets.subarray(0, MAX_TEXT + 1)).toString('latin1'), power);
    case 'visible-string':
    case 'utf8-string':
      return fromText(data.text, power);
    case 'date-time':
    case 'date':
    case 'time':
      return fromDateTime(data.octets);
    case 'float32':
    case 'floating-point':
      return fromFloat(data.value, shortestSingle(data.value), power);
    case 'long64':
    case 'long64-unsigned':
      return fromDigits(String(data.value), power);
    default:
      return fromFloat(data.value, String(data.value), power);
  }
}

function notNumeric(reason: NotNumericReason): Numeric {
  return { kind: 'not-numeric', reason };
}

function fromFloat(value: number, decimal: string, power: number): Numeric {
  return Number.isFinite(value) ? fromDecimal(decimal, power) : notNumeric('not-a-number');
}

function fromBits(bits: string, power: number): Numeric {
  if (bits === '') return notNumeric('no-value');
  return bits.length > MAX_BITS ? notNumeric('not-a-number') : fromDigits(String(BigInt(`0b${bits}`)), power);
}

function fromText(text: string, power: number): Numeric {
  const decimal = text.slice(0, MAX_TEXT + 1).replace(/^[\s\0]+|[\s\0]+$/g, '');
  if (decimal === '') return notNumeric('no-value');
  if (text.length > MAX_TEXT || !DECIMAL_TEXT.test(decimal)) return notNumeric('text');
  const numeric = fromDigits(decimal, power);
  return numeric.kind === 'number' ? { ...numeric, raw: decimal } : numeric;
}

function fromDateTime(octets: Uint8Array): Numeric {
  const dateTime = decodeDateTime(octets);
  const epochMs = dateTime && toEpochMsAt(dateTime, 0);
  const raw = dateTime && toIsoText(dateTime);
  if (epochMs === undefined || raw === undefined) return notNumeric('no-point-in-time');
  return { kind: 'number', value: epochMs / 1000, raw };
}

function fromDigits(decimal: string, power: number): Numeric {
  const numeric = fromDecimal(decimal, power);
  return numeric.kind === 'number' && isBeyondExact(decimal) ? { ...numeric, exact: decimal } : numeric;
}

function fromDecimal(decimal: string, power: number): Numeric {
  const value = shiftDecimal(decimal, power);
  if (!Number.isFinite(value)) return notNumeric('not-a-number');
  return { kind: 'number', value, raw: shiftDecimal(decimal, 0) };
}

function isBeyondExact(decimal: string): boolean {
  const [integer = ''] = decimal.replace(/^[+-]/, '').split('.');
  return BigInt(integer) > MAX_EXACT;
}
