/**
 * The settings of one meter, resolved and checked: the vocabulary of the device node, the command line
 * and configuration files after defaults were filled in. Names are those of the node's properties.
 */

export type AuthName =
  | 'None'
  | 'Low'
  | 'High'
  | 'HighMd5'
  | 'HighSha1'
  | 'HighSha256'
  | 'HighGmac'
  | 'HighEcdsa';
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
