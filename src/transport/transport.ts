/** The seam to the outside world: octets only, nothing of DLMS. */

export interface TransportListener {
  /** Octets as they came in, in any split; over UDP each call is one datagram. */
  octets(octets: Uint8Array): void;
  /** Called once, when the line went away by itself or by `close`; `cause` is a DlmsError where it broke. */
  closed(cause?: Error): void;
}

/** How a serial line is set. */
export interface LineConfiguration {
  /** Bd */
  readonly baudRate: number;
  readonly dataBits: 5 | 6 | 7 | 8;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
}

/** An open line. */
export interface Transport {
  /** Names the line for people, without secrets: `tcp 192.168.1.10:4059`, `serial /dev/ttyUSB0`. */
  readonly name: string;
  /** One listener at a time; setting another replaces it. */
  listen(listener: TransportListener): void;
  /** Resolves when the octets are handed to the driver (serial: drained). @throws DlmsError */
  send(octets: Uint8Array): Promise<void>;
  /**
   * Sets the line from now on; the listener notices nothing, octets not yet heard may be lost. Only serial
   * lines have it: what lies behind a network cannot be set. @throws DlmsError
   */
  configure?(line: LineConfiguration): Promise<void>;
  /** Closes the line; never throws and never takes longer than a second. */
  close(): Promise<void>;
}

/** Opens a line; a DlmsError of layer `transport` when it cannot. `signal` gives up an attempt under way. */
export type OpenTransport = (signal?: AbortSignal) => Promise<Transport>;
