/**
 * The invocation counters that a simulated meter has received (Green Book, receiver's checks). Those of its
 * global key live as long as the meter, over all associations and connections; those of a dedicated key as
 * long as its association.
 */
import { toHex } from '../encoding/hex.js';
import { DlmsError } from '../errors.js';
import { type ReceivedCounter, ReceivedCounters } from '../security/received-counters.js';

/** A number that a client has used. */
export interface SeenCounter {
  /** System title of the meter, and of the client; hexadecimal. */
  readonly meter: string;
  readonly client: string;
  /** `gmac`: of a GMAC value in place of a message, which is under the global key. */
  readonly key: 'global' | 'dedicated' | 'gmac';
  readonly invocationCounter: number;
  /** False where it was used before, and so refused. */
  readonly fresh: boolean;
}

export type CounterObserver = (seen: SeenCounter) => void;

/** The last number of each sender under one key, by the counter's name. */
export type LastCounters = Map<string, number>;

const GLOBAL = 'global/';

export class ClientCounters extends ReceivedCounters {
  readonly #own: LastCounters = new Map();
  /** What the last refused message should have exceeded. */
  #missed: number | undefined;

  constructor(
    readonly shared: LastCounters,
    readonly observe: (seen: Omit<SeenCounter, 'meter'>) => void,
  ) {
    super();
  }

  /** The number that the last refused message should have exceeded. */
  get missed(): number | undefined {
    return this.#missed;
  }

  override begin(): void {
    // Nothing is forgotten.
  }

  override check({ name }: ReceivedCounter, invocationCounter: number): void {
    const last = this.#of(name).get(name);
    if (last === undefined || invocationCounter > last) return;
    this.#missed = last;
    this.#tell(name, invocationCounter, false);
    throw replayed(invocationCounter, last);
  }

  override accept({ name }: ReceivedCounter, invocationCounter: number): void {
    this.#of(name).set(name, invocationCounter);
    this.#tell(name, invocationCounter, true);
  }

  /** The number inside a GMAC value, which is not checked: its challenge is new each time. */
  gmac(client: Uint8Array, invocationCounter: number): void {
    this.observe({ client: toHex(client), key: 'gmac', invocationCounter, fresh: true });
  }

  #of(name: string): LastCounters {
    return name.startsWith(GLOBAL) ? this.shared : this.#own;
  }

  #tell(name: string, invocationCounter: number, fresh: boolean): void {
    const key = name.startsWith(GLOBAL) ? 'global' : 'dedicated';
    this.observe({ client: name.slice(name.indexOf('/') + 1), key, invocationCounter, fresh });
  }
}

function replayed(invocationCounter: number, last: number): DlmsError {
  return new DlmsError(`the client repeats the invocation counter ${invocationCounter}: it was at ${last}`, {
    code: 'DLMS_REPLAY',
    layer: 'security',
    fault: 'meter',
  });
}
