/** The sleep of a battery meter (IEC 62056-21, 5.2): a stream of NUL wakes it, a pause later it listens. */

/** Rather less than the 2.1 s at 300 Bd that the stream must last. */
const LEAST_NULS = 60;
/** Rather less than the 1.5 s that the pause must last. */
const LEAST_PAUSE_MS = 1400;
const AWAKE_MS = 10_000;

export class WakeUp {
  #nuls = 0;
  #wokenAt = Number.NEGATIVE_INFINITY;

  /** Takes what comes, and tells whether the meter hears it. @param now milliseconds since 1970 */
  hears(octets: Uint8Array, now: number): boolean {
    if (octets.every((octet) => octet === 0)) {
      this.#nuls += octets.length;
      if (this.#nuls >= LEAST_NULS) this.#wokenAt = now;
      return false;
    }
    this.#nuls = 0;
    const awakeMs = now - this.#wokenAt;
    return awakeMs >= LEAST_PAUSE_MS && awakeMs <= AWAKE_MS;
  }
}
