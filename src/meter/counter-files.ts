/**
 * The bounds of one stream of invocation counters: all numbers below the highest one count as used. Each is
 * an empty file, whose name says it all with a check sequence: a name is there or it is not, nobody ever
 * finds half of it.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DlmsError } from '../errors.js';
import { checkSequence } from '../framing/hdlc/fcs.js';
import { counterFileError } from './counter-store-error.js';
import { codeOf, createFile, makeFolder, removeFile } from './durable-file.js';
import type { Bounds, CounterBounds } from './stored-counter.js';

/** Eight digits of the bound, four of the check sequence; other files may lie around. */
const SUFFIX = '.counter';
const NAME = /^([0-9a-f]{8})-([0-9a-f]{4})\.counter$/;

/** @param fingerprint enters the check sequence: files of another stream are none of this one */
export function fileBounds(folder: string, fingerprint: string): CounterBounds {
  return new FileBounds(folder, fingerprint);
}

class FileBounds implements CounterBounds {
  readonly #fingerprint: string;

  constructor(
    readonly place: string,
    fingerprint: string,
  ) {
    this.#fingerprint = fingerprint;
  }

  list(): Bounds {
    const names = this.#attempt(() => namesIn(this.place)).filter((name) => name.endsWith(SUFFIX));
    const found = names.map((name) => ({ name, bound: this.#boundOf(name) }));
    return {
      bounds: found.flatMap(({ bound }) => bound ?? []),
      unreadable: found.filter(({ bound }) => bound === undefined).map(({ name }) => name),
    };
  }

  create(bound: number): boolean {
    return this.#attempt(() => {
      makeFolder(this.place);
      return createFile(this.#path(bound));
    });
  }

  remove(bound: number): void {
    removeFile(this.#path(bound));
  }

  discard(name: string): void {
    removeFile(join(this.place, name));
  }

  #path(bound: number): string {
    return join(this.place, this.#nameOf(bound));
  }

  #nameOf(bound: number): string {
    const digits = hex(bound, 8);
    const check = checkSequence(new TextEncoder().encode(`${this.#fingerprint}-${digits}`));
    return `${digits}-${hex(check, 4)}${SUFFIX}`;
  }

  #boundOf(name: string): number | undefined {
    const bound = Number.parseInt(NAME.exec(name)?.[1] ?? '', 16);
    return !Number.isNaN(bound) && this.#nameOf(bound) === name ? bound : undefined;
  }

  #attempt<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      throw error instanceof DlmsError ? error : counterFileError(this.place, error);
    }
  }
}

/** A folder that is not there yet has nothing in it. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
