/**
 * The client side of an HDLC link (IEC 62056-46, 6.4): connection, transfer, disconnection. Octets and
 * time come from outside.
 */
import { DlmsError } from '../errors.js';
import type { HdlcAddress } from '../framing/hdlc/address.js';
import type { HdlcFrame } from '../framing/hdlc/frame.js';
import { DEFAULT_LINK_PARAMETERS, type LinkParameters } from '../framing/hdlc/link-parameters.js';
import { HdlcConnect } from './hdlc-link-connect.js';
import { busyError, droppedError, rejectedError, SILENCE_HINTS } from './hdlc-link-errors.js';
import { type FrameEffect, HdlcLine } from './hdlc-link-line.js';
import { DEFAULT_PROPOSAL } from './hdlc-link-negotiation.js';
import { HdlcPeer } from './hdlc-link-peer.js';
import type { HdlcLinkSettings } from './hdlc-link-settings.js';
import { type GivenUp, HdlcTransfer, type OutgoingFrame } from './hdlc-link-transfer.js';
import { notConnectedError } from './link-errors.js';
import { LinkEvidence } from './link-evidence.js';
import { LinkPort } from './link-port.js';
import type { Link, LinkInput, LinkOutput } from './primitive.js';

type LinkState =
  | { readonly kind: 'disconnected' }
  | { readonly kind: 'connecting'; readonly connect: HdlcConnect }
  /** `answered`: an APDU has come. */
  | { readonly kind: 'connected'; readonly transfer: HdlcTransfer; readonly answered: boolean }
  | { readonly kind: 'disconnecting' };

/** A meter that does not answer DISC is not waited for longer. */
const DISCONNECT_WAIT_MS = 1000;
const UNEXPECTED: FrameEffect = { note: 'not expected here' };

export class HdlcLink implements Link {
  readonly #settings: HdlcLinkSettings;
  readonly #port: LinkPort;
  readonly #evidence = new LinkEvidence();
  readonly #line: HdlcLine;
  #state: LinkState = { kind: 'disconnected' };

  /** @throws DlmsError DLMS_ADDRESS */
  constructor(settings: HdlcLinkSettings) {
    this.#settings = { ...settings, retryCounter: Math.max(1, settings.retryCounter) };
    this.#port = new LinkPort(settings.octetTimeMs);
    const peer = new HdlcPeer(settings.server, settings.client);
    const parts = { peer, port: this.#port, evidence: this.#evidence };
    this.#line = new HdlcLine(parts, settings.timeoutMs, (frame) => this.#effectOf(frame));
  }

  handle(input: LinkInput): LinkOutput[] {
    switch (input.kind) {
      case 'DL-CONNECT.request':
        this.#connect();
        break;
      case 'DL-DATA.request':
        this.#request(input.apdu);
        break;
      case 'DL-WAIT.request':
        if (this.#state.kind === 'connected') this.#state.transfer.wait();
        break;
      case 'DL-DISCONNECT.request':
        this.#disconnect();
        break;
      case 'PH-DATA.indication':
        this.#octets(input.octets);
        break;
      case 'TIMER.expired':
        this.#expired();
        break;
    }
    return this.#port.take();
  }

  // --- requests ----------------------------------------------------------------------------------------

  #connect(): void {
    const { retryCounter, connectCounter, disconnectFirst } = this.#settings;
    this.#state = { kind: 'disconnected' };
    this.#line.flush();
    this.#line.peer.forget();
    this.#evidence.reset();
    const user = {
      sendCommand: (kind: 'SNRM' | 'DISC', information: Uint8Array) =>
        this.#line.sendCommand(kind, information),
      connected: (source: HdlcAddress, negotiated: LinkParameters) => this.#connected(source, negotiated),
      failed: (cause: DlmsError) => this.#abort(cause),
      unanswered: (sends: number) => this.#abort(this.#silence('SNRM', sends, SILENCE_HINTS.connecting)),
    };
    const connect = new HdlcConnect(user, connectCounter ?? retryCounter, this.#proposed, disconnectFirst);
    this.#state = { kind: 'connecting', connect };
    connect.start();
  }

  get #proposed(): LinkParameters {
    const { plainSnrm, proposal = DEFAULT_PROPOSAL } = this.#settings;
    return plainSnrm ? DEFAULT_LINK_PARAMETERS : proposal;
  }

  #request(apdu: Uint8Array): void {
    if (this.#state.kind !== 'connected') {
      this.#abort(notConnectedError('hdlc'));
      return;
    }
    if (this.#state.transfer.idle) {
      // What came without being asked for must not be taken for the beginning of the answer.
      this.#line.flush();
      this.#react();
    }
    if (this.#state.kind === 'connected') this.#state.transfer.request(apdu);
  }

  #disconnect(): void {
    if (this.#state.kind === 'disconnected') {
      this.#port.put({ kind: 'DL-DISCONNECT.confirm' });
      return;
    }
    this.#state = { kind: 'disconnecting' };
    const waitMs = Math.min(this.#settings.timeoutMs, DISCONNECT_WAIT_MS);
    this.#line.sendCommand('DISC', new Uint8Array(0), waitMs);
  }

  // --- octets and time ---------------------------------------------------------------------------------

  #octets(octets: Uint8Array): void {
    this.#line.receive(octets);
    this.#react();
    if (!this.#port.acted && this.#waiting) this.#line.extendWait(octets.length);
  }

  #expired(): void {
    if (this.#waiting) {
      // Noise may look like the beginning of a long frame and hide the answer behind it.
      this.#line.flush();
      this.#react();
      if (this.#port.acted) return;
    }
    const state = this.#state;
    if (state.kind === 'connecting') state.connect.expired();
    if (state.kind === 'connected') this.#giveUp(state.transfer.expired());
    if (state.kind === 'disconnecting') this.#disconnected();
  }

  /** The timer stands for an answer, not for a pause. */
  get #waiting(): boolean {
    if (this.#state.kind === 'connected') return this.#state.transfer.awaiting;
    return this.#state.kind === 'connecting';
  }

  /** Acts on the frames of the transfer phase once all that came at a time were taken. */
  #react(): void {
    if (this.#state.kind === 'connected') this.#giveUp(this.#state.transfer.react());
  }

  // --- frames ------------------------------------------------------------------------------------------

  #effectOf(frame: HdlcFrame): FrameEffect {
    const state = this.#state;
    const { kind } = frame.control;
    switch (state.kind) {
      case 'connecting':
        return state.connect.effectOf(frame) ?? UNEXPECTED;
      case 'connected':
        return this.#effectOnTransfer(state.transfer, frame);
      case 'disconnecting':
        return kind === 'UA' || kind === 'DM' ? { act: () => this.#disconnected() } : UNEXPECTED;
      case 'disconnected':
        return UNEXPECTED;
    }
  }

  #effectOnTransfer(transfer: HdlcTransfer, frame: HdlcFrame): FrameEffect {
    switch (frame.control.kind) {
      case 'I':
      case 'RR':
      case 'RNR':
      case 'REJ':
        return this.#transferred(transfer, frame);
      case 'DM':
        return { act: () => this.#end(droppedError()) };
      case 'FRMR':
        return { act: () => this.#end(rejectedError(frame)) };
      default:
        return UNEXPECTED;
    }
  }

  #transferred(transfer: HdlcTransfer, frame: HdlcFrame): FrameEffect {
    try {
      const note = transfer.receive(frame);
      if (note !== undefined) this.#evidence.outOfSequence(note);
      return { note };
    } catch (error) {
      if (!(error instanceof DlmsError)) throw error;
      return { note: error.message, act: () => this.#abort(error) };
    }
  }

  // --- changes of state --------------------------------------------------------------------------------

  #connected(source: HdlcAddress, agreed: LinkParameters): void {
    const { forcedParameters, uncountedFrames: uncounted } = this.#settings;
    const negotiated = forcedParameters ? this.#proposed : agreed;
    this.#line.peer.adopt(source);
    this.#evidence.reset();
    const user = {
      send: (frames: readonly OutgoingFrame[]) => this.#line.send(frames),
      startTimer: (ms: number) => this.#line.startTimer(ms),
      deliver: (apdu: Uint8Array) => this.#deliver(apdu),
      advanced: () => this.#evidence.reset(),
      rest: () => this.#port.stopTimer(),
    };
    const transfer = new HdlcTransfer(user, this.#settings, negotiated);
    this.#state = { kind: 'connected', transfer, answered: false };
    this.#port.stopTimer();
    this.#port.put({
      kind: 'DL-CONNECT.confirm',
      negotiated: uncounted ? { ...negotiated, uncounted } : negotiated,
    });
  }

  #deliver(apdu: Uint8Array): void {
    if (this.#state.kind === 'connected') this.#state = { ...this.#state, answered: true };
    this.#port.put({ kind: 'DL-DATA.indication', apdu });
  }

  #disconnected(): void {
    this.#state = { kind: 'disconnected' };
    this.#port.stopTimer();
    this.#port.put({ kind: 'DL-DISCONNECT.confirm' });
  }

  #giveUp(givenUp: GivenUp | undefined): void {
    if (givenUp === undefined || this.#state.kind !== 'connected') return;
    const hint = this.#state.answered ? SILENCE_HINTS.answer : SILENCE_HINTS.firstAnswer;
    this.#abort(
      givenUp.kind === 'busy'
        ? busyError(givenUp.busyMs)
        : this.#silence(givenUp.request, givenUp.sends, hint),
    );
  }

  #silence(request: string, sends: number, silenceHint: string): DlmsError {
    const { timeoutMs } = this.#settings;
    return this.#evidence.timeout({ layer: 'hdlc', request, sends, timeoutMs, silenceHint });
  }

  /** The meter ends the connection; what it had answered before still counts. */
  #end(cause: DlmsError): void {
    this.#react();
    if (this.#state.kind === 'connected') this.#abort(cause);
  }

  #abort(cause: DlmsError): void {
    this.#state = { kind: 'disconnected' };
    this.#port.stopTimer();
    this.#port.put({ kind: 'DL-ABORT.indication', cause });
  }
}
