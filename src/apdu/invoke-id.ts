/**
 * Invoke-Id-And-Priority, one octet (Green Book): bit 7 priority high, bit 6 confirmed, bits 3..0 the
 * invoke-id. The PDUs keep the octet as it stands, since answers repeat it whole.
 */

const HIGH_PRIORITY = 0x80;
const CONFIRMED = 0x40;
const INVOKE_ID = 0x0f;

/** The octet of a confirmed request of high priority. */
export function invokeIdAndPriority(invokeId: number): number {
  return HIGH_PRIORITY | CONFIRMED | (invokeId & INVOKE_ID);
}

export function invokeIdOf(octet: number): number {
  return octet & INVOKE_ID;
}

/** An unconfirmed request wants no answer. */
export function isConfirmed(octet: number): boolean {
  return (octet & CONFIRMED) !== 0;
}

export function isHighPriority(octet: number): boolean {
  return (octet & HIGH_PRIORITY) !== 0;
}
