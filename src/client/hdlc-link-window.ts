/**
 * Sequence numbers of an HDLC link, modulo 8, as the primary station counts them (IEC 62056-46, 6.4.4.6):
 * V(S), V(R), and the segments that the meter has not acknowledged. Repetition is go-back-N.
 */
import type { Segment } from '../framing/hdlc/segmenter.js';

export interface NumberedSegment extends Segment {
  readonly sendNumber: number;
}

/** How many numbers `to` lies ahead of `from`. */
function distance(from: number, to: number): number {
  return (to - from) & 7;
}

export class HdlcWindow {
  readonly #transmit: number;
  readonly #receive: number;
  /** The number of the first segment in the queue; V(S) is this plus those in flight. */
  #acknowledged = 0;
  #queue: Segment[] = [];
  #inFlight = 0;
  #expected = 0;
  #unconfirmed = 0;

  /** @param transmit frames in a row that this side may send, 1…7; `receive`: that the meter may send */
  constructor(transmit: number, receive: number) {
    this.#transmit = transmit;
    this.#receive = receive;
  }

  /** V(R): the number that the next frame of the meter must have. */
  get receiveNumber(): number {
    return this.#expected;
  }

  /** Segments wait to be sent or acknowledged. */
  get unacknowledged(): boolean {
    return this.#queue.length > 0;
  }

  /** The meter has sent as many frames as it may without hearing from us. */
  get receiveFull(): boolean {
    return this.#unconfirmed >= this.#receive;
  }

  enqueue(segments: readonly Segment[]): void {
    this.#queue.push(...segments);
  }

  /** V(R) was told to the meter. */
  confirmed(): void {
    this.#unconfirmed = 0;
  }

  /** What to send in this turn, from the first unacknowledged segment on. */
  turn(): NumberedSegment[] {
    const segments = this.#queue.slice(0, this.#transmit);
    this.#inFlight = Math.max(this.#inFlight, segments.length);
    return segments.map((segment, at) => ({ ...segment, sendNumber: (this.#acknowledged + at) & 7 }));
  }

  /** Takes the N(R) of a frame: `none` where it confirms nothing new, `invalid` where it cannot be. */
  acknowledge(receiveNumber: number): 'progress' | 'none' | 'invalid' {
    const count = distance(this.#acknowledged, receiveNumber);
    if (count > this.#inFlight) return 'invalid';
    this.#confirm(count);
    return count > 0 ? 'progress' : 'none';
  }

  /** All that was sent has arrived, whatever N(R) says: the meter has answered it. */
  acknowledgeAll(): void {
    this.#confirm(this.#inFlight);
  }

  /** Takes the N(S) of a frame; only `next` moves V(R). `gap`: frames before it are missing. */
  receive(sendNumber: number): 'next' | 'gap' | 'repeated' {
    const ahead = distance(this.#expected, sendNumber);
    if (ahead > 0) return ahead < this.#receive ? 'gap' : 'repeated';
    this.#expected = (this.#expected + 1) & 7;
    this.#unconfirmed += 1;
    return 'next';
  }

  #confirm(count: number): void {
    this.#queue.splice(0, count);
    this.#acknowledged = (this.#acknowledged + count) & 7;
    this.#inFlight -= count;
  }
}
