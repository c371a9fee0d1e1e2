/**
 * Frames of a meter whose N(S) never counts. Only after this side has sent something once more may a frame
 * come twice; then the second of two that are the same octet for octet is the first once more.
 */
import type { HdlcFrame } from '../framing/hdlc/frame.js';

export class UncountedFrames {
  #repeated = false;
  #last: string | undefined;

  /** A new request: its answer may well be the same as the last one. */
  asked(): void {
    this.#repeated = false;
    this.#last = undefined;
  }

  /** A request, or the call for more of its answer, was sent once more. */
  repeated(): void {
    this.#repeated = true;
  }

  isRepetition({ information, segmented }: HdlcFrame): boolean {
    const octets = `${segmented} ${information}`;
    const again = this.#repeated && octets === this.#last;
    this.#last = octets;
    return again;
  }
}
