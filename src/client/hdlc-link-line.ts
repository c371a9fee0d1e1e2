/**
 * The frame level of an HDLC link: frames out in bursts, octets in to frames that are meant for us, each
 * with its trace; what is not is kept as evidence for a time-out.
 */
import type { UnnumberedKind } from '../framing/hdlc/control-field.js';
import { HdlcDeframer, type HdlcDeframerOutput, type ReceivedFrame } from '../framing/hdlc/deframer.js';
import { type HdlcFrame, MAX_FRAME_LENGTH } from '../framing/hdlc/frame.js';
import { EchoFilter } from './hdlc-link-echo.js';
import type { HdlcPeer } from './hdlc-link-peer.js';
import type { OutgoingFrame } from './hdlc-link-transfer.js';
import type { LinkEvidence } from './link-evidence.js';
import type { LinkPort } from './link-port.js';

/** What a frame of the meter brings about: what is odd with it, and what to do once it was traced. */
export interface FrameEffect {
  readonly note?: string | undefined;
  readonly act?: (() => void) | undefined;
}

export class HdlcLine {
  readonly peer: HdlcPeer;
  readonly port: LinkPort;
  readonly evidence: LinkEvidence;
  readonly #timeoutMs: number;
  readonly #effectOf: (frame: HdlcFrame) => FrameEffect;
  readonly #deframer = new HdlcDeframer();
  readonly #echo = new EchoFilter();
  /** Octets of a frame in progress that may still lengthen the present wait. */
  #patience = 0;

  constructor(
    parts: { readonly peer: HdlcPeer; readonly port: LinkPort; readonly evidence: LinkEvidence },
    timeoutMs: number,
    effectOf: (frame: HdlcFrame) => FrameEffect,
  ) {
    this.peer = parts.peer;
    this.port = parts.port;
    this.evidence = parts.evidence;
    this.#timeoutMs = timeoutMs;
    this.#effectOf = effectOf;
  }

  /** Sends frames as one burst and starts the timer of their answer. */
  send(frames: readonly OutgoingFrame[], waitMs = this.#timeoutMs): void {
    const octets = frames.map((frame) => this.peer.encode(frame));
    this.#echo.sent(octets);
    this.#patience = MAX_FRAME_LENGTH + 2;
    this.port.send(octets, waitMs);
  }

  sendCommand(kind: UnnumberedKind, information: Uint8Array, waitMs = this.#timeoutMs): void {
    this.send([{ control: { kind, pollFinal: true }, segmented: false, information }], waitMs);
  }

  /** Starts the timer without sending, for a pause or for more frames. */
  startTimer(ms: number): void {
    this.#patience = MAX_FRAME_LENGTH + 2;
    this.port.startTimer(ms);
  }

  receive(octets: Uint8Array): void {
    this.port.trace('transport', 'received', octets);
    this.#take(this.#deframer.push(octets));
  }

  /** Lengthens the wait for an answer by octets that belong to a frame in progress. */
  extendWait(octets: number): void {
    if (!this.#deframer.frameInProgress) return;
    this.#patience -= octets;
    if (this.#patience >= 0) this.port.startTimer(this.#timeoutMs);
  }

  /** Gives up a frame in progress; frames that hid behind its beginning are taken. */
  flush(): void {
    this.#take(this.#deframer.flush());
  }

  #take(outputs: readonly HdlcDeframerOutput[]): void {
    for (const output of outputs) {
      if (output.kind === 'frame') this.#frame(output);
      else {
        this.port.trace('link', 'received', output.octets, output.error.message);
        this.evidence.noise(output.octets);
      }
    }
  }

  #frame({ frame, octets }: ReceivedFrame): void {
    const { note, act } = this.#filter(frame, octets) ?? this.#effectOf(frame);
    this.port.trace('link', 'received', octets, note);
    act?.();
  }

  /** What is odd with a frame that is not the link's business. */
  #filter(frame: HdlcFrame, octets: Uint8Array): FrameEffect | undefined {
    if (this.#echo.removes(octets, frame.control)) return { note: 'an echo of what was sent' };
    if (this.peer.accepts(frame)) return undefined;
    const who = this.peer.describeForeign(frame);
    this.evidence.foreign(who);
    return { note: who };
  }
}
