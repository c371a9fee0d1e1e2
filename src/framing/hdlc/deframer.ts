/**
 * Cuts frames out of a stream of octets in any split (IEC 62056-46, 6.4.4). A flag synchronises, the
 * format field tells the length; the closing flag is never searched by value. Flags may be shared or
 * repeated. Whatever is not a frame comes out as damage.
 */
import { OctetReader } from '../../encoding/octet-reader.js';
import { DlmsError } from '../../errors.js';
import { decodeFormat, decodeFrame, decodeHeader, FLAG, type HdlcFrame, MAX_HEADER_LENGTH } from './frame.js';

export interface ReceivedFrame {
  readonly kind: 'frame';
  readonly frame: HdlcFrame;
  /** The frame's octets with both flags, also where they are shared. */
  readonly octets: Uint8Array;
}

/** Noise, or a frame that did not hold: all octets between two flags, and why. */
export interface DamagedOctets {
  readonly kind: 'damaged';
  readonly octets: Uint8Array;
  readonly error: DlmsError;
}

export type HdlcDeframerOutput = ReceivedFrame | DamagedOctets;

export class HdlcDeframer {
  /** What came since the last flag; never kept longer than one frame and its closing flag. */
  #pending = new Uint8Array(0);
  /** A flag stood right before the pending octets. */
  #synchronised = false;

  /** Octets came that can be the beginning of a frame, but not yet its end. */
  get frameInProgress(): boolean {
    return this.#pending.length > 0;
  }

  push(octets: Uint8Array): HdlcDeframerOutput[] {
    const joined = new Uint8Array(this.#pending.length + octets.length);
    joined.set(this.#pending);
    joined.set(octets, this.#pending.length);
    this.#pending = joined;
    return this.#drain();
  }

  /**
   * Gives up a frame whose end did not come: it is reported as damaged but for frames that hid behind
   * its beginning. Nothing is in progress afterwards.
   */
  flush(): HdlcDeframerOutput[] {
    const outputs: HdlcDeframerOutput[] = [];
    while (this.frameInProgress) {
      outputs.push(this.#reject(damage('the end of a frame did not come')), ...this.#drain());
    }
    return outputs;
  }

  #drain(): HdlcDeframerOutput[] {
    const outputs: HdlcDeframerOutput[] = [];
    for (let output = this.#next(); output !== undefined; output = this.#next()) outputs.push(output);
    this.#pending = this.#pending.slice();
    return outputs;
  }

  #next(): HdlcDeframerOutput | undefined {
    this.#skipFlags();
    if (!this.frameInProgress) return undefined;
    if (!this.#synchronised) return this.#reject(damage('octets outside of a frame'));
    try {
      return this.#takeFrame();
    } catch (error) {
      if (error instanceof DlmsError) return this.#reject(error);
      throw error;
    }
  }

  #skipFlags(): void {
    let flags = 0;
    while (this.#pending[flags] === FLAG) flags += 1;
    if (flags > 0) this.#synchronised = true;
    this.#pending = this.#pending.subarray(flags);
  }

  /** The frame that the pending octets start with; undefined while its end is missing. */
  #takeFrame(): ReceivedFrame | undefined {
    const pending = this.#pending;
    const length = lengthOf(pending);
    if (length === undefined) return undefined;
    // A header that does not hold is noise: found out here, it cannot hold up frames behind it.
    if (pending.length >= Math.min(length, MAX_HEADER_LENGTH)) decodeHeader(pending);
    if (pending.length <= length) return undefined;
    if (pending[length] !== FLAG) throw damage('no flag where the length of a frame puts it');
    const frame = decodeFrame(pending.slice(0, length));
    const octets = new Uint8Array(length + 2).fill(FLAG, 0, 1);
    octets.set(pending.subarray(0, length + 1), 1);
    this.#pending = pending.subarray(length);
    return { kind: 'frame', frame, octets };
  }

  #reject(error: DlmsError): DamagedOctets {
    const flag = this.#pending.indexOf(FLAG);
    const octets = this.#pending.slice(0, flag < 0 ? this.#pending.length : flag);
    this.#pending = this.#pending.subarray(octets.length);
    this.#synchronised = false;
    return { kind: 'damaged', octets, error };
  }
}

/** The length in a format field of which the second octet may still be missing. */
function lengthOf(pending: Uint8Array): number | undefined {
  const known = pending.length > 1;
  const format = known ? pending : Uint8Array.of(pending[0] ?? 0, 0xff);
  const { length } = decodeFormat(new OctetReader(format, 'hdlc'));
  return known ? length : undefined;
}

function damage(what: string): DlmsError {
  return new DlmsError(what, {
    code: 'DLMS_MALFORMED',
    layer: 'hdlc',
    fault: 'line',
    hint: 'Check baud rate, data bits and parity, and that the meter speaks HDLC on this line.',
  });
}
