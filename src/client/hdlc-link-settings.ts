/** What the client side of an HDLC link needs to know. */
import type { HdlcAddress } from '../framing/hdlc/address.js';
import type { LinkParameters } from '../framing/hdlc/link-parameters.js';

export interface HdlcLinkSettings {
  readonly server: HdlcAddress;
  /** 1…127 */
  readonly client: number;
  /** Milliseconds that an answer may take. */
  readonly timeoutMs: number;
  /** Sends of a request in all, at least 1. */
  readonly retryCounter: number;
  /** Sends of the SNRM in all, where it is not retryCounter. */
  readonly connectCounter?: number | undefined;
  /** Milliseconds that one octet takes on the line; 0 where it does not count, as on TCP. */
  readonly octetTimeMs: number;
  /** What the SNRM proposes: 1024 octets and windows of 7, where nothing else is said. */
  readonly proposal?: LinkParameters | undefined;
  /** Proposes nothing, for meters that cannot bear an SNRM with parameters. */
  readonly plainSnrm?: boolean | undefined;
  /** What is proposed applies, whatever the UA says, for meters that do not keep to what they say there. */
  readonly forcedParameters?: boolean | undefined;
  /** A DISC goes out before the first SNRM, for meters that answer no SNRM inside an old connection. */
  readonly disconnectFirst?: boolean | undefined;
  /** The meter's N(S) never counts: its frames are taken in the order in which they come. */
  readonly uncountedFrames?: boolean | undefined;
}
