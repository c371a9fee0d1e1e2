/**
 * What is learned of meters, one directory for all who use a meter with the same rights: two that did not
 * know of each other would write over what the other one learned.
 */
import type { ObjectDirectory } from '../meter/object-directory.js';

interface Entry {
  readonly directory: Promise<ObjectDirectory>;
  users: number;
}

export class SharedDirectories {
  readonly #load: (key: string) => Promise<ObjectDirectory>;
  readonly #entries = new Map<string, Entry>();

  constructor(load: (key: string) => Promise<ObjectDirectory>) {
    this.#load = load;
  }

  /**
   * The directory under the key, with one more user, until he leaves.
   * @param ready before that nothing is loaded
   */
  join(key: string, ready: Promise<void> = Promise.resolve()) {
    const entry = this.#entries.get(key) ?? { directory: ready.then(() => this.#load(key)), users: 0 };
    entry.users += 1;
    this.#entries.set(key, entry);
    return { directory: entry.directory, leave: () => this.#leave(key, entry) };
  }

  #leave(key: string, entry: Entry): void {
    entry.users -= 1;
    if (entry.users === 0 && this.#entries.get(key) === entry) this.#entries.delete(key);
  }
}
