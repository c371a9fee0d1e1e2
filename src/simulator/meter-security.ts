/**
 * The security of one simulated meter, which outlives its associations: keys and their counters, the policy
 * that is in force, and who has tried wrong secrets.
 */
import { toHex } from '../encoding/hex.js';
import type { Protection, SecurityMaterial } from '../security/material.js';
import { ClientCounters, type CounterObserver, type LastCounters } from './client-counters.js';
import type { SecurityFaults } from './security-faults.js';
import type { GlobalKeys, SiteSecurity } from './security-settings.js';
import { SendingCounter } from './sending-counter.js';

export interface MeterSecurityOptions {
  readonly site: SiteSecurity;
  /** 8 octets, of this meter alone. */
  readonly systemTitle: Uint8Array;
  readonly faults: () => SecurityFaults;
  /** The first invocation counter that it sends. */
  readonly firstCounter: number;
  readonly observe?: CounterObserver | undefined;
}

/** What belongs to one block cipher key. */
interface KeyCounters {
  readonly sent: SendingCounter;
  readonly received: LastCounters;
}

/** What one association is secured with, for good. */
export interface AssociationMaterial extends SecurityMaterial {
  readonly received: ClientCounters;
}

const NO_KEY = new Uint8Array(0);

export class MeterSecurity {
  readonly site: SiteSecurity;
  readonly systemTitle: Uint8Array;
  readonly #options: MeterSecurityOptions;
  /** By block cipher key: a key that comes back goes on where it was. */
  readonly #counters = new Map<string, KeyCounters>();
  #keys: GlobalKeys | undefined;
  #protection: Protection;
  #wrongSecrets = 0;
  #lockedUntil = Number.NEGATIVE_INFINITY;

  constructor(options: MeterSecurityOptions) {
    this.#options = options;
    this.site = options.site;
    this.systemTitle = options.systemTitle;
    this.#keys = options.site.keys;
    this.#protection = options.site.protection;
  }

  /** Those of the next association. */
  get keys(): GlobalKeys | undefined {
    return this.#keys;
  }

  /** The least that the next association has to be protected with, the public client excepted. */
  get protection(): Protection {
    return this.#protection;
  }

  /** Counts from the next association on. */
  replaceKeys(changed: Partial<GlobalKeys>): void {
    if (this.#keys !== undefined) this.#keys = { ...this.#keys, ...changed };
  }

  /** Counts from the next association on. */
  activate(protection: Protection): void {
    this.#protection = protection;
  }

  /** The highest invocation counter that was accepted under the global key, of any client; 0 for none. */
  get highestReceived(): number {
    return Math.max(0, ...this.#countersOf(this.#keys).received.values());
  }

  /** A new association begins, with the keys as they are now. */
  begin(client: Uint8Array | undefined): AssociationMaterial {
    const { suite, signingKey, clientPublicKey } = this.site;
    const { sent, received } = this.#countersOf(this.#keys);
    sent.begin();
    const meter = toHex(this.systemTitle);
    return {
      suite,
      protection: this.#protection,
      systemTitle: this.systemTitle,
      peerSystemTitle: client,
      blockCipherKey: this.#keys?.blockCipherKey,
      authenticationKey: this.#keys?.authenticationKey,
      signingKey,
      peerPublicKey: clientPublicKey,
      counter: sent,
      received: new ClientCounters(received, (seen) => this.#options.observe?.({ meter, ...seen })),
    };
  }

  /** Keys and secrets are within reach of it. */
  toJSON(): string {
    return '***';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '***';
  }

  isLocked(now: number): boolean {
    return now < this.#lockedUntil;
  }

  /** Somebody has proved a secret, or failed to. */
  judged(right: boolean, now: number): void {
    this.#wrongSecrets = right ? 0 : this.#wrongSecrets + 1;
    const { lockout } = this.#options.faults();
    if (lockout === undefined || this.#wrongSecrets < lockout.after) return;
    this.#wrongSecrets = 0;
    this.#lockedUntil = now + lockout.seconds * 1000;
  }

  #countersOf(keys: GlobalKeys | undefined): KeyCounters {
    const name = toHex(keys?.blockCipherKey ?? NO_KEY);
    const known = this.#counters.get(name);
    const { firstCounter, faults } = this.#options;
    const counters = known ?? { sent: new SendingCounter(firstCounter, faults), received: new Map() };
    this.#counters.set(name, counters);
    return counters;
  }
}
