/**
 * The information transfer phase of an HDLC link, primary station in normal response mode (IEC 62056-46,
 * 6.4.4.6): the client gives the turn away with P=1 and has it back with F=1. Segments and windows in
 * both directions, RR and RNR as answers, repetition of what was lost; no APDU is delivered twice.
 */
import type { ControlField, InformationControl, SupervisoryControl } from '../framing/hdlc/control-field.js';
import type { HdlcFrame } from '../framing/hdlc/frame.js';
import type { LinkParameters } from '../framing/hdlc/link-parameters.js';
import { LLC_COMMAND, withoutLlc } from '../framing/hdlc/llc.js';
import { cutApdu, SegmentJoiner } from '../framing/hdlc/segmenter.js';
import { Patience } from './hdlc-link-patience.js';
import { UncountedFrames } from './hdlc-link-uncounted.js';
import { HdlcWindow } from './hdlc-link-window.js';

export type OutgoingFrame = Pick<HdlcFrame, 'control' | 'segmented' | 'information'>;

/** What the phase needs of the link around it. */
export interface TransferUser {
  /** Sends frames as one burst and starts the timer of the answer. */
  send(frames: readonly OutgoingFrame[]): void;
  startTimer(ms: number): void;
  deliver(apdu: Uint8Array): void;
  /** A step succeeded: what came before does not explain a later silence. */
  advanced(): void;
  /** Nothing is due any more. */
  rest(): void;
}

export interface TransferLimits {
  readonly timeoutMs: number;
  /** Sends of the same step, the first one included; at least 1. */
  readonly retryCounter: number;
  /** The meter's N(S) says nothing. */
  readonly uncountedFrames?: boolean | undefined;
}

/** Why the phase gives up; `busyMs`: so long the meter was waited for that said it was not ready. */
export type GivenUp =
  | { readonly kind: 'unanswered'; readonly request: string; readonly sends: number }
  | { readonly kind: 'busy'; readonly busyMs: number };

/** `awaiting`: the meter has the turn; `pausing`: we have it, but the meter needs time. */
type TransferState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'awaiting' }
  | { readonly kind: 'pausing'; readonly then: 'poll' | 'repeat' };

/** What to do when all frames at hand are read; the last one decides. */
type Reaction = 'none' | 'rest' | 'listen' | 'start' | 'resume' | 'repeat' | 'pause-poll' | 'pause-repeat';

const NOTHING = new Uint8Array(0);

export class HdlcTransfer {
  readonly #user: TransferUser;
  readonly #limits: TransferLimits;
  readonly #maxInfoTransmit: number;
  readonly #window: HdlcWindow;
  readonly #uncounted: UncountedFrames | undefined;
  readonly #joiner = new SegmentJoiner();
  readonly #patience: Patience;
  #state: TransferState = { kind: 'idle' };
  #reaction: Reaction = 'none';
  #delivered: Uint8Array[] = [];
  #ourTurn = true;
  /** RNR came, and nothing after it. */
  #busy = false;
  #sends = 0;
  #progress = false;

  constructor(user: TransferUser, limits: TransferLimits, negotiated: LinkParameters) {
    this.#user = user;
    this.#limits = limits;
    this.#maxInfoTransmit = negotiated.maxInfoTransmit;
    this.#patience = new Patience(limits.timeoutMs * limits.retryCounter);
    this.#window = new HdlcWindow(negotiated.windowTransmit, negotiated.windowReceive);
    this.#uncounted = limits.uncountedFrames ? new UncountedFrames() : undefined;
  }

  get idle(): boolean {
    return this.#state.kind === 'idle';
  }

  /** An answer is due: octets of it lengthen the wait. */
  get awaiting(): boolean {
    return this.#state.kind === 'awaiting';
  }

  /** Sends an APDU; behind an earlier one where that is still under way. */
  request(apdu: Uint8Array): void {
    this.#window.enqueue(cutApdu(LLC_COMMAND, apdu, this.#maxInfoTransmit));
    this.#uncounted?.asked();
    if (this.#state.kind === 'idle') this.#start();
  }

  /** Waits for another APDU than the one just delivered. */
  wait(): void {
    if (this.#state.kind !== 'idle') return;
    if (this.#ourTurn) this.#start();
    else this.#listen();
  }

  /** Takes a frame of the meter; says what is odd with it. @throws DlmsError DLMS_TOO_LONG */
  receive(frame: HdlcFrame): string | undefined {
    const { control } = frame;
    if (control.kind === 'I') return this.#information(frame, control);
    return 'receiveNumber' in control ? this.#supervisory(control) : undefined;
  }

  /** Delivers and answers what was taken since the last call. */
  react(): GivenUp | undefined {
    for (const apdu of this.#delivered.splice(0)) this.#user.deliver(apdu);
    const reaction = this.#reaction;
    this.#reaction = 'none';
    return this.#perform(reaction);
  }

  /** The timer ran out. */
  expired(): GivenUp | undefined {
    if (this.#state.kind === 'idle') return undefined;
    if (this.#state.kind === 'awaiting' || this.#state.then === 'repeat') return this.#repeat();
    this.#sends = Math.max(this.#sends, 1);
    this.#poll();
    return undefined;
  }

  #perform(reaction: Reaction): GivenUp | undefined {
    switch (reaction) {
      case 'rest':
        this.#user.rest();
        return undefined;
      case 'listen':
        this.#listen();
        return undefined;
      case 'start':
        this.#start();
        return undefined;
      case 'resume':
        this.#speak();
        return undefined;
      case 'repeat':
        return this.#repeat();
      case 'pause-poll':
        return this.#pause('poll');
      case 'pause-repeat':
        return this.#pause('repeat');
      case 'none':
        return undefined;
    }
  }

  // --- frames of the meter -----------------------------------------------------------------------------

  #information(frame: HdlcFrame, control: InformationControl): string | undefined {
    if (this.#uncounted?.isRepetition(frame)) return 'was received before';
    const place = this.#window.receive(this.#uncounted ? this.#window.receiveNumber : control.sendNumber);
    if (place === 'repeated') return 'was received before';
    const acknowledged = this.#window.acknowledge(control.receiveNumber);
    if (place === 'gap') return this.#gap(control.pollFinal);
    this.#ourTurn = control.pollFinal;
    this.#busy = false;
    if (isVoid(frame) && (frame.segmented || !this.#joiner.unfinished)) return this.#void();
    this.#progressed();
    // An answer confirms its request, also where the meter counts N(R) wrongly.
    this.#window.acknowledgeAll();
    const whole = this.#joiner.add(frame);
    if (whole !== undefined) return this.#complete(whole);
    this.#reaction = this.#ourTurn || this.#window.receiveFull ? 'start' : 'listen';
    return acknowledged === 'invalid' ? 'acknowledges what was not sent' : undefined;
  }

  /** An I frame that brings nothing is no progress: a meter that sends only such is given up in the end. */
  #void(): string {
    if (this.#state.kind !== 'idle') this.#reaction = 'pause-poll';
    return 'brings nothing';
  }

  #gap(final: boolean): string {
    if (final && this.#state.kind !== 'idle') {
      this.#ourTurn = true;
      this.#reaction = this.#progress ? 'start' : 'repeat';
    }
    return 'frames before it are missing';
  }

  #complete(whole: Uint8Array): string | undefined {
    const apdu = withoutLlc(whole);
    this.#delivered.push(apdu ?? whole);
    if (this.#window.unacknowledged) this.#reaction = this.#ourTurn ? 'start' : 'listen';
    else {
      this.#state = { kind: 'idle' };
      this.#reaction = 'rest';
    }
    return apdu === undefined ? 'has no LLC header' : undefined;
  }

  #supervisory({ kind, receiveNumber }: SupervisoryControl): string | undefined {
    if (this.#state.kind === 'idle') return 'comes while nothing is due';
    const acknowledged = this.#window.acknowledge(receiveNumber);
    if (acknowledged === 'progress') this.#progressed();
    const wasBusy = this.#busy;
    this.#busy = kind === 'RNR';
    // In a pause the turn is ours already: only news change anything.
    if (this.#state.kind === 'pausing' && acknowledged !== 'progress') return undefined;
    this.#ourTurn = true;
    const refused = !this.#busy && this.#window.unacknowledged && acknowledged !== 'progress';
    if (this.#busy || !this.#window.unacknowledged) this.#reaction = 'pause-poll';
    else if (refused) this.#reaction = wasBusy ? 'resume' : 'pause-repeat';
    else this.#reaction = 'start';
    return refused && !wasBusy ? 'does not take the request' : undefined;
  }

  #progressed(): void {
    this.#progress = true;
    this.#sends = 0;
    this.#patience.renew();
    this.#user.advanced();
  }

  // --- our turn ----------------------------------------------------------------------------------------

  /** Speaks as the first try of a new step. */
  #start(): void {
    this.#progressed();
    this.#sends = 1;
    this.#speak();
  }

  #repeat(): GivenUp | undefined {
    if (this.#sends >= this.#limits.retryCounter) {
      const request = this.#window.unacknowledged ? 'a request' : 'a call for the answer';
      return { kind: 'unanswered', request, sends: this.#sends };
    }
    this.#sends += 1;
    this.#uncounted?.repeated();
    this.#speak();
    return undefined;
  }

  /** Sends what is not acknowledged, or else asks for what is due. */
  #speak(): void {
    const segments = this.#window.turn();
    const receiveNumber = this.#window.receiveNumber;
    const frames = segments.map(({ sendNumber, segmented, information }, at): OutgoingFrame => {
      const pollFinal = at === segments.length - 1;
      return { control: { kind: 'I', sendNumber, receiveNumber, pollFinal }, segmented, information };
    });
    if (frames.length === 0) this.#poll();
    else this.#give(frames);
  }

  #poll(): void {
    const control: ControlField = {
      kind: 'RR',
      receiveNumber: this.#window.receiveNumber,
      pollFinal: true,
    };
    this.#give([{ control, segmented: false, information: NOTHING }]);
  }

  /** Sends frames of which the last one gives the turn to the meter. */
  #give(frames: readonly OutgoingFrame[]): void {
    this.#state = { kind: 'awaiting' };
    this.#ourTurn = false;
    this.#progress = false;
    this.#window.confirmed();
    this.#user.send(frames);
  }

  #listen(): void {
    this.#state = { kind: 'awaiting' };
    this.#user.startTimer(this.#limits.timeoutMs);
  }

  #pause(then: 'poll' | 'repeat'): GivenUp | undefined {
    const ms = this.#patience.next();
    if (ms === undefined) return { kind: 'busy', busyMs: this.#patience.waitedMs };
    this.#state = { kind: 'pausing', then };
    this.#user.startTimer(ms);
    return undefined;
  }
}

function isVoid(frame: HdlcFrame): boolean {
  return frame.information.length === 0;
}
