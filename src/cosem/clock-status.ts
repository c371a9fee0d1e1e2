/** clock_status of date-time and of the Clock class (Blue Book 4.1.6.1), bit by bit. */

export const CLOCK_STATUS = {
  /** The time could not be recovered after a power failure. */
  'invalid value': 0x01,
  'doubtful value': 0x02,
  'different clock base': 0x04,
  'invalid clock status': 0x08,
  'daylight saving active': 0x80,
} as const;

export type ClockStatusName = keyof typeof CLOCK_STATUS;

/** Names of the bits that are set, lowest first; none for a status that is not specified. */
export function clockStatusNames(status: number | undefined): readonly ClockStatusName[] {
  const names = Object.keys(CLOCK_STATUS) as ClockStatusName[];
  return status === undefined ? [] : names.filter((name) => (status & CLOCK_STATUS[name]) !== 0);
}
