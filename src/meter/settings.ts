/**
 * The settings of one meter, resolved and checked: the vocabulary of the device node, the command line
 * and configuration files after defaults were filled in. Names are those of the node's properties.
 */
import type { AuthName } from '../client/authentication.js';
import type { LogicalName } from '../cosem/descriptor.js';
import type { PrivateKey, PublicKey } from '../security/key-pair.js';
import type { Protection } from '../security/material.js';
import type { SecuritySuiteId } from '../security/suite.js';

export type SecurityName = 'None' | 'Authentication' | 'Encryption' | 'AuthenticationEncryption';
export type ModeName = 'DLMS-HDLC' | 'IEC' | 'DLMS-WRAPPER';
export type TransportName = 'tcp' | 'serial' | 'udp' | 'tls' | 'loopback';
export type Parity = 'none' | 'even' | 'odd';

export interface SerialSettings {
  readonly serialPort: string;
  readonly baudRate: number;
  readonly dataBits: 5 | 6 | 7 | 8;
  readonly stopBits: 1 | 2;
  readonly parity: Parity;
}

/** Where the numbers of a key come from, each of which is used once. */
export type CounterSetting =
  /** From where this installation left off, kept in its state folder. */
  | { readonly kind: 'stored' }
  /** At least this one, 0…4294967295; later ones where the state folder knows of them. */
  | { readonly kind: 'start'; readonly number: number }
  /** From where the meter's own counter object stands, read without security beforehand. */
  | { readonly kind: 'object'; readonly logicalName: LogicalName };

/** What associations are secured with. Octets here are secrets (titles excepted) and print as `***`. */
export interface SecuritySettings {
  readonly suite: SecuritySuiteId;
  readonly protection: Protection;
  /** Of this client, 8 octets; the state folder has one where left out. */
  readonly systemTitle?: Uint8Array | undefined;
  /** Of the meter, 8 octets, where it does not send its own. */
  readonly serverSystemTitle?: Uint8Array | undefined;
  /** Global unicast encryption key; as long as the suite says. */
  readonly blockCipherKey?: Uint8Array | undefined;
  readonly authenticationKey?: Uint8Array | undefined;
  /** `auto`: another one for each association. */
  readonly dedicatedKey?: Uint8Array | 'auto' | undefined;
  readonly invocationCounter: CounterSetting;
  readonly signingKey?: PrivateKey | undefined;
  readonly serverPublicKey?: PublicKey | undefined;
}

/** PEM texts. */
export interface TlsSettings {
  /** False takes any certificate of the other side. */
  readonly verify: boolean;
  /** The authorities to trust in place of those that Node knows. */
  readonly ca?: string | undefined;
  /** Shown to the other side; with it comes its key. */
  readonly cert?: string | undefined;
  /** A secret; never printed. */
  readonly key?: string | undefined;
  /** The name in the other side's certificate, where it is not the host. */
  readonly serverName?: string | undefined;
}

/** How a meter is called in mode IEC (IEC 62056-21). */
export interface IecSettings {
  /** Bd of the request message. */
  readonly startBaud: number;
  /** The fastest that this side bears, in Bd. */
  readonly maxBaud: number;
  /** Of the request message; '' calls any meter. */
  readonly deviceAddress: string;
  /** Whether a plain readout takes the place of HDLC: where the meter has no HDLC, never, or always. */
  readonly readout: 'auto' | 'never' | 'always';
}

export interface MeterSettings {
  readonly name: string;
  /** `[A-Za-z0-9_-]+`; the first part of a topic. */
  readonly alias: string;
  readonly transport: TransportName;
  readonly host: string;
  readonly port: number;
  readonly serial: SerialSettings;
  /** Of use with transport `tls`. */
  readonly tls: TlsSettings;
  /** Of use with mode `IEC`. */
  readonly iec: IecSettings;
  readonly mode: ModeName;
  readonly referencing: 'LN' | 'SN';
  readonly logicalAddress: number;
  readonly physicalAddress: number;
  /** Octets of the HDLC server address, as used (never 0: `resolve` has chosen). */
  readonly addressSize: 1 | 2 | 4;
  readonly clientAddress: number;
  readonly auth: AuthName;
  /** The secret of Low and High authentications; never printed. */
  readonly password: Uint8Array;
  /** Where messages are protected, or the authentication needs titles or keys. */
  readonly security: SecuritySettings | undefined;
  /** Milliseconds before a meter that refused a password or key is given it again. */
  readonly lockoutWaitMs: number;
  /** Milliseconds that an answer may take. */
  readonly timeoutMs: number;
  /** Requests sent in all before the link counts as lost. */
  readonly retryCounter: number;
  /** Milliseconds from scan to scan; 0 or less: on input only. */
  readonly scanRateMs: number;
  /** Least silence on the line, in milliseconds, before anything is sent. */
  readonly pollDelayMs: number;
  /** Names of client/quirk-table.ts, some with a number: `max-info=128`. */
  readonly quirks: readonly string[];
}
