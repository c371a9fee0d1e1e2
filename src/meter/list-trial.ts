/**
 * Finds out whether lists make a meter fall silent, hang up or drop its association. One breakdown over a
 * list may be chance; after a second one, over an association that opened in between, shorter lists are
 * tried, and only when they are answered the meter is known as one that bears no longer ones.
 */
import type { ObjectDirectory } from './object-directory.js';

/** Lists of so many attributes are borne by nearly every meter that has lists at all. */
const MODEST_LIST = 10;

export class ListTrial {
  readonly #directory: ObjectDirectory;
  /** What the user knows of this meter. */
  readonly #most: number;
  #breakdowns = 0;
  #limit = Number.POSITIVE_INFINITY;

  constructor(directory: ObjectDirectory, most = Number.POSITIVE_INFINITY) {
    this.#directory = directory;
    this.#most = most;
  }

  /** The most attributes of one request. */
  get limit(): number {
    return Math.min(this.#limit, this.#most, this.#directory.listLimit);
  }

  /** A request for `size` attributes was answered. */
  answered(size: number): void {
    if (this.#limit !== Number.POSITIVE_INFINITY && size <= this.#limit) {
      this.#directory.limitLists(this.#limit);
      this.#reset();
    }
    if (size > 1) this.#breakdowns = 0;
  }

  /** A request for `size` attributes broke the association. @returns whether lists may be to blame */
  brokeDown(size: number): boolean {
    if (size <= 1) {
      this.#reset();
      return false;
    }
    this.#breakdowns += 1;
    if (this.#breakdowns >= 2) this.#limit = size > MODEST_LIST ? MODEST_LIST : 1;
    return true;
  }

  #reset(): void {
    this.#breakdowns = 0;
    this.#limit = Number.POSITIVE_INFINITY;
  }
}
