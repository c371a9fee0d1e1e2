/** One piece of a stream: a frame, a PDU, a message, or noise. It is told when its turn comes. */
import type { Report } from './report.js';

export interface Unit {
  /** The place of its last octet: units of several streams are told in this order. */
  readonly end: number;
  readonly tell: () => readonly Report[];
}
