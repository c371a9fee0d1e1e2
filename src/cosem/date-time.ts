/**
 * date-time, date and time (Blue Book 4.1.6): 12, 5 or 4 octets with fields that may be left open. The
 * deviation is what is added to local time to get UTC, in minutes: central European winter has −60.
 */
import { OctetReader } from '../encoding/octet-reader.js';
import { OctetWriter } from '../encoding/octet-writer.js';

/** Months that stand for a rule of the clock instead of a month. */
export const MONTH_RULE = { daylightSavingsEnd: 0xfd, daylightSavingsBegin: 0xfe } as const;

/** Days of month that are counted from its end. */
export const DAY_RULE = { secondLast: 0xfd, last: 0xfe } as const;

/** Fields as sent; undefined is "not specified". */
export interface DateTime {
  readonly year: number | undefined;
  /** 1…12, or a MONTH_RULE. */
  readonly month: number | undefined;
  /** 1…31, or a DAY_RULE. */
  readonly dayOfMonth: number | undefined;
  /** 1 is Monday, 7 is Sunday. */
  readonly dayOfWeek: number | undefined;
  readonly hour: number | undefined;
  readonly minute: number | undefined;
  readonly second: number | undefined;
  readonly hundredths: number | undefined;
  /** Minutes from local time to UTC. */
  readonly deviation: number | undefined;
  /** Bits as in clock-status.ts. */
  readonly clockStatus: number | undefined;
}

export type DateTimeForm = 'date-time' | 'date' | 'time';

const NOT_SPECIFIED = {
  year: undefined,
  month: undefined,
  dayOfMonth: undefined,
  dayOfWeek: undefined,
  hour: undefined,
  minute: undefined,
  second: undefined,
  hundredths: undefined,
  deviation: undefined,
  clockStatus: undefined,
} as const satisfies DateTime;

const YEAR_OPEN = 0xffff;
const OPEN = 0xff;
const DEVIATION_OPEN = -0x8000;

/** 12 octets are a date-time, 5 a date, 4 a time; of any other length there is no date-time. */
export function decodeDateTime(octets: Uint8Array): DateTime | undefined {
  const reader = new OctetReader(octets);
  switch (octets.length) {
    case 12:
      return { ...NOT_SPECIFIED, ...readDate(reader), ...readTime(reader), ...readZone(reader) };
    case 5:
      return { ...NOT_SPECIFIED, ...readDate(reader) };
    case 4:
      return { ...NOT_SPECIFIED, ...readTime(reader) };
    default:
      return undefined;
  }
}

/** Fields that are left out are written as "not specified". */
export function encodeDateTime(fields: Partial<DateTime>, form: DateTimeForm = 'date-time'): Uint8Array {
  const writer = new OctetWriter();
  if (form !== 'time') {
    writer.u16(fields.year ?? YEAR_OPEN);
    for (const field of [fields.month, fields.dayOfMonth, fields.dayOfWeek]) writer.u8(field ?? OPEN);
  }
  if (form !== 'date') {
    for (const field of [fields.hour, fields.minute, fields.second, fields.hundredths]) {
      writer.u8(field ?? OPEN);
    }
  }
  if (form === 'date-time') writer.i16(fields.deviation ?? DEVIATION_OPEN).u8(fields.clockStatus ?? OPEN);
  return writer.toOctets();
}

function readDate(reader: OctetReader): Pick<DateTime, 'year' | 'month' | 'dayOfMonth' | 'dayOfWeek'> {
  return {
    year: unless(YEAR_OPEN, reader.u16()),
    month: unless(OPEN, reader.u8()),
    dayOfMonth: unless(OPEN, reader.u8()),
    dayOfWeek: unless(OPEN, reader.u8()),
  };
}

function readTime(reader: OctetReader): Pick<DateTime, 'hour' | 'minute' | 'second' | 'hundredths'> {
  return {
    hour: unless(OPEN, reader.u8()),
    minute: unless(OPEN, reader.u8()),
    second: unless(OPEN, reader.u8()),
    hundredths: unless(OPEN, reader.u8()),
  };
}

function readZone(reader: OctetReader): Pick<DateTime, 'deviation' | 'clockStatus'> {
  return { deviation: unless(DEVIATION_OPEN, reader.i16()), clockStatus: unless(OPEN, reader.u8()) };
}

function unless(open: number, value: number): number | undefined {
  return value === open ? undefined : value;
}
