/** How a serial line is set for the two halves of a mode E start (IEC 62056-21, 5; IEC 62056-46, annex B). */

export interface LineSettings {
  /** Bd */
  readonly baudRate: number;
  readonly dataBits: 5 | 6 | 7 | 8;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
}

/** Seven bits with even parity, as all of IEC 62056-21 is sent. */
export function characterLine(baudRate: number): LineSettings {
  return { baudRate, dataBits: 7, parity: 'even', stopBits: 1 };
}

/** Eight bits without parity, as HDLC needs it. */
export function octetLine(baudRate: number): LineSettings {
  return { baudRate, dataBits: 8, parity: 'none', stopBits: 1 };
}

export function sameLine(one: LineSettings | undefined, other: LineSettings): boolean {
  return one?.baudRate === other.baudRate && one.dataBits === other.dataBits && one.parity === other.parity;
}

/** Milliseconds for ten bits, which both kinds of line have. */
export function octetTimeMs({ baudRate }: LineSettings): number {
  return 10_000 / baudRate;
}
