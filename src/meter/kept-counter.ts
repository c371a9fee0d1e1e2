/** Invocation counters that outlive the program, as whoever opens associations asks for them. */
import type { InvocationCounter } from '../security/invocation-counter.js';

/** Where a stream of numbers begins, or goes on. */
export type CounterStart =
  /** Where it was left; at `first` where nothing is known of it. */
  | { readonly kind: 'kept'; readonly first: number }
  /** At `least` where it was left below that; what is kept may even be unreadable. */
  | { readonly kind: 'least'; readonly least: number };

/** One stream of numbers. */
export interface KeptCounter extends InvocationCounter {
  /**
   * Makes sure that there are numbers to take, before anything is sent.
   * @throws DlmsError DLMS_COUNTER_STORE, DLMS_COUNTER_EXHAUSTED
   */
  begin(start: CounterStart): void;
  /** Gives back what was set apart and not used, if it can be. Never throws. */
  giveBack(): void;
}

export interface CounterStore {
  /** The title of this installation, 8 octets, made once. @throws DlmsError DLMS_COUNTER_STORE */
  systemTitle(): Uint8Array;
  /** @param fingerprint of a key under a system title (security/key-fingerprint.ts) */
  counter(fingerprint: string): KeptCounter;
}
