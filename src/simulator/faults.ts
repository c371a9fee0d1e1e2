/**
 * Misbehaviour of real meters, as data: each entry is one thing that a simulated meter can be told to do
 * wrong. An empty object is a meter that behaves.
 */
import type { ACSE_SERVICE_USER, ASSOCIATION_RESULT } from '../apdu/names.js';
import type { AddressSize, HdlcAddress } from '../framing/hdlc/address.js';

/** On the wire, whatever the framing. Every count starts at 1 with each connection. */
export interface LineFaults {
  /** Never sends anything. */
  readonly silent?: boolean | undefined;
  /** Milliseconds before each answer. */
  readonly delayMs?: number | undefined;
  /** Every n-th frame or WPDU is not sent. */
  readonly dropEvery?: number | undefined;
  /** Every n-th frame or WPDU has its last octet but one changed: the FCS of HDLC. */
  readonly corruptEvery?: number | undefined;
  /** Every frame or WPDU is sent so many times more. */
  readonly repeat?: number | undefined;
  /** Sends half of the n-th frame or WPDU and closes the line. */
  readonly closeAt?: number | undefined;
  /** Octets in front of each frame. */
  readonly junk?: readonly number[] | undefined;
  /** So many further flags in front of each HDLC frame. */
  readonly extraFlags?: number | undefined;
  readonly octetByOctet?: boolean | undefined;
  /** All frames or WPDUs of one moment in one piece. */
  readonly merge?: boolean | undefined;
  /** Everything received comes back first, as from a two-wire converter. */
  readonly echo?: boolean | undefined;
}

export interface HdlcFaults {
  /** How UA answers SNRM: nothing negotiated, or lengths of one octet written in two. */
  readonly ua?: 'without information' | 'two-octet lengths' | undefined;
  /** RNR so many times before the answer to each request. */
  readonly rnr?: number | undefined;
  /** The source address of every answer. */
  readonly answerFrom?: HdlcAddress | undefined;
  /** Answers with its own address in this size, whatever it was called with. */
  readonly answerSize?: AddressSize | undefined;
  /** Does not hear addresses of other sizes. */
  readonly addressSizes?: readonly AddressSize[] | undefined;
  /** A meter alone on its line answers SNRM to all stations, under its real address. */
  readonly answerBroadcast?: boolean | undefined;
}

export interface ApplicationFaults {
  /** Accepts associations with an AARE that does not say what was negotiated. */
  readonly aareWithoutUserInformation?: boolean | undefined;
  readonly refuse?:
    | {
        readonly result: keyof typeof ASSOCIATION_RESULT;
        readonly diagnostic: keyof typeof ACSE_SERVICE_USER;
      }
    | undefined;
  /** An AARQ inside an association is refused instead of starting it anew. */
  readonly refuseSecondAssociation?: boolean | undefined;
  /** RLRQ is not answered. */
  readonly ignoreRelease?: boolean | undefined;
  /** Octets of raw data in a block, and the longest answer that is not cut into blocks. */
  readonly blockSize?: number | undefined;
  /** A GET of more attributes than `items` goes wrong. */
  readonly list?:
    | { readonly items: number; readonly how: 'exception-response' | 'other-reason' | 'wrong count' }
    | undefined;
}

export type Faults = LineFaults & HdlcFaults & ApplicationFaults;

export const NO_FAULTS: Faults = {};
