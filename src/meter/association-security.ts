/**
 * What the associations of one meter are secured with: keys and titles out of the settings, numbers out of
 * the counter store, challenges and dedicated keys drawn anew for each of them. What the meter has counted
 * is remembered from one association to the next.
 */
import type { AssociationNegotiated } from '../client/primitive.js';
import { quirkOptions } from '../client/quirks.js';
import type { LogicalName } from '../cosem/descriptor.js';
import type { InvocationCounter } from '../security/invocation-counter.js';
import { keyFingerprint } from '../security/key-fingerprint.js';
import { publicOf, publicPoint } from '../security/key-pair.js';
import type { SecurityMaterial } from '../security/material.js';
import { ReceivedCounters } from '../security/received-counters.js';
import { SECURITY_SUITE } from '../security/suite.js';
import { type AgreedSecurity, agreedSecurity } from './agreed-security.js';
import { challengeFor } from './challenge.js';
import type { Securing } from './client-stack.js';
import type { Clock } from './clock.js';
import { jointCounter } from './joint-counter.js';
import type { CounterStart, CounterStore, KeptCounter } from './kept-counter.js';
import { ownFault } from './pump.js';
import type { RandomOctets } from './random-octets.js';
import { hidden } from './secret-octets.js';
import type { MeterSettings, SecuritySettings } from './settings.js';

export interface AssociationSecurityOptions {
  readonly settings: MeterSettings;
  /** Asked for where titles or numbers are needed, and not before. */
  readonly counters: () => CounterStore;
  readonly clock: Clock;
  readonly random: RandomOctets;
  /** The last number that the meter has seen, by its own counter object. @throws DlmsError */
  readonly readCounter: (logicalName: LogicalName) => Promise<number>;
}

/** The first number of a key of which nothing is known: the seconds of this age, so that a lost one is passed. */
const ORIGIN_MS = Date.UTC(2000, 0, 1);
/** Clocks that stand before this were never set. */
const EARLIEST_MS = Date.UTC(2026, 0, 1);
const HIGHEST = 0xffff_fffe;

export class AssociationSecurity {
  readonly #options: AssociationSecurityOptions;
  readonly #received: ReceivedCounters;
  #counter: KeptCounter | undefined;
  #securing: Securing = {};
  /** The meter's counter object was read, and nothing says that it has moved on since. */
  #isCounterRead = false;
  /** An association was opened anew because of its counter, and has not been of use since. */
  #recounted = false;

  constructor(options: AssociationSecurityOptions) {
    this.#options = options;
    this.#received = new ReceivedCounters(quirkOptions(options.settings.quirks).security.tolerance);
  }

  /** Before a line is opened: what the next association is secured with is there. @throws DlmsError */
  async prepare(): Promise<void> {
    const { security } = this.#options.settings;
    if (security === undefined) return;
    const title = this.#title(security);
    const key = this.#numberedKey(security);
    if (key === undefined) return;
    this.#counter ??= this.#counterOf(security, key, title);
    this.#counter.begin(await this.#start(security));
  }

  /** For one association. @throws DlmsError */
  securing(): Securing {
    const { settings, random } = this.#options;
    this.#securing = { challenge: challengeFor(settings.auth, random), security: this.#material() };
    return this.#securing;
  }

  /** What protects the association that was agreed with it. */
  agreed(negotiated: AssociationNegotiated): AgreedSecurity {
    return agreedSecurity(this.#options.settings, this.#securing, negotiated);
  }

  /** An association could not be opened: the meter may count otherwise than was thought. */
  failed(): void {
    this.#isCounterRead = false;
  }

  /**
   * The meter has seen our counter before, and it was raised. @returns whether that is worth a try at once: a
   * meter that says so again is not believed
   */
  recounts(): boolean {
    const again = !this.#recounted;
    this.#isCounterRead = false;
    this.#recounted = true;
    return again;
  }

  /** The meter answered a request. */
  answered(): void {
    this.#recounted = false;
  }

  /** Numbers that were set apart are given back. Never throws. */
  close(): void {
    this.#counter?.giveBack();
  }

  async #start({ invocationCounter }: SecuritySettings): Promise<CounterStart> {
    switch (invocationCounter.kind) {
      case 'stored':
        return { kind: 'kept', first: firstNumber(this.#options.clock.wallTime()) };
      case 'start':
        return { kind: 'least', least: invocationCounter.number };
      case 'object': {
        if (this.#isCounterRead) return { kind: 'least', least: 0 };
        const last = await this.#options.readCounter(invocationCounter.logicalName);
        this.#isCounterRead = true;
        return { kind: 'least', least: last + 1 };
      }
    }
  }

  /** What numbers go with: without a cipher, signed messages have theirs as transaction-id. */
  #numberedKey({ blockCipherKey, signingKey }: SecuritySettings): Uint8Array | undefined {
    if (blockCipherKey !== undefined || signingKey === undefined) return blockCipherKey;
    const { signed } = quirkOptions(this.#options.settings.quirks).security;
    return signed ? publicPoint(publicOf(signingKey)) : undefined;
  }

  /** A dedicated key that stays has numbers of its own beside those of the global key. */
  #counterOf({ dedicatedKey }: SecuritySettings, key: Uint8Array, title: Uint8Array): KeptCounter {
    const store = this.#options.counters();
    const counterOf = (each: Uint8Array): KeptCounter => store.counter(keyFingerprint(each, title));
    const counter = counterOf(key);
    if (dedicatedKey === undefined || dedicatedKey === 'auto') return counter;
    return jointCounter(counter, counterOf(dedicatedKey));
  }

  #title({ systemTitle }: SecuritySettings): Uint8Array {
    return systemTitle ?? this.#options.counters().systemTitle();
  }

  #material(): SecurityMaterial | undefined {
    const { security, quirks } = this.#options.settings;
    if (security === undefined) return undefined;
    const { suite, protection, blockCipherKey, authenticationKey, signingKey } = security;
    const { form, signed } = quirkOptions(quirks).security;
    return {
      ...{ suite, protection, blockCipherKey, authenticationKey, signingKey, form, signed },
      systemTitle: this.#title(security),
      peerSystemTitle: security.serverSystemTitle,
      dedicatedKey: this.#dedicatedKey(security),
      peerPublicKey: security.serverPublicKey,
      counter: this.#counter ?? NO_COUNTER,
      received: this.#received,
    };
  }

  #dedicatedKey({ dedicatedKey, suite }: SecuritySettings): Uint8Array | undefined {
    if (dedicatedKey !== 'auto') return dedicatedKey;
    return hidden(this.#options.random(SECURITY_SUITE[suite].keyLength, true));
  }
}

/** Of associations that have titles or signatures, and no key that numbers go with. */
const NO_COUNTER: InvocationCounter = {
  take: () => {
    throw ownFault('a number is wanted for a key that is not there');
  },
  raise: () => undefined,
};

function firstNumber(wallTime: number): number {
  const seconds = Math.floor((Math.max(wallTime, EARLIEST_MS) - ORIGIN_MS) / 1000);
  return Math.min(seconds, HIGHEST);
}
