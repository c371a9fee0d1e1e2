/** A date, or a time, without the other (Blue Book 4.1.6) for people: as ISO 8601 has them, `*` for what is left open. */
import { type DateTime, decodeDateTime } from './date-time.js';

/** `2024-03-15` of 5 octets, `12:30:00` of 4; undefined for other lengths, and for fields that are out of range. */
export function dateOrTimeText(octets: Uint8Array): string | undefined {
  const fields = decodeDateTime(octets);
  if (fields === undefined) return undefined;
  if (octets.length === 5) return dateText(fields);
  return octets.length === 4 ? timeText(fields) : undefined;
}

function dateText({ year, month, dayOfMonth }: DateTime): string | undefined {
  return joined([part(year, 9999, 4), part(month, 12), part(dayOfMonth, 31)], '-');
}

function timeText({ hour, minute, second, hundredths = 0 }: DateTime): string | undefined {
  const time = joined([part(hour, 23), part(minute, 59), part(second, 59)], ':');
  if (time === undefined || hundredths === 0) return time;
  return joined([time, part(hundredths, 99)], '.');
}

function part(value: number | undefined, most: number, digits = 2): string | undefined {
  if (value === undefined) return '*';
  return value <= most ? String(value).padStart(digits, '0') : undefined;
}

function joined(parts: readonly (string | undefined)[], sign: string): string | undefined {
  return parts.includes(undefined) ? undefined : parts.join(sign);
}
