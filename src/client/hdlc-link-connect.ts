/**
 * The connection phase of an HDLC link (IEC 62056-46, 6.4.4.4): SNRM until UA comes. An SNRM with
 * parameters that is not answered, refused (DM) or rejected (FRMR) is followed by SNRMs without; the first
 * DM by a DISC as well, which ends what may be left of an older connection. Where it is wished for, that DISC
 * comes first of all.
 */
import type { DlmsError } from '../errors.js';
import type { HdlcAddress } from '../framing/hdlc/address.js';
import type { HdlcFrame } from '../framing/hdlc/frame.js';
import { DEFAULT_LINK_PARAMETERS, type LinkParameters } from '../framing/hdlc/link-parameters.js';
import { refusedError, rejectedError } from './hdlc-link-errors.js';
import type { FrameEffect } from './hdlc-link-line.js';
import { agreement, proposesDefaults, snrmInformation } from './hdlc-link-negotiation.js';

/** What the phase needs of the link around it. */
export interface ConnectUser {
  sendCommand(kind: 'SNRM' | 'DISC', information: Uint8Array): void;
  connected(source: HdlcAddress, negotiated: LinkParameters): void;
  failed(cause: DlmsError): void;
  unanswered(sends: number): void;
}

interface Snrm {
  readonly kind: 'SNRM';
  /** Sent so often in this step. */
  readonly sends: number;
  readonly proposal: LinkParameters;
  /** A DM was already answered with DISC. */
  readonly cleared: boolean;
}

/** `next`: what follows the answer to the DISC, or its absence. */
type ConnectState = Snrm | { readonly kind: 'DISC'; readonly next: Snrm };

const NOTHING = new Uint8Array(0);

export class HdlcConnect {
  readonly #user: ConnectUser;
  readonly #retryCounter: number;
  #state: ConnectState;

  constructor(user: ConnectUser, retryCounter: number, proposal: LinkParameters, disconnectFirst = false) {
    this.#user = user;
    this.#retryCounter = retryCounter;
    const snrm: Snrm = { kind: 'SNRM', sends: 1, proposal, cleared: disconnectFirst };
    this.#state = disconnectFirst ? { kind: 'DISC', next: snrm } : snrm;
  }

  /** Sends the first command. */
  start(): void {
    if (this.#state.kind === 'SNRM') this.#sendSnrm(this.#state);
    else this.#user.sendCommand('DISC', NOTHING);
  }

  /** Undefined for a frame that has no place here. */
  effectOf(frame: HdlcFrame): FrameEffect | undefined {
    const state = this.#state;
    const { kind } = frame.control;
    if (state.kind === 'DISC') {
      return kind === 'UA' || kind === 'DM' ? { act: () => this.#sendSnrm(state.next) } : undefined;
    }
    if (kind === 'UA') return this.#accepted(state, frame);
    if (kind === 'DM') return { act: () => this.#refused(state) };
    return kind === 'FRMR' ? { act: () => this.#rejected(state, frame) } : undefined;
  }

  expired(): void {
    const state = this.#state;
    if (state.kind === 'DISC') this.#sendSnrm(state.next);
    else if (state.sends >= this.#retryCounter) this.#user.unanswered(state.sends);
    else this.#sendSnrm({ ...state, sends: state.sends + 1, proposal: DEFAULT_LINK_PARAMETERS });
  }

  #accepted({ proposal }: Snrm, frame: HdlcFrame): FrameEffect {
    const { parameters, note } = agreement(proposal, frame.information);
    return { note, act: () => this.#user.connected(frame.source, parameters) };
  }

  #refused(state: Snrm): void {
    if (state.cleared) {
      this.#user.failed(refusedError());
      return;
    }
    const next: Snrm = { kind: 'SNRM', sends: 1, proposal: DEFAULT_LINK_PARAMETERS, cleared: true };
    this.#state = { kind: 'DISC', next };
    this.#user.sendCommand('DISC', NOTHING);
  }

  #rejected(state: Snrm, frame: HdlcFrame): void {
    if (proposesDefaults(state.proposal)) this.#user.failed(rejectedError(frame));
    else this.#sendSnrm({ ...state, sends: 1, proposal: DEFAULT_LINK_PARAMETERS });
  }

  #sendSnrm(state: Snrm): void {
    this.#state = state;
    this.#user.sendCommand('SNRM', snrmInformation(state.proposal));
  }
}
