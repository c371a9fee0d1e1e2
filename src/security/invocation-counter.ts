/**
 * The invocation counter of one key on the sending side (Green Book, invocation counter): every number is
 * given out once, ever. Who keeps it between runs of the program is not decided here.
 */

export interface InvocationCounter {
  /**
   * The next number, never given out before. @throws DlmsError DLMS_COUNTER_EXHAUSTED near 2^32 - 1, or
   * DLMS_COUNTER_STORE where it cannot be kept: nothing may be sent then
   */
  take(): number;
  /** All numbers to come are at least `least`: the meter has already seen those below. */
  raise(least: number): void;
}
