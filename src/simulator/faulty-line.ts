/** What becomes of frames or WPDUs on their way out, with the line faults that are switched on. */
import { FLAG } from '../framing/hdlc/frame.js';
import type { LineFaults } from './faults.js';

/** Octets to send as pieces of their own, and whether the line is closed after them. */
export interface Sending {
  readonly pieces: readonly Uint8Array[];
  readonly close: boolean;
}

export class FaultyLine {
  #count = 0;

  /** @param frames whole frames or WPDUs @param received what they answer */
  send(frames: readonly Uint8Array[], received: Uint8Array, faults: LineFaults): Sending {
    const pieces: Uint8Array[] = faults.echo ? [received] : [];
    for (const frame of faults.silent ? [] : frames) {
      this.#count += 1;
      if (this.#count === faults.closeAt) {
        return { pieces: [...pieces, frame.subarray(0, frame.length >> 1)], close: true };
      }
      pieces.push(...this.#dressed(frame, faults));
    }
    const whole = faults.merge ? [join(pieces)] : pieces;
    const split = faults.octetByOctet
      ? whole.flatMap((piece) => Array.from(piece, (octet) => Uint8Array.of(octet)))
      : whole;
    return { pieces: split.filter(({ length }) => length > 0), close: false };
  }

  #dressed(frame: Uint8Array, faults: LineFaults): Uint8Array[] {
    if (this.#isTurnOf(faults.dropEvery)) return [];
    const sent = this.#isTurnOf(faults.corruptEvery) ? corrupted(frame) : frame;
    const flags = new Uint8Array(frame[0] === FLAG ? (faults.extraFlags ?? 0) : 0).fill(FLAG);
    const dressed = join([Uint8Array.from(faults.junk ?? []), flags, sent]);
    return new Array<Uint8Array>(1 + (faults.repeat ?? 0)).fill(dressed);
  }

  #isTurnOf(every: number | undefined): boolean {
    return every !== undefined && this.#count % every === 0;
  }
}

function corrupted(frame: Uint8Array): Uint8Array {
  const copy = frame.slice();
  const at = copy.length - 2;
  copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
