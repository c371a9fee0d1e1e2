/**
 * Points in time from date-times (Blue Book 4.1.6.1). A date-time is a point in time only where year,
 * month, day, hour and minute are given and exist in the calendar; a second that is left open is 0.
 */
import type { DateTime } from './date-time.js';

/** Meters with either sign of the deviation stay within; anything beyond is no deviation. */
const MAX_DEVIATION = 840;

/**
 * Milliseconds since 1970-01-01 UTC; undefined where the date-time is no point in time, or does not tell
 * how far it is from UTC.
 */
export function toEpochMs(dateTime: DateTime): number | undefined {
  const deviation = usableDeviation(dateTime);
  return deviation === undefined ? undefined : toEpochMsAt(dateTime, deviation);
}

/**
 * As toEpochMs, but with the caller's deviation (minutes from local time to UTC) where the date-time gives
 * none: 0 takes its fields as UTC.
 */
export function toEpochMsAt(dateTime: DateTime, deviation: number): number | undefined {
  const local = localMs(dateTime);
  return local === undefined ? undefined : local + (usableDeviation(dateTime) ?? deviation) * 60_000;
}

/** ISO 8601 local time with its offset, `2024-03-15T12:30:00+01:00`; no offset where none is given. */
export function toIsoText(dateTime: DateTime): string | undefined {
  if (localMs(dateTime) === undefined) return undefined;
  const { year = 0, month = 0, dayOfMonth = 0, hour = 0, minute = 0, second = 0 } = dateTime;
  const date = `${year > 9999 ? '+' : ''}${digits(year, 4)}-${digits(month)}-${digits(dayOfMonth)}`;
  const hundredths = usableHundredths(dateTime);
  const fraction = hundredths === 0 ? '' : `.${digits(hundredths)}`;
  const time = `${digits(hour)}:${digits(minute)}:${digits(second)}${fraction}`;
  return `${date}T${time}${offsetText(usableDeviation(dateTime))}`;
}

/** The date-time of a meter that gives the deviation the wrong sign, put right. */
export function withInvertedDeviation(dateTime: DateTime): DateTime {
  const deviation = usableDeviation(dateTime);
  return deviation === undefined ? dateTime : { ...dateTime, deviation: 0 - deviation };
}

/**
 * The fields of a point in time on a clock with this deviation (minutes from local time to UTC). The
 * clock status is left clear.
 * @param epochMs Milliseconds since 1970-01-01 UTC.
 */
export function dateTimeAt(epochMs: number, deviation: number): DateTime {
  const local = new Date(epochMs - deviation * 60_000);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    dayOfMonth: local.getUTCDate(),
    dayOfWeek: local.getUTCDay() === 0 ? 7 : local.getUTCDay(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    hundredths: Math.floor(local.getUTCMilliseconds() / 10),
    deviation,
    clockStatus: 0,
  };
}

/** The fields read as if they were UTC. */
function localMs(dateTime: DateTime): number | undefined {
  const { year, month, dayOfMonth, hour, minute, second = 0 } = dateTime;
  if (year === undefined || month === undefined || dayOfMonth === undefined) return undefined;
  if (hour === undefined || minute === undefined) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const day = new Date(0).setUTCFullYear(year, month - 1, dayOfMonth);
  // A day that the month does not have (also the rules for last days) rolls over into another one.
  if (new Date(day).getUTCMonth() !== month - 1 || new Date(day).getUTCDate() !== dayOfMonth)
    return undefined;
  return day + ((hour * 60 + minute) * 60 + second) * 1000 + usableHundredths(dateTime) * 10;
}

function usableHundredths({ hundredths = 0 }: DateTime): number {
  return hundredths > 99 ? 0 : hundredths;
}

function usableDeviation({ deviation }: DateTime): number | undefined {
  return deviation !== undefined && Math.abs(deviation) <= MAX_DEVIATION ? deviation : undefined;
}

function offsetText(deviation: number | undefined): string {
  if (deviation === undefined) return '';
  const [hours, minutes] = [Math.floor(Math.abs(deviation) / 60), Math.abs(deviation) % 60];
  return `${deviation > 0 ? '-' : '+'}${digits(hours)}:${digits(minutes)}`;
}

function digits(value: number, length = 2): string {
  return String(value).padStart(length, '0');
}
