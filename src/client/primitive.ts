/**
 * What goes into and comes out of the client machines. Each machine has one door,
 * `handle(input): Output[]`; the tags are the books' service primitives. Octets and time come from
 * outside, so that a whole conversation can be replayed in memory.
 */
import type { Conformance } from '../apdu/conformance.js';
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import type { GetDataResult } from '../cosem/result.js';
import type { DlmsError } from '../errors.js';
import type { LineSettings } from '../framing/iec62056-21/line-settings.js';

/** `response`: the peer owes us octets. There is one timer a machine; starting it again replaces it. */
export type TimerName = 'response';

// --- the outside world -------------------------------------------------------------------------------

/** Octets arrived, in any split. */
export interface PhDataIndication {
  readonly kind: 'PH-DATA.indication';
  readonly octets: Uint8Array;
}

/** The line is gone. */
export interface PhAbortIndication {
  readonly kind: 'PH-ABORT.indication';
  readonly cause: DlmsError;
}

export interface TimerExpired {
  readonly kind: 'TIMER.expired';
  readonly timer: TimerName;
}

/** Octets to send, as one burst: the silence before sending is kept before it, not inside. */
export interface PhDataRequest {
  readonly kind: 'PH-DATA.request';
  readonly octets: Uint8Array;
  /**
   * Milliseconds that sending takes at least: nothing behind it happens sooner, even where an adapter says
   * too early that all was sent.
   */
  readonly leastMs?: number | undefined;
}

/**
 * Sets the line, when all octets before it in the output list have left and before anything behind it. Only
 * a link with an IEC 62056-21 start asks for it.
 */
export interface PhLineRequest extends LineSettings {
  readonly kind: 'PH-LINE.request';
}

/**
 * The time runs from the moment that all octets before it in the same output list were sent; `ms`
 * already contains the time that these octets take on a slow line.
 */
export interface TimerStart {
  readonly kind: 'TIMER.start';
  readonly timer: TimerName;
  readonly ms: number;
}

export interface TimerStop {
  readonly kind: 'TIMER.stop';
  readonly timer: TimerName;
}

export type TraceLayer = 'application' | 'link' | 'transport';

/** For people who look on: an APDU, a frame, or octets that no frame could be made of (`note` says why). */
export interface Trace {
  readonly kind: 'TRACE';
  readonly layer: TraceLayer;
  readonly direction: 'sent' | 'received';
  readonly octets: Uint8Array;
  /** What is inside protected octets, its secrets as asterisks; only where that is asked for. */
  readonly plain?: Uint8Array | undefined;
  /** Of an APDU that opens an association: the meter learns a secret by it, or that this side has it. */
  readonly showsSecret?: boolean | undefined;
  readonly note?: string | undefined;
}

// --- between association and link --------------------------------------------------------------------

export type LinkInput =
  | { readonly kind: 'DL-CONNECT.request' }
  | {
      readonly kind: 'DL-DATA.request';
      readonly apdu: Uint8Array;
      /** A repetition on a link without sequence numbers does no harm (a GET; not an AARQ). */
      readonly repeatable: boolean;
      /**
       * Its octets may go out once only, as those under an invocation counter: such a link asks for others by
       * DL-RENEW.indication, and the request that answers it counts as the repetition.
       */
      readonly renewable?: boolean | undefined;
    }
  /**
   * The APDU just indicated was not the one that is waited for (a late answer, a notification): wait on.
   * Without it a link that has indicated an APDU runs no timer until the next request.
   */
  | { readonly kind: 'DL-WAIT.request' }
  | { readonly kind: 'DL-DISCONNECT.request' }
  | PhDataIndication
  | TimerExpired;

export type LinkOutput =
  | { readonly kind: 'DL-CONNECT.confirm'; readonly negotiated?: LinkNegotiated | undefined }
  | { readonly kind: 'DL-DATA.indication'; readonly apdu: Uint8Array }
  /** A renewable request was not answered and is to be made anew. */
  | { readonly kind: 'DL-RENEW.indication' }
  | { readonly kind: 'DL-DISCONNECT.confirm' }
  /** The link is lost; it must be connected anew. */
  | { readonly kind: 'DL-ABORT.indication'; readonly cause: DlmsError }
  | PhDataRequest
  | PhLineRequest
  | TimerStart
  | TimerStop
  | Trace;

/** Blocks of general block transfer came that make no APDU; the link stands. */
export interface DlErrorIndication {
  readonly kind: 'DL-ERROR.indication';
  readonly cause: DlmsError;
}

/** What SNRM and UA agreed on, as this side uses it; sizes in octets of the information field. */
export interface LinkNegotiated {
  readonly maxInfoTransmit: number;
  readonly maxInfoReceive: number;
  readonly windowTransmit: number;
  readonly windowReceive: number;
  /** The meter's frames have no numbers that could tell a repetition from the next answer. */
  readonly uncounted?: boolean | undefined;
}

/** One of the three links: HDLC, WRAPPER, mode E. */
export interface Link {
  handle(input: LinkInput): LinkOutput[];
}

// --- between the stack and its user ------------------------------------------------------------------

/** By logical names with GET, or by short names with READ. */
export type Referencing = 'LN' | 'SN';

export interface AssociationNegotiated {
  readonly conformance: Conformance;
  /** server-max-receive-pdu-size in octets; 0 is no limit. */
  readonly serverMaxReceivePduSize: number;
  /** Octets that protection adds to each APDU before it counts against that size; none where left out. */
  readonly protectionOverhead?: number | undefined;
  /** Of the meter, 8 octets, where the association goes by titles. */
  readonly serverSystemTitle?: Uint8Array | undefined;
  readonly dlmsVersion: number;
  readonly vaaName: number;
  readonly link?: LinkNegotiated | undefined;
}

export type StackInput =
  /** Connects the link and opens the application association. */
  | { readonly kind: 'COSEM-OPEN.request' }
  /**
   * One request APDU: GET-normal for one attribute, GET-with-list for more (only where
   * multiple-references was negotiated and both PDU sizes allow it; the caller packs), ACCESS where that
   * was negotiated and lists were not. Data blocks are fetched to their end. In an association by short names it is one READ, and every attribute has its
   * shortName; a selection needs parameterized-access.
   */
  | { readonly kind: 'GET.request'; readonly attributes: readonly AttributeDescriptor[] }
  /** Releases the association (RLRQ where it is open), then the link. Never fails. */
  | { readonly kind: 'COSEM-RELEASE.request' }
  | PhDataIndication
  | PhAbortIndication
  | TimerExpired;

export type StackOutput =
  | { readonly kind: 'COSEM-OPEN.confirm'; readonly negotiated: AssociationNegotiated }
  /** One result an attribute, in the order of the request. */
  | { readonly kind: 'GET.confirm'; readonly results: readonly GetDataResult[] }
  /**
   * The meter answered the request as a whole with an error (exception-response, confirmed-service-error,
   * a wrong count, an APDU that cannot be read). The association still stands.
   */
  | { readonly kind: 'GET.failed'; readonly cause: DlmsError }
  | { readonly kind: 'COSEM-RELEASE.confirm' }
  /**
   * A breakdown: the association and the link are gone, whatever was asked is not answered. Also the
   * answer to COSEM-OPEN.request when the meter refuses, after the link was disconnected.
   */
  | { readonly kind: 'COSEM-ABORT.indication'; readonly cause: DlmsError }
  | PhDataRequest
  | PhLineRequest
  | TimerStart
  | TimerStop
  | Trace;
