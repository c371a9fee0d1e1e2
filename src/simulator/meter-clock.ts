/**
 * The clock of a simulated meter: local time of a zone with the European summer time rule, as Clock
 * (class 8) shows it. Milliseconds since 1970 come in as an argument.
 */
import { CLOCK_STATUS } from '../cosem/clock-status.js';
import { type DateTime, decodeDateTime, encodeDateTime } from '../cosem/date-time.js';
import { dateTimeAt, toEpochMsAt } from '../cosem/instant.js';

export interface MeterClock {
  /** Minutes that local standard time is ahead of UTC; east is positive. */
  readonly offsetMinutes: number;
  /** Summer time from the last Sunday of March to the last Sunday of October, both at 01:00 UTC. */
  readonly daylightSaving: boolean;
  /** Misbehaviour: the deviation has the wrong sign, or every field of every date-time is left open. */
  readonly show?: 'inverted deviation' | 'nothing' | undefined;
}

export const CENTRAL_EUROPE: MeterClock = { offsetMinutes: 60, daylightSaving: true };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A Monday 00:00 of local standard time: the meter was installed, all its registers were 0. */
const INSTALLED = Date.UTC(2018, 0, 1);

export function isSummer(clock: MeterClock, now: number): boolean {
  if (!clock.daylightSaving) return false;
  const year = new Date(now).getUTCFullYear();
  return now >= lastSunday(year, 2) + HOUR && now < lastSunday(year, 9) + HOUR;
}

function lastSunday(year: number, month: number): number {
  const lastDay = Date.UTC(year, month + 1, 0);
  return lastDay - new Date(lastDay).getUTCDay() * DAY;
}

/** Seconds of local standard time since the installation, a Monday 00:00; never negative. */
export function standardSecond(clock: MeterClock, now: number): number {
  return Math.max(0, (now + clock.offsetMinutes * MINUTE - INSTALLED) / 1000);
}

/** Inverse of standardSecond. */
export function atStandardSecond(clock: MeterClock, second: number): number {
  return INSTALLED + second * 1000 - clock.offsetMinutes * MINUTE;
}

/** Seconds (as standardSecond) of the start of the month that holds `second`. */
export function monthStart(second: number): number {
  const date = new Date(INSTALLED + second * 1000);
  return (Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) - INSTALLED) / 1000;
}

/** Minutes from local time to UTC; central European winter has −60. */
export function deviationAt(clock: MeterClock, now: number): number {
  return 0 - clock.offsetMinutes - (isSummer(clock, now) ? 60 : 0);
}

export function clockStatusAt(clock: MeterClock, now: number): number {
  return isSummer(clock, now) ? CLOCK_STATUS['daylight saving active'] : 0;
}

/** The 12 octets of a date-time. */
export function dateTimeOctets(clock: MeterClock, now: number): Uint8Array {
  if (clock.show === 'nothing') return encodeDateTime({});
  const deviation = deviationAt(clock, now);
  const fields: DateTime = { ...dateTimeAt(now, deviation), clockStatus: clockStatusAt(clock, now) };
  return encodeDateTime(
    clock.show === 'inverted deviation' ? { ...fields, deviation: 0 - deviation } : fields,
  );
}

/**
 * The moment that a client means: open fields of the time of day are 0, an open deviation is this clock's.
 * @returns milliseconds since 1970; undefined where the octets are no date.
 */
export function momentOf(clock: MeterClock, octets: Uint8Array): number | undefined {
  const fields = decodeDateTime(octets);
  if (fields === undefined) return undefined;
  const { hour = 0, minute = 0 } = fields;
  const guess = toEpochMsAt({ ...fields, hour, minute }, 0 - clock.offsetMinutes);
  if (guess === undefined || fields.deviation !== undefined) return guess;
  return isSummer(clock, guess - HOUR) ? guess - HOUR : guess;
}
