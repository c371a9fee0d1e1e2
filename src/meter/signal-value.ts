/**
 * A signal's reading made fit for a message: a number in the range of its number type, or a text, or the
 * reason why there is nothing to send.
 */
import type { Data } from '../cosem/data.js';
import { decodeDateTime } from '../cosem/date-time.js';
import { toIsoText } from '../cosem/instant.js';
import { formatTag } from '../cosem/obis.js';
import { toHex } from '../encoding/hex.js';
import type { DlmsError, ErrorFault } from '../errors.js';
import { convert } from './number-type.js';
import type { Reading } from './reading.js';
import type { Signal } from './signal-row.js';

export interface SignalValue {
  readonly kind: 'value';
  readonly signal: Signal;
  readonly reading: Reading;
  readonly payload: number | string;
}

export interface SignalGap {
  readonly kind: 'gap';
  readonly signal: Signal;
  /** In the standard's word where the meter refuses. */
  readonly quality: string;
  /** For people, without the name of the signal. */
  readonly reason: string;
  readonly fault: ErrorFault;
  readonly error?: DlmsError | undefined;
}

export interface SplitReadings {
  readonly values: readonly SignalValue[];
  readonly gaps: readonly SignalGap[];
}

/**
 * @param readings one a signal, in the same order.
 * @param texts whether a text may be sent where the meter gives no number.
 */
export function splitReadings(
  signals: readonly Signal[],
  readings: readonly Reading[],
  texts: boolean,
): SplitReadings {
  const taken = signals.flatMap((signal, index) => {
    const reading = readings[index];
    return reading === undefined ? [] : [take(signal, reading, texts)];
  });
  return {
    values: taken.filter((item) => item.kind === 'value'),
    gaps: taken.filter((item) => item.kind === 'gap'),
  };
}

function take(signal: Signal, reading: Reading, texts: boolean): SignalValue | SignalGap {
  if (reading.quality === 'good' && reading.value !== undefined) {
    return takeNumber(signal, reading, reading.value);
  }
  const text = texts && signal.numberType === 'DOUBLE' ? textOf(reading) : undefined;
  if (text !== undefined) return { kind: 'value', signal, reading, payload: text };
  return gap(signal, reading);
}

function takeNumber(signal: Signal, reading: Reading, value: number): SignalValue | SignalGap {
  const converted = convert(value, signal.numberType, exactWhole(reading));
  if (converted.kind === 'number') return { kind: 'value', signal, reading, payload: converted.value };
  const reason = `${value} is outside of ${signal.numberType} (${converted.range})`;
  return { kind: 'gap', signal, quality: 'out-of-range', reason, fault: 'settings' };
}

/** The scaled value where it is a whole number that a double cannot hold. */
function exactWhole({ exact, scaler = 0 }: Reading): bigint | undefined {
  if (exact === undefined || scaler < 0 || !/^[+-]?\d+$/.test(exact)) return undefined;
  return BigInt(exact) * 10n ** BigInt(scaler);
}

const REASONS: Readonly<Record<string, string>> = {
  'not-numeric': 'the meter sends no number',
  'no-value': 'the meter sends an empty value',
  'not-a-number': 'the meter sends what is no number',
  'no-point-in-time': 'the meter sends an incomplete time',
  'attribute-needed': `the object has no one value; write the attribute behind the code, as in :2`,
};

const OWN_FAULTS = new Set(['not-numeric', 'attribute-needed']);

function gap(signal: Signal, { quality, error }: Reading): SignalGap {
  const known = REASONS[quality];
  const reason =
    error?.message ?? (known === undefined ? `the meter answers ${quality}` : `${quality}, ${known}`);
  const fault = error?.fault ?? (OWN_FAULTS.has(quality) ? 'settings' : 'meter');
  return { kind: 'gap', signal, quality, reason, fault, error };
}

function textOf({ quality, data }: Reading): string | undefined {
  if (data === undefined || (quality !== 'not-numeric' && quality !== 'no-point-in-time')) return undefined;
  return dataText(data);
}

/** Printable octets are a text, others their hexadecimal digits; structures have no text. */
function dataText(data: Data): string | undefined {
  switch (data.kind) {
    case 'visible-string':
    case 'utf8-string':
      return data.text;
    case 'octet-string':
      return dateTimeText(data.octets) ?? octetsText(data.octets);
    case 'date-time':
    case 'date':
    case 'time':
      return dateTimeText(data.octets);
    default:
      return undefined;
  }
}

function dateTimeText(octets: Uint8Array): string | undefined {
  const isDate = octets.length === 12 && !octets.every(isPrintable);
  const dateTime = isDate ? decodeDateTime(octets) : undefined;
  return dateTime && toIsoText(dateTime);
}

function octetsText(octets: Uint8Array): string {
  return octets.every(isPrintable) ? Buffer.from(octets).toString('latin1') : toHex(octets);
}

function isPrintable(octet: number): boolean {
  return octet >= 0x20 && octet < 0x7f;
}

/** `energy_import (1.0.1.8.0.255)`, or the code alone where it is the alias. */
export function signalName({ alias, tag }: Signal): string {
  const code = formatTag(tag);
  return alias === code ? code : `${alias} (${code})`;
}
