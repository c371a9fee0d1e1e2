/**
 * Long-Invoke-Id-And-Priority, 32 bits (Green Book; ACCESS and DataNotification): bit 31 priority high, 30
 * confirmed, 29 break on error, 28 self-descriptive, 23..0 the invoke-id. The PDUs keep the number whole,
 * since answers repeat it.
 */

const HIGH_PRIORITY = 0x8000_0000;
const CONFIRMED = 0x4000_0000;
const BREAK_ON_ERROR = 0x2000_0000;
const SELF_DESCRIPTIVE = 0x1000_0000;
const LONG_INVOKE_ID = 0x00ff_ffff;

/** The number of a confirmed request of normal priority that goes on after an error. */
export function longInvokeIdAndPriority(longInvokeId: number): number {
  return (CONFIRMED | (longInvokeId & LONG_INVOKE_ID)) >>> 0;
}

export function longInvokeIdOf(number: number): number {
  return number & LONG_INVOKE_ID;
}

/** An unconfirmed request or notification wants no answer. */
export function isConfirmedLong(number: number): boolean {
  return (number & CONFIRMED) !== 0;
}

export function isHighPriorityLong(number: number): boolean {
  return (number & HIGH_PRIORITY) !== 0;
}

/** After the first specification that fails the rest is not carried out. */
export function breaksOnError(number: number): boolean {
  return (number & BREAK_ON_ERROR) !== 0;
}

export function isSelfDescriptive(number: number): boolean {
  return (number & SELF_DESCRIPTIVE) !== 0;
}
