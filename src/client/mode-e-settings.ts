/** What the client side of a link with an IEC 62056-21 start, mode E, needs to know. */
import type { HdlcLinkSettings } from './hdlc-link-settings.js';
import type { IecStartSettings } from './iec-settings.js';

export interface ModeELinkSettings extends IecStartSettings, Omit<HdlcLinkSettings, 'octetTimeMs'> {
  /** Bd of HDLC, for a meter that does not follow the speed it proposes, or proposes one that nobody knows. */
  readonly hdlcBaudRate?: number | undefined;
  /** Milliseconds that a confirmation of the option select is waited for at the new speed. */
  readonly confirmMs?: number | undefined;
  /** Milliseconds between the confirmation and HDLC. */
  readonly settleMs?: number | undefined;
}
