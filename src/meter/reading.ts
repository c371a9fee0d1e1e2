/** One value of a meter as its user gets it: a number with unit, time and quality, or why there is none. */

import type { Data } from '../cosem/data.js';
import { decodeDateTime, encodeDateTime } from '../cosem/date-time.js';
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import { toIsoText, withInvertedDeviation } from '../cosem/instant.js';
import { attributeMeaning } from '../cosem/interface-class.js';
import { type NotNumericReason, numericOf } from '../cosem/numeric.js';
import { formatTag, type Tag } from '../cosem/obis.js';
import type { DataAccessResult } from '../cosem/result.js';
import type { ScalerUnit } from '../cosem/scaler-unit.js';
import { unitSymbol } from '../cosem/unit.js';
import type { DlmsError } from '../errors.js';

/**
 * `good`: a number. A data-access-result: the meter refuses. `not-numeric`: data that is no number, a text
 * or a structure. `no-value`, `not-a-number`, `no-point-in-time`: the meter gives an empty or impossible
 * value. `attribute-needed`: the object's class has no one value, the tag must name an attribute.
 */
export type Quality =
  | 'good'
  | Exclude<DataAccessResult, 'success'>
  | Exclude<NotNumericReason, 'text' | 'structured'>
  | 'not-numeric'
  | 'attribute-needed';

export interface Reading {
  /** The dotted code of six groups; `device_status` for the state of the link. */
  readonly obis: string;
  /** As written in the tag, or the attribute that is the value; 0 where there is none. */
  readonly attribute: number;
  /** 0 for the state of the link. */
  readonly classId: number;
  readonly quality: Quality;
  /** The scaled number; only with quality `good`. */
  readonly value?: number | undefined;
  /** Before scaling. */
  readonly raw?: number | string | undefined;
  /** The digits as the meter sent them, where `raw` is beyond 2^53. */
  readonly exact?: string | undefined;
  /** Power of ten from raw to value; absent where the object has none. */
  readonly scaler?: number | undefined;
  /** Symbol, for example `Wh`. */
  readonly unit?: string | undefined;
  /** Milliseconds since 1970-01-01 UTC when the answer was here. */
  readonly time: number;
  /** ISO 8601: the meter's own time of the value (capture_time). */
  readonly meterTime?: string | undefined;
  /** What the meter sent. */
  readonly data?: Data | undefined;
  /** The error in place of an answer to this attribute alone. */
  readonly error?: DlmsError | undefined;
}

/** What stands beside a value, and how it is to be understood. */
export interface Companions {
  readonly scalerUnit?: ScalerUnit | undefined;
  readonly captureTime?: Data | undefined;
  /** The deviation in the meter's date-times has the wrong sign. */
  readonly deviationInverted?: boolean | undefined;
}

export function goodReading(
  attribute: AttributeDescriptor,
  data: Data,
  { scalerUnit, captureTime, deviationInverted = false }: Companions,
  time: number,
): Reading {
  const meaning = attributeMeaning(attribute.classId, attribute.attributeId);
  const mended = (each: Data): Data => (deviationInverted ? withRightDeviation(each) : each);
  const isTime = meaning === 'date-time' || data.kind === 'date-time';
  const numeric = numericOf(isTime ? mended(data) : data, scalerUnit, meaning);
  const meterTime = captureTime && meterTimeOf(mended(captureTime));
  const common = { ...identityOf(attribute), time, data, meterTime };
  if (numeric.kind === 'not-numeric') return { ...common, quality: qualityOf(numeric.reason) };
  const { value, raw, exact } = numeric;
  return {
    ...common,
    quality: 'good',
    value,
    raw,
    exact,
    scaler: scalerUnit?.scaler,
    unit: scalerUnit && unitSymbol(scalerUnit.unit),
  };
}

/** `data` where the value itself is there, but not what is needed to understand it. */
export function badReading(
  attribute: AttributeDescriptor,
  quality: Quality,
  time: number,
  { data, error }: Pick<Reading, 'data' | 'error'> = {},
): Reading {
  return { ...identityOf(attribute), quality, time, data, error };
}

/** 1: the meter answers; 0: it does not. */
export function deviceStatusReading(tag: Tag, value: 0 | 1, time: number): Reading {
  return { obis: formatTag(tag), attribute: 0, classId: 0, quality: 'good', value, raw: value, time };
}

function identityOf(attribute: AttributeDescriptor): Pick<Reading, 'obis' | 'attribute' | 'classId'> {
  const { logicalName, attributeId, classId } = attribute;
  return { obis: logicalName, attribute: attributeId, classId };
}

/** The word for a value that is no number. */
export function qualityOf(reason: NotNumericReason): Quality {
  return reason === 'text' || reason === 'structured' ? 'not-numeric' : reason;
}

/** Only a date-time has a deviation: its 12 octets travel as such, or as an octet-string. */
function withRightDeviation(data: Data): Data {
  if (data.kind !== 'octet-string' && data.kind !== 'date-time') return data;
  const dateTime = data.octets.length === 12 ? decodeDateTime(data.octets) : undefined;
  if (dateTime === undefined) return data;
  return { ...data, octets: encodeDateTime(withInvertedDeviation(dateTime)) };
}

function meterTimeOf(data: Data): string | undefined {
  const dateTime = 'octets' in data ? decodeDateTime(data.octets) : undefined;
  return dateTime && toIsoText(dateTime);
}
