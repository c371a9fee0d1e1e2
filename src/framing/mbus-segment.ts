/**
 * DLMS over M-Bus (EN 13757-3, transport layer; IEC 62056-7-3): the CI field counts the segments of an APDU,
 * and the data begins with the two ends of the conversation.
 */
import { OctetReader } from '../encoding/octet-reader.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import { DlmsError } from '../errors.js';
import type { MbusFrame } from './mbus-frame.js';

export interface MbusSegment {
  /** 0…15, the number of this segment. */
  readonly number: number;
  /** No more segments of this APDU follow. */
  readonly last: boolean;
  /** Source transport service access point: the server's, or the client's. */
  readonly source: number;
  readonly destination: number;
  readonly octets: Uint8Array;
}

const MOST_CI = 0x1f;
const LAST = 0x10;
const NUMBER = 0x0f;

/** Of the frame's CI field and its data. */
export function encodeMbusSegment(segment: MbusSegment): Pick<MbusFrame, 'controlInformation' | 'data'> {
  return {
    controlInformation: (segment.last ? LAST : 0) | (segment.number & NUMBER),
    data: new OctetWriter().u8(segment.source).u8(segment.destination).octets(segment.octets).toOctets(),
  };
}

/** Undefined for frames that carry something else than DLMS. @throws DlmsError DLMS_TRUNCATED */
export function decodeMbusSegment({ controlInformation, data }: MbusFrame): MbusSegment | undefined {
  if (controlInformation > MOST_CI) return undefined;
  const reader = new OctetReader(data, 'transport');
  return {
    number: controlInformation & NUMBER,
    last: (controlInformation & LAST) !== 0,
    source: reader.u8(),
    destination: reader.u8(),
    octets: reader.rest(),
  };
}

/** Puts the segments of one sender together. */
export class MbusJoiner {
  #joined = new OctetWriter();
  #next = 0;

  /** Segments came, but not the last one. */
  get unfinished(): boolean {
    return this.#next > 0;
  }

  /**
   * The whole APDU when this was its last segment. Number 0 begins anew.
   * @throws DlmsError DLMS_MALFORMED for a segment that is not the next one; those so far are forgotten then
   */
  add({ number, last, octets }: MbusSegment): Uint8Array | undefined {
    const due = this.#next;
    // A number has four bits, so that nothing tells the 17th segment from the first: there is none.
    if (number !== due && number !== 0) {
      this.reset();
      throw wrongSegment(number, due);
    }
    if (number === 0) this.reset();
    this.#joined.octets(octets);
    this.#next = number + 1;
    if (!last) return undefined;
    const whole = this.#joined.toOctets();
    this.reset();
    return whole;
  }

  reset(): void {
    this.#joined = new OctetWriter();
    this.#next = 0;
  }
}

function wrongSegment(number: number, due: number): DlmsError {
  return new DlmsError(`segment ${number} where segment ${due} is due`, {
    code: 'DLMS_MALFORMED',
    layer: 'transport',
    fault: 'line',
    hint: 'A frame got lost, or the record begins in the middle of a message.',
  });
}
