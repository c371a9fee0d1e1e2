/**
 * Records a session: what goes over every transport, and what this side draws, in its order and without
 * secrets. Its clients live in the recorder's surroundings meanwhile. The clocks there stand still between two
 * entries, so that a capture has every time that anybody has read off them.
 */
import { toHex } from '../../encoding/hex.js';
import type { CounterStore, KeptCounter } from '../kept-counter.js';
import type { MeterSettings } from '../settings.js';
import type { Surroundings } from '../surroundings.js';
import { headerLine } from './header.js';
import { Journal } from './journal.js';
import { openRecorded } from './recorded-line.js';
import { keyPattern, patternsOf, type SecretPattern } from './secret-patterns.js';
import type { CapturedSession } from './session.js';

export interface RecorderOptions {
  /** Name and version of the program. */
  readonly by: string;
  readonly session: CapturedSession;
  /** Of all meters of the session: their secrets are kept out. */
  readonly settings: readonly MeterSettings[];
  /** What the session would take from outside without the recorder. */
  readonly surroundings: Surroundings;
  /** Takes a line of the capture, without its end. */
  readonly write: (line: string) => void;
}

export class Recorder {
  /** What the session takes from outside. */
  readonly surroundings: Surroundings;
  readonly #options: RecorderOptions;
  readonly #journal: Journal;
  readonly #patterns: SecretPattern[];
  #lines = 0;

  constructor(options: RecorderOptions) {
    const { by, session, settings, surroundings, write } = options;
    this.#options = options;
    this.#patterns = settings.flatMap((each) => [...patternsOf(each)]);
    this.#journal = new Journal(surroundings.clock, write);
    write(headerLine({ by, startedAt: this.#journal.startedAt, session }));
    this.surroundings = {
      open: (meter) => {
        const open = surroundings.open(meter);
        return (signal) => openRecorded(open, signal, this.#nextLine(meter));
      },
      clock: {
        now: () => this.#journal.last,
        wallTime: () => this.#journal.startedAt + this.#journal.last,
        after: (ms, action) => this.#after(ms, action),
      },
      random: (length, secret) => this.#drawn(length, secret),
      counters: this.#counters(surroundings.counters),
    };
  }

  /** The user ends the session. */
  interrupted(): void {
    this.#journal.add((t) => ({ t, dir: 'interrupted' }));
  }

  /** The session is over. */
  end(): void {
    this.#journal.add((t) => ({ t, dir: 'end' }));
  }

  #after(ms: number, action: () => void): () => void {
    const due = this.#journal.last + Math.max(0, ms);
    return this.#options.surroundings.clock.after(ms, () => {
      this.#journal.add((t) => ({ t, dir: 'timer', due, ms }));
      action();
    });
  }

  #nextLine(settings: MeterSettings) {
    this.#lines += 1;
    return { line: this.#lines, settings, journal: this.#journal, patterns: () => this.#patterns };
  }

  #drawn(length: number, secret = false): Uint8Array {
    const octets = this.#options.surroundings.random(length, secret);
    if (secret) this.#patterns.push(keyPattern(octets));
    this.#journal.add((t) => (secret ? { t, dir: 'key', length } : { t, dir: 'random', hex: toHex(octets) }));
    return octets;
  }

  #counters(store: CounterStore): CounterStore {
    const known = new Map<string, KeptCounter>();
    return {
      systemTitle: () => {
        const title = store.systemTitle();
        this.#journal.add((t) => ({ t, dir: 'title', hex: toHex(title) }));
        return title;
      },
      counter: (fingerprint) => {
        const counter = known.get(fingerprint) ?? this.#counter(store.counter(fingerprint));
        known.set(fingerprint, counter);
        return counter;
      },
    };
  }

  #counter(counter: KeptCounter): KeptCounter {
    return {
      begin: (start) => counter.begin(start),
      raise: (least) => counter.raise(least),
      giveBack: () => counter.giveBack(),
      take: () => {
        const number = counter.take();
        this.#journal.add((t) => ({ t, dir: 'counter', number }));
        return number;
      },
    };
  }
}
