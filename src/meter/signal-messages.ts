/**
 * What goes out for signals: a message for each of them, one for all, or one for the InfluxDB out node; and
 * the messages that show a gap. Each is the set of properties of a message.
 */
import type { DlmsError } from '../errors.js';
import { gapCode, qualityOf } from './signal-errors.js';
import type { SignalGap, SignalValue } from './signal-value.js';

export const OUTPUTS = { each: 'each', one: 'one', influx: 'influx' } as const;
export type Output = keyof typeof OUTPUTS;

export type Properties = Readonly<Record<string, unknown>>;

/** Nothing where there is no value. @param device the alias of the meter. */
export function valueMessages(output: Output, device: string, values: readonly SignalValue[]): Properties[] {
  const [first] = values;
  if (first === undefined) return [];
  if (output === 'each') return values.map((value) => eachMessage(device, value));
  const timestamp = first.reading.time;
  const payload = Object.fromEntries(values.map(({ signal, payload }) => [signal.alias, payload]));
  if (output === 'influx') return [{ measurement: device, payload: [payload, { device }], timestamp }];
  const dlms = Object.fromEntries(
    values.map((value) => [value.signal.alias, originAmongOthers(device, value)]),
  );
  return [{ topic: device, payload, timestamp, quality: 'good', dlms }];
}

function eachMessage(device: string, value: SignalValue): Properties {
  const { signal, reading, payload } = value;
  return {
    topic: `${device}/${signal.alias}`,
    payload,
    unit: reading.unit ?? '',
    timestamp: reading.time,
    quality: 'good',
    dlms: origin(device, value),
  };
}

/** Where a value comes from, and what it was before scaling. */
function origin(device: string, { signal, reading, payload }: SignalValue): Properties {
  const { obis, attribute, classId, scaler, meterTime, exact } = reading;
  return defined({
    device,
    signal: signal.alias,
    obis,
    attribute,
    classId,
    value: reading.raw ?? payload,
    scaler,
    meterTime,
    exact,
  });
}

/** Where one message holds all signals, each has its unit here. */
function originAmongOthers(device: string, value: SignalValue): Properties {
  return defined({ ...origin(device, value), unit: value.reading.unit, quality: 'good' });
}

function defined(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}

/** The message where nothing could be read at all, and no signal is known: what was asked is no job, say. */
export function failureMessage({ code, message }: DlmsError, timestamp: number): Properties {
  return { payload: null, timestamp, quality: qualityOf(code), error: { code, message } };
}

/** Messages without a value, where the flow wants to see the gap: one a signal with `each`, else one. */
export function gapMessages(
  output: Output,
  device: string,
  gaps: readonly SignalGap[],
  error: DlmsError,
  timestamp: number,
): Properties[] {
  const empty = (quality: string, code: string, message: string): Properties => ({
    payload: null,
    timestamp,
    quality,
    error: { code, message },
  });
  if (output === 'each') {
    return gaps.map((gap) => ({
      topic: `${device}/${gap.signal.alias}`,
      unit: '',
      ...empty(gap.quality, gapCode(gap), gap.reason),
    }));
  }
  const name = output === 'influx' ? { measurement: device } : { topic: device };
  return gaps.slice(0, 1).map(({ quality }) => ({ ...name, ...empty(quality, error.code, error.message) }));
}
