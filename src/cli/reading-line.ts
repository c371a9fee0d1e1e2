/** A reading as a line of `dlms read`: as JSON, or as a row for people. */
import type { Data } from '../cosem/data.js';
import { logicalNameOf } from '../cosem/descriptor.js';
import { attributeMeaning } from '../cosem/interface-class.js';
import { obisName } from '../cosem/obis-name.js';
import type { Quality, Reading } from '../meter/reading.js';
import { type Printable, printable } from './printable.js';
import type { Column } from './table.js';

export interface ReadingLine {
  readonly device: string;
  readonly obis: string;
  readonly attribute: number;
  readonly classId: number;
  /** As the meter sent it, before scaling. */
  readonly value?: Printable | undefined;
  /** The digits of `value` where it is beyond 2^53. */
  readonly exact?: string | undefined;
  readonly scaler?: number | undefined;
  readonly unit?: string | undefined;
  readonly scaled?: number | undefined;
  /** Why there is no value, in the standard's word. */
  readonly error?: string | undefined;
  /** What is wrong with a value that is there. */
  readonly quality?: string | undefined;
  readonly reason?: string | undefined;
  /** ISO 8601: when the answer was here. */
  readonly time: string;
  /** ISO 8601: the meter's own time of the value. */
  readonly meterTime?: string | undefined;
}

const LOGICAL_NAME = 1;

/** The meter gave something, but no number: it is shown as it is. */
const VALUE_WITHOUT_NUMBER: readonly Quality[] = [
  'not-numeric',
  'no-value',
  'not-a-number',
  'no-point-in-time',
];

/** Where the standard's word is not enough. */
const REASONS: Readonly<Partial<Record<Quality, string>>> = {
  'attribute-needed': 'objects of this class have no one value: name the attribute behind a colon',
};

/** @param device The alias of the meter. */
export function readingLine(device: string, reading: Reading): ReadingLine {
  const { obis, attribute, classId, quality, data } = reading;
  const identity = { device, obis, attribute, classId };
  const times = { time: new Date(reading.time).toISOString(), meterTime: reading.meterTime };
  if (quality === 'good') {
    const { raw, exact, scaler, unit, value } = reading;
    return { ...identity, value: raw, exact, scaler, unit, scaled: value, ...times };
  }
  if (data === undefined || !VALUE_WITHOUT_NUMBER.includes(quality)) {
    return { ...identity, error: quality, reason: reading.error?.message ?? REASONS[quality], ...times };
  }
  const value = logicalNameText(attribute, data) ?? printable(data, attributeMeaning(classId, attribute));
  return { ...identity, value, ...(quality === 'not-numeric' ? {} : { quality }), ...times };
}

/** Every class has its logical name there. */
function logicalNameText(attribute: number, data: Data): string | undefined {
  const isName = attribute === LOGICAL_NAME && data.kind === 'octet-string' && data.octets.length === 6;
  return isName ? logicalNameOf(data.octets) : undefined;
}

export const READING_COLUMNS: readonly Column[] = [
  { title: 'OBIS' },
  { title: 'Value', align: 'right' },
  { title: 'Unit' },
  { title: 'Name' },
  { title: 'Meter time' },
];

/** The cells of READING_COLUMNS. */
export function readingRow(line: ReadingLine): readonly string[] {
  const obis = line.attribute === 2 || line.attribute === 0 ? line.obis : `${line.obis}:${line.attribute}`;
  return [obis, valueCell(line), line.unit ?? '', obisName(line.obis) ?? '', line.meterTime ?? ''];
}

function valueCell({ value, exact, scaler = 0, scaled, error, quality }: ReadingLine): string {
  if (error !== undefined) return `(${error})`;
  if (exact !== undefined) return scaler === 0 ? exact : `${exact}e${scaler}`;
  // A date-time says more as text than as seconds.
  if (scaled !== undefined) return typeof value === 'string' ? value : String(scaled);
  if (quality !== undefined) return `(${quality})`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
