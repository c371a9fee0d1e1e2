/**
 * Where octets stand in the user's input. Octets that were joined from segments or blocks, and those that
 * were deciphered one by one, keep the places that they came from.
 */

/** The place of the octet number `at` (0 is the first) of some run of octets. */
export type Place = (at: number) => number;

export interface PlacedOctets {
  readonly octets: Uint8Array;
  readonly place: Place;
}

/** Octets that stand in the input one behind the other. */
export function placeFrom(offset: number): Place {
  return (at) => offset + at;
}

/** The same octets without the first ones. */
export function placeBehind(place: Place, first: number): Place {
  return (at) => place(first + at);
}

/** Collects the places of pieces that are joined to one. */
export class PlaceJoiner {
  #pieces: Uint8Array[] = [];
  #starts: number[] = [];
  #places: Place[] = [];
  #length = 0;

  add({ octets, place }: PlacedOctets): void {
    this.#pieces.push(octets);
    this.#starts.push(this.#length);
    this.#places.push(place);
    this.#length += octets.length;
  }

  /** Octets of all pieces so far. */
  get length(): number {
    return this.#length;
  }

  /** All pieces so far, with their places. */
  joined(): PlacedOctets {
    return { octets: new Uint8Array(Buffer.concat(this.#pieces)), place: this.toPlace() };
  }

  /** Of all pieces so far; those that are added later do not change it. */
  toPlace(): Place {
    const [starts, places] = [this.#starts.slice(), this.#places.slice()];
    return (at) => {
      const index = lastNotAbove(starts, at);
      return places[index]?.(at - (starts[index] ?? 0)) ?? at;
    };
  }

  reset(): void {
    this.#pieces = [];
    this.#starts = [];
    this.#places = [];
    this.#length = 0;
  }
}

/** `starts` rise. */
function lastNotAbove(starts: readonly number[], at: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
