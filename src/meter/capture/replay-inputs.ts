/** What a session drew from outside, handed out once more in the same order. */
import { fromHex } from '../../encoding/hex.js';
import type { CounterStore, KeptCounter } from '../kept-counter.js';
import type { RandomOctets } from '../random-octets.js';
import type { PlacedEntry } from './capture-text.js';
import { type InputEntry, isAct, isIncoming } from './entry.js';
import { replayError } from './replay-error.js';

export interface InputSource {
  /** Called with each entry that is used. */
  readonly used: (entry: InputEntry) => void;
  /** The dedicated keys that were drawn, in their order, as far as they could be found out. */
  readonly keys: readonly Uint8Array[];
  /** The entry that comes next, where those before it may be of somebody who does not take them any more. */
  readonly passed: () => number | undefined;
}

interface Waiting {
  readonly entry: InputEntry;
  /** Its place among all entries. */
  readonly at: number;
}

type Input<D extends InputEntry['dir']> = Extract<InputEntry, { readonly dir: D }>;

export class ReplayInputs {
  #entries: readonly Waiting[];
  readonly #source: InputSource;
  readonly #keys: Uint8Array[];
  readonly #counters = new Map<string, KeptCounter>();

  constructor(entries: readonly PlacedEntry[], source: InputSource) {
    this.#entries = entries.flatMap(({ entry }, at) =>
      isAct(entry) || isIncoming(entry) ? [] : [{ entry, at }],
    );
    this.#source = source;
    this.#keys = [...source.keys];
  }

  readonly random: RandomOctets = (length, secret = false) => {
    // What is drawn for one end is as long as for no other: waits and challenges are not taken for each other.
    if (!secret) return fromHex(this.#take('random', ({ hex }) => hex.length === 2 * length).hex);
    this.#take('key');
    const key = this.#keys.shift();
    if (key?.length === length) return Uint8Array.from(key);
    throw replayError(
      'the session has a dedicated key that was drawn for it alone, and that no key given here uncovers',
      'Give the block cipher key and the authentication key of the session; a key that went unencrypted is not in the capture.',
    );
  };

  readonly counters: CounterStore = {
    systemTitle: () => fromHex(this.#take('title').hex),
    counter: (fingerprint) => {
      const known = this.#counters.get(fingerprint) ?? this.#counter();
      this.#counters.set(fingerprint, known);
      return known;
    },
  };

  /** Numbers come as they came, whatever key they are wanted for. */
  #counter(): KeptCounter {
    return {
      begin: () => undefined,
      take: () => this.#take('counter').number,
      raise: () => undefined,
      giveBack: () => undefined,
    };
  }

  #take<D extends InputEntry['dir']>(dir: D, fits: (entry: Input<D>) => boolean = () => true): Input<D> {
    const from = this.#source.passed() ?? 0;
    const found = this.#entries.find(
      ({ entry, at }) => entry.dir === dir && at >= from && fits(entry as Input<D>),
    );
    if (found === undefined) throw missing();
    this.#entries = this.#entries.filter((each) => each !== found);
    this.#source.used(found.entry);
    return found.entry as Input<D>;
  }
}

function missing(): Error {
  return replayError('this program draws more from outside than the recorded one did');
}
