/** One packet of a capture file. */

export interface Packet {
  /** From 1, as other tools count them. */
  readonly number: number;
  /** Milliseconds since 1970 UTC; undefined where the file does not tell. */
  readonly timeMs?: number | undefined;
  /** What its first header is (LINKTYPE_ values of tcpdump.org). */
  readonly linkType: number;
  /** As far as they were captured; a view on the file. */
  readonly octets: Uint8Array;
  /** Octets of the file before them. */
  readonly offset: number;
}
