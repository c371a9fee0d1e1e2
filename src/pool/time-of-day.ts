/** Points in time as people at the meter read them off a clock. */

/** Local time, `16:45`. @param wallTime milliseconds since 1970-01-01 UTC */
export function timeOfDay(wallTime: number): string {
  const time = new Date(wallTime);
  return [time.getHours(), time.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
}
