/**
 * One direction of a TCP connection put in order (RFC 9293): what comes twice counts once, what comes too soon
 * waits, and what never comes is a gap.
 */
import { type PlacedOctets, PlaceJoiner, placeFrom } from '../place.js';

export interface TcpSegment {
  readonly sequence: number;
  readonly payload: Uint8Array;
  /** Of the payload in the file. */
  readonly offset: number;
}

/** Octets without a gap, and how many are missing before them. */
export interface Run extends PlacedOctets {
  readonly missing: number;
}

const MODULUS = 2 ** 32;
const HALF = 2 ** 31;
/** Segments that wait for one before them: more, and it will not come. */
const MOST_WAITING = 256;

export class TcpStream {
  readonly #runs: Run[] = [];
  #pieces: Uint8Array[] = [];
  #places = new PlaceJoiner();
  #missing = 0;
  #due: number | undefined;
  #waiting: TcpSegment[] = [];

  /** A connection begins, with this number before its first octet. */
  begin(sequence: number): void {
    if (this.#due === (sequence + 1) % MODULUS) return;
    this.#giveUpWaiting();
    this.#endRun(0);
    this.#due = (sequence + 1) % MODULUS;
  }

  add(segment: TcpSegment): void {
    this.#due ??= segment.sequence;
    const ahead = distance(this.#due, segment.sequence);
    if (ahead > 0) {
      this.#waiting.push(segment);
      if (this.#waiting.length > MOST_WAITING) this.#giveUpWaiting();
      return;
    }
    this.#take(segment, -ahead);
    this.#takeWaiting();
  }

  /** All runs; nothing more comes. */
  end(): readonly Run[] {
    this.#giveUpWaiting();
    this.#endRun(0);
    return this.#runs;
  }

  /** @param known octets of its front that came before */
  #take({ sequence, payload, offset }: TcpSegment, known: number): void {
    if (known >= payload.length) return;
    const fresh = payload.subarray(known);
    this.#pieces.push(fresh);
    this.#places.add({ octets: fresh, place: placeFrom(offset + known) });
    this.#due = (sequence + payload.length) % MODULUS;
  }

  /** Those that are due now. */
  #takeWaiting(): void {
    const inOrder = this.#waiting.sort((a, b) => distance(b.sequence, a.sequence));
    while (inOrder[0] !== undefined && distance(this.#due ?? 0, inOrder[0].sequence) <= 0) {
      const [first] = inOrder.splice(0, 1);
      if (first !== undefined) this.#take(first, -distance(this.#due ?? 0, first.sequence));
    }
  }

  #giveUpWaiting(): void {
    while (this.#waiting.length > 0) {
      this.#waiting.sort((a, b) => distance(b.sequence, a.sequence));
      const [first] = this.#waiting;
      if (first === undefined) return;
      this.#endRun(distance(this.#due ?? 0, first.sequence));
      this.#due = first.sequence;
      this.#takeWaiting();
    }
  }

  #endRun(missingBehind: number): void {
    if (this.#pieces.length > 0) {
      const octets = new Uint8Array(Buffer.concat(this.#pieces));
      this.#runs.push({ octets, place: this.#places.toPlace(), missing: this.#missing });
      this.#pieces = [];
      this.#places = new PlaceJoiner();
      this.#missing = 0;
    }
    this.#missing += missingBehind;
  }
}

/** How far `to` is ahead of `from`; negative where it is behind. */
function distance(from: number, to: number): number {
  const ahead = (to - from + MODULUS) % MODULUS;
  return ahead >= HALF ? ahead - MODULUS : ahead;
}
