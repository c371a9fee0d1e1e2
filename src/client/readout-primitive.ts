/** What goes into and comes out of the machine that reads plain IEC 62056-21 meters. */
import type { DlmsError } from '../errors.js';
import type { DataBlock } from '../framing/iec62056-21/data-block.js';
import type { DataSet } from '../framing/iec62056-21/data-set.js';
import type { Identification } from '../framing/iec62056-21/identification.js';
import type { LineSettings } from '../framing/iec62056-21/line-settings.js';
import type { IecStartSettings } from './iec-settings.js';
import type { LinkOutput, PhAbortIndication, PhDataIndication, TimerExpired } from './primitive.js';

export interface ReadoutSettings extends IecStartSettings {
  /** Nobody is called: what the meter sends unasked (mode D, P1) is taken, with the line set like this. */
  readonly listen?: LineSettings | undefined;
}

export type ReadoutInput =
  /** Reads the meter, from the request message on. */
  { readonly kind: 'READOUT.request' } | PhDataIndication | PhAbortIndication | TimerExpired;

export interface Readout {
  /** None where somebody listens and came in too late for it. */
  readonly identification?: Identification | undefined;
  /** In the order of the meter. */
  readonly lines: readonly DataSet[];
  /** Characters that belong to no data set. */
  readonly unread: readonly string[];
  /** By what the data is known to be whole; `none`: the meter sends nothing of the kind. */
  readonly check: DataBlock['check'];
}

/** What a link puts out as well, but for what it says to the association. */
export type LineOutput = Exclude<LinkOutput, { kind: `DL-${string}` }>;

export type ReadoutOutput =
  | ({ readonly kind: 'READOUT.confirm' } & Readout)
  /** Nothing is waited for any more. */
  | { readonly kind: 'READOUT.failed'; readonly cause: DlmsError }
  | LineOutput;
