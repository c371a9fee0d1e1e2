/**
 * One HDLC connection of a secondary station in normal response mode (IEC 62056-46, 6.4.4): sequence
 * numbers, windows, segments both ways, repetition. It speaks only when it has the turn (P = 1).
 */
import { type ControlField, encodeControl, type InformationControl } from '../framing/hdlc/control-field.js';
import type { HdlcFrame } from '../framing/hdlc/frame.js';
import type { LinkParameters } from '../framing/hdlc/link-parameters.js';
import { LLC_RESPONSE, withoutLlc } from '../framing/hdlc/llc.js';
import { cutApdu, type Segment, SegmentJoiner } from '../framing/hdlc/segmenter.js';

/** A frame without its addresses. */
export type Answer = Pick<HdlcFrame, 'control' | 'segmented' | 'information'>;

/** The application behind the link: one APDU in, those that answer it out. */
export type Application = (apdu: Uint8Array, now: number) => readonly Uint8Array[];

/** Why a frame is rejected, as the last octet of FRMR says it. */
const REJECTED = { 'unknown control': 0x01, 'field too long': 0x04, 'wrong N(R)': 0x08 } as const;

/** LLC header and the longest APDU that is put together; any meter has less memory than that. */
const LARGEST_COMMAND = 0x10002;

/** Segments that wait to be sent; a client that goes on asking without listening gets no more of them. */
const MOST_WAITING = 2048;

const NOTHING = new Uint8Array();

export class HdlcConnection {
  /** The number of the next new frame, V(S). */
  #sendState = 0;
  /** The number expected next, V(R). */
  #receiveState = 0;
  /** Sent, not acknowledged; the last of them has the number V(S) − 1. */
  #unacknowledged: readonly Segment[] = [];
  #waiting: readonly Segment[] = [];
  #busy = 0;
  /** Octets of the command so far. */
  #joined = 0;
  readonly #joiner = new SegmentJoiner();

  constructor(
    readonly negotiated: LinkParameters,
    readonly application: Application,
  ) {}

  /**
   * Takes any frame but SNRM and DISC.
   * @param rnr how often to answer RNR before each answer
   * @returns frames to send, in order; after FRMR the connection is over
   */
  handle(frame: HdlcFrame, now: number, rnr: number): readonly Answer[] {
    const { control } = frame;
    switch (control.kind) {
      case 'I':
        return this.#information(frame, control, now, rnr);
      case 'RR':
      case 'REJ':
        if (!this.#acknowledge(control.receiveNumber)) return this.#reject(control, 'wrong N(R)');
        return control.pollFinal ? this.#respond() : [];
      case 'RNR':
        if (!this.#acknowledge(control.receiveNumber)) return this.#reject(control, 'wrong N(R)');
        return control.pollFinal ? [this.#supervisory('RR')] : [];
      case 'unknown':
        return this.#reject(control, 'unknown control');
      default:
        return [];
    }
  }

  #information(frame: HdlcFrame, control: InformationControl, now: number, rnr: number): readonly Answer[] {
    if (this.#tooLong(frame)) return this.#reject(control, 'field too long');
    if (!this.#acknowledge(control.receiveNumber)) return this.#reject(control, 'wrong N(R)');
    // Any other number is a repetition, or follows a frame that was lost: N(R) of the answer says which.
    if (control.sendNumber === this.#receiveState) {
      this.#receiveState = next(this.#receiveState);
      this.#accept(frame, now, rnr);
    }
    return control.pollFinal ? this.#respond() : [];
  }

  #tooLong({ information }: HdlcFrame): boolean {
    const { length } = information;
    return length > this.negotiated.maxInfoReceive || this.#joined + length > LARGEST_COMMAND;
  }

  #accept(segment: Segment, now: number, rnr: number): void {
    this.#joined = segment.segmented ? this.#joined + segment.information.length : 0;
    const whole = this.#joiner.add(segment);
    const apdu = whole && withoutLlc(whole);
    const answers = apdu === undefined ? [] : this.application(apdu, now);
    if (answers.length === 0 || this.#waiting.length > MOST_WAITING) return;
    this.#busy = rnr;
    const { maxInfoTransmit } = this.negotiated;
    const segments = answers.flatMap((answer) => cutApdu(LLC_RESPONSE, answer, maxInfoTransmit));
    this.#waiting = [...this.#waiting, ...segments];
  }

  /** Forgets what the client has; false when `number` is outside of what was sent. */
  #acknowledge(number: number): boolean {
    const missing = (this.#sendState - number) & 7;
    if (missing > this.#unacknowledged.length) return false;
    this.#unacknowledged = this.#unacknowledged.slice(this.#unacknowledged.length - missing);
    return true;
  }

  /** A window of I frames: those that the client does not have, then new ones; RR when there are none. */
  #respond(): readonly Answer[] {
    if (this.#busy > 0) {
      this.#busy -= 1;
      return [this.#supervisory('RNR')];
    }
    const room = this.negotiated.windowTransmit - this.#unacknowledged.length;
    const first = this.#sendState - this.#unacknowledged.length;
    const fresh = this.#waiting.slice(0, Math.max(0, room));
    this.#waiting = this.#waiting.slice(fresh.length);
    this.#unacknowledged = [...this.#unacknowledged, ...fresh];
    this.#sendState = (this.#sendState + fresh.length) & 7;
    if (this.#unacknowledged.length === 0) return [this.#supervisory('RR')];
    return this.#unacknowledged.map(({ information, segmented }, at) => ({
      control: {
        kind: 'I',
        sendNumber: (first + at) & 7,
        receiveNumber: this.#receiveState,
        pollFinal: at === this.#unacknowledged.length - 1,
      },
      segmented,
      information,
    }));
  }

  #supervisory(kind: 'RR' | 'RNR'): Answer {
    const control = { kind, receiveNumber: this.#receiveState, pollFinal: true };
    return { control, segmented: false, information: NOTHING };
  }

  #reject(control: ControlField, reason: keyof typeof REJECTED): readonly Answer[] {
    const states = (this.#receiveState << 5) | (this.#sendState << 1);
    const information = Uint8Array.of(encodeControl(control), states, REJECTED[reason]);
    return [{ control: { kind: 'FRMR', pollFinal: true }, segmented: false, information }];
  }
}

function next(number: number): number {
  return (number + 1) & 7;
}
