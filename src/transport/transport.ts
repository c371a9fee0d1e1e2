/** The seam to the outside world: octets only, nothing of DLMS. */

export interface TransportListener {
  /** Octets as they came in, in any split. */
  octets(octets: Uint8Array): void;
  /** Called once, when the line went away by itself or by `close`; `cause` is a DlmsError where it broke. */
  closed(cause?: Error): void;
}

/** An open line. */
export interface Transport {
  /** Names the line for people, without secrets: `tcp 192.168.1.10:4059`, `serial /dev/ttyUSB0`. */
  readonly name: string;
  /** One listener at a time; setting another replaces it. */
  listen(listener: TransportListener): void;
  /** Resolves when the octets are handed to the driver (serial: drained). @throws DlmsError */
  send(octets: Uint8Array): Promise<void>;
  /** Closes the line; never throws and never takes longer than a second. */
  close(): Promise<void>;
}

/** Opens a line; a DlmsError of layer `transport` when it cannot. `signal` gives up an attempt under way. */
export type OpenTransport = (signal?: AbortSignal) => Promise<Transport>;
