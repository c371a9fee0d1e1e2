/**
 * A directory store in a folder, one file a meter. A file is replaced as a whole (written beside, then
 * renamed), so that a power cut leaves the old or the new one; quick successions of saving write once.
 */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, systemClock } from './clock.js';
import type { DirectoryStore } from './directory-store.js';

export interface FileStoreOptions {
  readonly folder: string;
  /** Hears of files that cannot be read or written; what is learned is then learned again. */
  readonly onWarning?: ((message: string) => void) | undefined;
  readonly clock?: Clock | undefined;
}

const DEBOUNCE_MS = 1_000;
const MAX_NAME = 200;

export function fileStore(options: FileStoreOptions): DirectoryStore {
  return new FileStore(options);
}

class FileStore implements DirectoryStore {
  readonly #folder: string;
  readonly #warn: (message: string) => void;
  readonly #clock: Clock;
  readonly #waiting = new Map<string, string>();
  #cancel: (() => void) | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor({ folder, onWarning, clock }: FileStoreOptions) {
    this.#folder = folder;
    this.#warn = onWarning ?? (() => undefined);
    this.#clock = clock ?? systemClock;
  }

  async load(key: string): Promise<string | undefined> {
    const waiting = this.#waiting.get(key);
    if (waiting !== undefined) return waiting;
    await this.#writing;
    try {
      return await readFile(this.#path(key), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.#complain('read', key, error);
      return undefined;
    }
  }

  save(key: string, json: string): void {
    this.#waiting.set(key, json);
    this.#cancel ??= this.#clock.after(DEBOUNCE_MS, () => void this.flush());
  }

  flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    const batch = [...this.#waiting];
    this.#waiting.clear();
    this.#writing = this.#writing.then(async () => {
      for (const [key, json] of batch) await this.#write(key, json);
    });
    return this.#writing;
  }

  async #write(key: string, json: string): Promise<void> {
    const path = this.#path(key);
    const beside = `${path}.tmp`;
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFile(beside, json);
      await rename(beside, path);
    } catch (error) {
      await rm(beside, { force: true }).catch(() => undefined);
      this.#complain('written', key, error);
    }
  }

  #complain(act: string, key: string, error: unknown): void {
    const why = error instanceof Error ? error.message : String(error);
    this.#warn(`what was learned of the meter at ${key} cannot be ${act}: ${why}`);
  }

  #path(key: string): string {
    const name = encodeURIComponent(key).replace(/[!'()*~]/g, '_');
    return join(this.#folder, `${name.slice(-MAX_NAME)}.json`);
  }
}
