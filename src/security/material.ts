/** What one association is secured with: keys, titles, counters (Green Book, security material). */
import type { InvocationCounter } from './invocation-counter.js';
import type { PrivateKey, PublicKey } from './key-pair.js';
import type { ReceivedCounters } from './received-counters.js';
import type { SecuritySuiteId } from './suite.js';

/** What is done to APDUs; both false is no ciphering. */
export interface Protection {
  readonly authenticated: boolean;
  readonly encrypted: boolean;
}

/**
 * How protected APDUs are carried: in the glo- and ded-APDUs of each service; in general-glo- and
 * general-ded-ciphering; or in general-ciphering that names the global key.
 */
export type ProtectionForm = 'service-specific' | 'general' | 'general-ciphering';

export interface SecurityMaterial {
  readonly suite: SecuritySuiteId;
  /** What is applied to what is sent, and the least that is accepted. */
  readonly protection: Protection;
  /** `service-specific` where left out; services without an APDU of that kind go in the general form. */
  readonly form?: ProtectionForm | undefined;
  /** Ciphered APDUs go inside general-signing, and are expected so. */
  readonly signed?: boolean | undefined;
  /** Of this side; 8 octets. */
  readonly systemTitle: Uint8Array;
  /** Of the other side, where it is known beforehand; 8 octets. */
  readonly peerSystemTitle?: Uint8Array | undefined;
  /** Global unicast encryption key; a secret. */
  readonly blockCipherKey?: Uint8Array | undefined;
  /** A secret; empty where the system uses none. */
  readonly authenticationKey?: Uint8Array | undefined;
  /** Of this association alone; a secret. A client sends it in the InitiateRequest. */
  readonly dedicatedKey?: Uint8Array | undefined;
  /** Global broadcast encryption key, where the system has one; a secret. */
  readonly broadcastKey?: Uint8Array | undefined;
  /** Of this side, for signatures; a secret. */
  readonly signingKey?: PrivateKey | undefined;
  /** Of the other side, for signatures. */
  readonly peerPublicKey?: PublicKey | undefined;
  /** Of what this side sends under the keys above. */
  readonly counter: InvocationCounter;
  /** Of what the other side sends. */
  readonly received: ReceivedCounters;
}
