/** A line that harms what it carries, by chance but the same each time: the seed decides all. */

export interface Faults {
  /** Shares of 1, tried in this order for each burst. */
  readonly drop?: number;
  readonly duplicate?: number;
  /** One octet of the burst arrives with another value. */
  readonly corrupt?: number;
  /** Octets of another conversation arrive before the burst. */
  readonly noise?: number;
  /** The burst arrives in pieces, at times octet by octet. */
  readonly split?: number;
  /** The burst takes up to a tenth of a second longer, so that later ones overtake it, as datagrams do. */
  readonly late?: number;
}

const LATEST_MS = 100;

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export class FaultLine {
  readonly #faults: Faults;
  readonly #random: () => number;
  /** How many bursts were harmed beyond a mere split. */
  harmed = 0;

  constructor(seed: number, faults: Faults = {}) {
    this.#random = seededRandom(seed);
    this.#faults = faults;
  }

  /** What arrives of one burst, in order; nothing where it is lost. */
  carry(burst: Uint8Array): Uint8Array[] {
    if (this.#happens(this.#faults.drop)) return [];
    const copies = this.#happens(this.#faults.duplicate) ? [burst, burst] : [burst];
    return copies.flatMap((copy) => this.#split(this.#corrupt(this.#noise(copy))));
  }

  /** How many milliseconds longer than others a burst takes. */
  latenessMs(): number {
    if (this.#faults.late === undefined) return 0;
    return this.#happens(this.#faults.late) ? 1 + this.#below(LATEST_MS) : 0;
  }

  #happens(share = 0, counts = true): boolean {
    const happens = this.#random() < share;
    if (happens && counts) this.harmed += 1;
    return happens;
  }

  #noise(octets: Uint8Array): Uint8Array {
    if (!this.#happens(this.#faults.noise)) return octets;
    const noise = Uint8Array.from({ length: 1 + this.#below(20) }, () => this.#below(256));
    return Uint8Array.from([...noise, ...octets]);
  }

  #corrupt(octets: Uint8Array): Uint8Array {
    if (octets.length === 0 || !this.#happens(this.#faults.corrupt)) return octets;
    const harmed = octets.slice();
    const at = this.#below(harmed.length);
    harmed[at] = ((harmed[at] ?? 0) ^ (1 + this.#below(255))) & 0xff;
    return harmed;
  }

  #split(octets: Uint8Array): Uint8Array[] {
    if (!this.#happens(this.#faults.split, false)) return [octets];
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < octets.length; ) {
      const size = 1 + this.#below(octets.length / 2);
      pieces.push(octets.subarray(at, at + size));
      at += size;
    }
    return pieces;
  }

  /** A whole number below `limit`. */
  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }
}
