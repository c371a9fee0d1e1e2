/** Segmentation of APDUs into information fields and back (IEC 62056-46, 6.4.4.5). */
import { OctetWriter } from '../../encoding/octet-writer.js';
import { DlmsError } from '../../errors.js';

export interface Segment {
  readonly information: Uint8Array;
  /** The S bit: more follow. */
  readonly segmented: boolean;
}

/** Octets of one APDU with its LLC header that are put together before the sender is given up. */
export const MAX_JOINED_LENGTH = 16 * 1024 * 1024;
/** The least information field that can be agreed on is 32 octets. */
const MAX_SEGMENTS = MAX_JOINED_LENGTH / 32;

/** Cuts an APDU with its LLC header into information fields of at most `maxInformation` octets (1 or more). */
export function cutApdu(llc: Uint8Array, apdu: Uint8Array, maxInformation: number): Segment[] {
  const octets = new OctetWriter().octets(llc).octets(apdu).toOctets();
  const segments: Segment[] = [];
  for (let at = 0; at < octets.length; at += maxInformation) {
    const end = at + maxInformation;
    segments.push({ information: octets.slice(at, end), segmented: end < octets.length });
  }
  return segments;
}

/** Puts the information fields of one sender together, in the order of their numbers. */
export class SegmentJoiner {
  #joined = new OctetWriter();
  #segments = 0;

  /** Segments came, but not the last one. */
  get unfinished(): boolean {
    return this.#segments > 0;
  }

  /**
   * The whole, LLC header included, when this was the last segment.
   * @throws DlmsError DLMS_TOO_LONG; the segments so far are forgotten then
   */
  add(segment: Segment): Uint8Array | undefined {
    this.#segments += 1;
    this.#joined.octets(segment.information);
    if (this.#joined.length > MAX_JOINED_LENGTH || this.#segments > MAX_SEGMENTS) {
      this.reset();
      throw tooLong();
    }
    if (segment.segmented) return undefined;
    const whole = this.#joined.toOctets();
    this.reset();
    return whole;
  }

  reset(): void {
    this.#joined = new OctetWriter();
    this.#segments = 0;
  }
}

function tooLong(): DlmsError {
  return new DlmsError('the meter sends segments of one APDU without end', {
    code: 'DLMS_TOO_LONG',
    layer: 'hdlc',
    fault: 'meter',
    hint: 'Ask for less at a time, for example for a shorter range of a profile.',
  });
}
