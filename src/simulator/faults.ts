/**
 * Misbehaviour of real meters, as data: each entry is one thing that a simulated meter can be told to do
 * wrong. An empty object is a meter that behaves.
 */
import type { ACSE_SERVICE_USER, ASSOCIATION_RESULT } from '../apdu/names.js';
import type { AddressSize, HdlcAddress } from '../framing/hdlc/address.js';
import type { IecBehaviour } from './iec-behaviour.js';
import type { SecurityFaults } from './security-faults.js';

/** In general block transfer. */
export interface GbtFaults {
  /** Every n-th block of an answer is not sent the first time. */
  readonly loseEvery?: number | undefined;
  /** Each block is sent twice. */
  readonly double?: boolean | undefined;
  /** The blocks of a window come the last one first. */
  readonly reverse?: boolean | undefined;
  /** The number of the first block; 1 where left out. */
  readonly firstNumber?: number | undefined;
  /** Block numbers run on from answer to answer. */
  readonly neverReset?: boolean | undefined;
  /** All blocks but the last say that more follow by themselves, and yet none do where the window ends. */
  readonly alwaysStreaming?: boolean | undefined;
  /** Acknowledgements take no block number of their own. */
  readonly uncountedAcknowledgements?: boolean | undefined;
  /** Blocks are sent, but none understood. */
  readonly deaf?: boolean | undefined;
}

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

/**
 * Nothing negotiated; lengths of one octet written in two; larger fields and windows stated than the meter
 * takes, which is 128 and 1; smaller ones, 32 and 1, than it does.
 */
export type UaFault = 'without information' | 'two-octet lengths' | 'overstated' | 'understated';

export interface HdlcFaults {
  /** How UA answers SNRM. */
  readonly ua?: UaFault | undefined;
  /** Which SNRMs are not answered: those with parameters, or those of a client that is connected. */
  readonly snrm?: 'only without parameters' | 'only when disconnected' | undefined;
  /** N(S) of every I frame is 0. */
  readonly uncountedFrames?: boolean | undefined;
  /** A request that comes in segments is rejected. */
  readonly refuseSegments?: boolean | undefined;
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

export interface ApplicationFaults extends SecurityFaults {
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
  /** The blocks of a READ of one attribute hold its Data alone, not a list of one result. */
  readonly bareBlocks?: boolean | undefined;
  readonly gbt?: GbtFaults | undefined;
  /** All answers have the same invoke-id. */
  readonly constantInvokeId?: boolean | undefined;
  /** The AARE repeats the mechanism-name, the high bit of its last octet set. */
  readonly mechanismNameHighBit?: boolean | undefined;
  /** Registers have no scaler_unit. */
  readonly scalerMissing?: boolean | undefined;
  /** The numbers of data blocks of a GET run on from answer to answer. */
  readonly blockNumbersRunOn?: boolean | undefined;
  /** ACCESS is granted, and refused when it comes. */
  readonly accessFails?: boolean | undefined;
  /** A GET or READ of more attributes than `items` goes wrong. */
  readonly list?:
    | { readonly items: number; readonly how: 'exception-response' | 'other-reason' | 'wrong count' }
    | undefined;
}

export type Faults = LineFaults &
  HdlcFaults &
  ApplicationFaults & { readonly iec?: IecBehaviour | undefined };

export const NO_FAULTS: Faults = {};
