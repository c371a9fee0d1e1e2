/** What a simulated meter can do on an HDLC line (IEC HDLC setup, class 23), seen from the meter. */
import type { LinkParameters } from '../framing/hdlc/link-parameters.js';

export interface HdlcLimits extends LinkParameters {
  /** A link without frames for so long is dropped without a word; 0 is never. */
  readonly inactivitySeconds: number;
}

export const DEFAULT_HDLC_LIMITS: HdlcLimits = {
  maxInfoTransmit: 1024,
  maxInfoReceive: 1024,
  windowTransmit: 7,
  windowReceive: 7,
  inactivitySeconds: 120,
};
