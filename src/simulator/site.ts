/** What all connections to one simulator share: its meters, who may use them, and how it behaves. */
import { type Conformance, conformanceOf } from '../apdu/conformance.js';
import type { DemoMeter } from './demo-meter.js';
import type { Faults } from './faults.js';
import type { HdlcLimits } from './hdlc-limits.js';

export interface ApplicationLimits {
  /** Octets of an APDU that the meter receives and likes to send at most. */
  readonly maxPduSize: number;
  /** What it grants at most. */
  readonly conformance: Conformance;
  /** Blocks of general block transfer that the meter receives in a row, 1 to 63; 1 where left out. */
  readonly blockWindow?: number | undefined;
}

export const DEFAULT_APPLICATION_LIMITS: ApplicationLimits = {
  maxPduSize: 2048,
  // priority-mgmt-supported, attribute0-supported-with-get, block-transfer-with-get-or-read,
  // multiple-references, get, set, selective-access, action; by short names also read, write,
  // unconfirmed-write, parameterized-access; with ciphering also general-protection
  conformance: conformanceOf(0x1c723d),
};

export interface Site {
  /** On one line, told apart by their physical address. */
  readonly meters: readonly DemoMeter[];
  /** What a client may use. */
  readonly referencing: 'LN' | 'SN' | 'both';
  readonly hdlc: HdlcLimits;
  readonly application: ApplicationLimits;
  /** Asked again at each turn: misbehaviour can be switched on and off while connections stand. */
  faults(): Faults;
  /** Octets for a challenge. */
  random(length: number): Uint8Array;
}
