/** Lines that have left the capture: what is recorded of them is passed over, and what they do waits. */
import type { DlmsError } from '../../errors.js';
import type { ActEntry, CaptureEntry } from './entry.js';
import { type Divergence, diverged } from './replay-error.js';
import type { Act } from './replay-line.js';

export class Astray {
  /** Numbers of lines, and aliases of the devices that they were opened for. */
  readonly #places = new Set<number | string>();
  readonly #divergences: Divergence[] = [];
  #waiting: Act[] = [];

  get isEmpty(): boolean {
    return this.#places.size === 0;
  }

  get divergences(): readonly Divergence[] {
    return this.#divergences;
  }

  /** How many devices have left it. */
  get devices(): number {
    return [...this.#places].filter((place) => typeof place === 'string').length;
  }

  /** The first place where the capture was left. */
  get fault(): DlmsError | undefined {
    const [first] = this.#divergences;
    return first && diverged(first);
  }

  holds(place: number | string): boolean {
    return this.#places.has(place);
  }

  /** Whether the entry is of such a line. */
  has(entry: CaptureEntry): boolean {
    if (!('line' in entry)) return false;
    return this.holds(entry.line) || (entry.dir === 'open' && this.holds(entry.device));
  }

  add({ line }: ActEntry, device: string, divergence: Divergence): void {
    this.#places.add(line);
    this.#places.add(device);
    this.#divergences.push(divergence);
  }

  wait(act: Act): void {
    this.#waiting.push(act);
  }

  /** What waited, to be told that it waited in vain. */
  release(): readonly Act[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }
}
