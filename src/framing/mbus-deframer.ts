/**
 * Cuts long frames of wired M-Bus out of a stream of octets in any split. The header's two equal lengths and
 * its two start octets synchronise; whatever is not a frame comes out as damage.
 */
import { OctetReader } from '../encoding/octet-reader.js';
import { DlmsError } from '../errors.js';
import {
  decodeMbusFrame,
  decodeMbusHeader,
  MBUS_HEADER_LENGTH,
  MBUS_START,
  MBUS_TRAILER_LENGTH,
  type MbusFrame,
} from './mbus-frame.js';

export interface ReceivedMbusFrame {
  readonly kind: 'frame';
  readonly frame: MbusFrame;
  /** From the start octet to the stop octet. */
  readonly octets: Uint8Array;
}

/** Noise, or a frame that did not hold, and why. */
export interface DamagedMbusOctets {
  readonly kind: 'damaged';
  readonly octets: Uint8Array;
  readonly error: DlmsError;
}

export type MbusDeframerOutput = ReceivedMbusFrame | DamagedMbusOctets;

/** C, A and CI fields. */
const LEAST = 3;

/** One for all octets that begin no frame: noise has many. */
const OUTSIDE = damage('octets outside of a frame');

export class MbusDeframer {
  /** Never kept longer than one frame. */
  #pending = new Uint8Array(0);

  /** Octets came that can be the beginning of a frame, but not yet its end. */
  get frameInProgress(): boolean {
    return this.#pending.length > 0;
  }

  push(octets: Uint8Array): MbusDeframerOutput[] {
    const joined = new Uint8Array(this.#pending.length + octets.length);
    joined.set(this.#pending);
    joined.set(octets, this.#pending.length);
    this.#pending = joined;
    return this.#drain();
  }

  /** Gives up a frame whose end did not come, but for frames that hid behind its beginning. */
  flush(): MbusDeframerOutput[] {
    const outputs: MbusDeframerOutput[] = [];
    while (this.frameInProgress) {
      outputs.push(this.#reject(damage('the end of a frame did not come')), ...this.#drain());
    }
    return outputs;
  }

  #drain(): MbusDeframerOutput[] {
    const outputs: MbusDeframerOutput[] = [];
    for (let output = this.#next(); output !== undefined; output = this.#next()) outputs.push(output);
    this.#pending = this.#pending.slice();
    return outputs;
  }

  #next(): MbusDeframerOutput | undefined {
    if (!this.frameInProgress) return undefined;
    if (!mayBegin(this.#pending)) return this.#reject(OUTSIDE);
    try {
      return this.#takeFrame();
    } catch (error) {
      if (error instanceof DlmsError) return this.#reject(error);
      throw error;
    }
  }

  /** The frame that the pending octets start with; undefined while its end is missing. */
  #takeFrame(): ReceivedMbusFrame | undefined {
    const size = sizeOf(this.#pending);
    if (size === undefined || this.#pending.length < size) return undefined;
    const octets = this.#pending.slice(0, size);
    const frame = decodeMbusFrame(new OctetReader(octets, 'transport'));
    this.#pending = this.#pending.subarray(size);
    return { kind: 'frame', frame, octets };
  }

  /** Gives up the octets up to the next that may start a frame: a wrong frame can hide a right one. */
  #reject(error: DlmsError): DamagedMbusOctets {
    const start = this.#pending.indexOf(MBUS_START, 1);
    const octets = this.#pending.slice(0, start < 0 ? this.#pending.length : start);
    this.#pending = this.#pending.subarray(octets.length);
    return { kind: 'damaged', octets, error };
  }
}

/** Octets of the frame; undefined while its header is not whole. */
function sizeOf(pending: Uint8Array): number | undefined {
  if (pending.length < MBUS_HEADER_LENGTH) return undefined;
  const counted = decodeMbusHeader(new OctetReader(pending, 'transport'));
  return MBUS_HEADER_LENGTH + counted + MBUS_TRAILER_LENGTH;
}

/** Whether a frame can begin so, as far as its header has come. */
function mayBegin([start, length = LEAST, again = length, startAgain = MBUS_START]: Uint8Array): boolean {
  return start === MBUS_START && startAgain === MBUS_START && length === again && length >= LEAST;
}

function damage(what: string): DlmsError {
  return new DlmsError(what, {
    code: 'DLMS_MALFORMED',
    layer: 'transport',
    fault: 'line',
    hint: 'Check baud rate, data bits and parity, and that the meter speaks M-Bus on this line.',
  });
}
