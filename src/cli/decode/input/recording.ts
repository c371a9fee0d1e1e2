/** What the user gave to decode: octets, with what the text or file around them says of each part. */
import type { PlainObject } from '../report.js';

/** Octets of one line, or of some that belong together. */
export interface Part {
  /** Number of its first octet. */
  readonly at: number;
  readonly length: number;
  /** What its reports say beside what is in them: line, time, direction. */
  readonly label: PlainObject;
}

export interface Recording {
  readonly octets: Uint8Array;
  /** One behind the other; empty where nothing sets parts apart. */
  readonly parts: readonly Part[];
  /** The text says that its parts are messages, and no mere lines. */
  readonly marked: boolean;
  /** Lines of text in which no octets are. */
  readonly passedOver: number;
}

export function bareRecording(octets: Uint8Array): Recording {
  return { octets, parts: [], marked: false, passedOver: 0 };
}
