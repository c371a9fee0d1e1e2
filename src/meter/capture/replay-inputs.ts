/** What a session drew from outside, handed out once more in the same order. */
import { fromHex } from '../../encoding/hex.js';
import type { CounterStore, KeptCounter } from '../kept-counter.js';
import type { RandomOctets } from '../random-octets.js';
import type { InputEntry } from './entry.js';
import { replayError } from './replay-error.js';

export interface InputSource {
  /** Called with each entry that is used. */
  readonly used: (entry: InputEntry) => void;
  /** The dedicated keys that were drawn, in their order, as far as they could be found out. */
  readonly keys: readonly Uint8Array[];
}

type Input<D extends InputEntry['dir']> = Extract<InputEntry, { readonly dir: D }>;

export class ReplayInputs {
  readonly #entries: InputEntry[];
  readonly #source: InputSource;
  readonly #keys: Uint8Array[];
  readonly #counters = new Map<string, KeptCounter>();

  constructor(entries: readonly InputEntry[], source: InputSource) {
    this.#entries = [...entries];
    this.#source = source;
    this.#keys = [...source.keys];
  }

  readonly random: RandomOctets = (length, secret = false) => {
    if (!secret) return this.#octets('random', length);
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

  #octets(dir: 'random', length: number): Uint8Array {
    const octets = fromHex(this.#take(dir).hex);
    if (octets.length === length) return octets;
    throw missing();
  }

  #take<D extends InputEntry['dir']>(dir: D): Input<D> {
    const at = this.#entries.findIndex((entry) => entry.dir === dir);
    const entry = this.#entries[at];
    if (entry === undefined) throw missing();
    this.#entries.splice(at, 1);
    this.#source.used(entry);
    return entry as Input<D>;
  }
}

function missing(): Error {
  return replayError('this program draws more from outside than the recorded one did');
}
