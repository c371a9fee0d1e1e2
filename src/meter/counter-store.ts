/**
 * Where invocation counters outlive the program, so that no number is ever used twice under one key: files
 * in a folder, one stream of numbers for each key and system title. All who use the same folder, in this
 * program and in others, share its streams.
 */
import { join, resolve } from 'node:path';
import { fileBounds } from './counter-files.js';
import { installedTitle } from './installed-title.js';
import type { CounterStore, KeptCounter } from './kept-counter.js';
import type { RandomOctets } from './random-octets.js';
import { StoredCounter } from './stored-counter.js';

const stores = new Map<string, CounterStore>();

/** The store in a folder, which is made when something is to be kept. */
export function counterStore(folder: string, random?: RandomOctets): CounterStore {
  const path = resolve(folder);
  const known = stores.get(path);
  if (known !== undefined) return known;
  const store = new FileCounterStore(path, random);
  stores.set(path, store);
  return store;
}

class FileCounterStore implements CounterStore {
  readonly #folder: string;
  readonly #random: RandomOctets | undefined;
  readonly #counters = new Map<string, KeptCounter>();
  #title: Uint8Array | undefined;

  constructor(folder: string, random: RandomOctets | undefined) {
    this.#folder = folder;
    this.#random = random;
  }

  systemTitle(): Uint8Array {
    this.#title ??= installedTitle(this.#folder, this.#random);
    return this.#title;
  }

  counter(fingerprint: string): KeptCounter {
    const known = this.#counters.get(fingerprint);
    if (known !== undefined) return known;
    const counter = new StoredCounter(fileBounds(join(this.#folder, fingerprint), fingerprint));
    this.#counters.set(fingerprint, counter);
    return counter;
  }
}
