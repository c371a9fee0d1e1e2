/**
 * The message level of a line with an IEC 62056-21 start: messages out, octets in to messages, each with its
 * trace; the copies that optical heads return are taken out; what is no message is kept as evidence.
 */
import type { DlmsError } from '../errors.js';
import { withEvenParity } from '../framing/iec62056-21/characters.js';
import { holdsDataSet } from '../framing/iec62056-21/data-set.js';
import {
  type DamagedCharacters,
  IecDeframer,
  type IecDeframerOutput,
} from '../framing/iec62056-21/deframer.js';
import { type LineSettings, octetTimeMs, sameLine } from '../framing/iec62056-21/line-settings.js';
import type { IecMessage } from '../framing/iec62056-21/message.js';
import { answerWaitMs, type IecStartSettings, startLineOf } from './iec-settings.js';
import { LinkEvidence } from './link-evidence.js';
import { LinkPort } from './link-port.js';

/** No identification or confirmation is longer. */
const MESSAGE = 128;

export class IecLine {
  readonly port: LinkPort;
  readonly evidence = new LinkEvidence();
  readonly #settings: IecStartSettings;
  #deframer = new IecDeframer();
  #sent = '';
  #lineEchoes = false;
  #damage: DlmsError | undefined;
  #noiseHeard = false;
  #readoutHeard = false;
  /** How the line is set, as far as that is known. */
  #line: LineSettings | undefined;
  /** Octets of a message in progress that may still lengthen the present wait. */
  #patience = 0;

  constructor(settings: IecStartSettings) {
    this.#settings = settings;
    this.port = new LinkPort(octetTimeMs(startLineOf(settings)));
  }

  /** The last message that was damaged; told once. */
  takeDamage(): DlmsError | undefined {
    const damage = this.#damage;
    this.#damage = undefined;
    return damage;
  }

  get selectInProgress(): boolean {
    return this.#deframer.selectInProgress;
  }

  /** Since the last message was sent data was heard, whole or not. */
  get hearsReadout(): boolean {
    return this.#readoutHeard || this.#deframer.readoutInProgress;
  }

  /** Since the last message was sent something was heard that makes no message. */
  get hearsNoise(): boolean {
    return this.#noiseHeard || this.#deframer.inProgress;
  }

  /**
   * Nothing that came so far counts any more, and others may have set the line.
   * @param startOnly data is not due before an identification
   */
  forget(startOnly: boolean): void {
    this.#deframer = new IecDeframer(startOnly);
    this.#damage = undefined;
    this.#line = undefined;
    this.evidence.reset();
  }

  /** Sets the line, where that is possible and needed. */
  set(line: LineSettings): void {
    const isSet = sameLine(this.#line, line);
    this.#line = line;
    this.port.octetTimeMs = octetTimeMs(line);
    if (this.#settings.lineControl && !isSet) this.port.put({ kind: 'PH-LINE.request', ...line });
  }

  /** Back to the settings with which meters are called. */
  rest(): void {
    this.set(startLineOf(this.#settings));
  }

  /** Sends a message and waits for the answer, of which `patience` octets may lengthen the wait. */
  ask(message: Uint8Array, patience = MESSAGE): void {
    const octets = this.transmit(message);
    this.wait(answerWaitMs(this.#settings) + Math.ceil(octets * this.port.octetTimeMs), patience);
  }

  /** Sends a message. @returns the number of octets */
  transmit(message: Uint8Array): number {
    this.#sent = String(message);
    this.#noiseHeard = false;
    this.#readoutHeard = false;
    const octets = this.#settings.evenParity ? withEvenParity(message) : message;
    return this.port.transmit([octets], this.#settings.lineControl);
  }

  /** Starts the timer; `patience` octets of a message in progress may lengthen the wait. */
  wait(ms: number, patience = 0): void {
    this.#patience = patience;
    this.port.startTimer(ms);
  }

  /** Lengthens the wait for an answer by octets that belong to a message in progress. */
  extendWait(octets: number): void {
    if (!this.#deframer.inProgress) return;
    this.#patience -= octets;
    if (this.#patience >= 0) this.port.startTimer(answerWaitMs(this.#settings));
  }

  /** Waits for silence anew, but not for ever. */
  prolongSilence(octets: number, ms: number): void {
    this.#patience -= octets;
    if (this.#patience >= 0) this.port.startTimer(ms);
  }

  /** What came, but for echoes. */
  receive(octets: Uint8Array): IecMessage[] {
    this.port.trace('transport', 'received', octets);
    return this.#messages(this.#deframer.push(octets));
  }

  /** Gives up what is in progress, once the wait is over. */
  flush(): IecMessage[] {
    return this.#messages(this.#deframer.flush());
  }

  #messages(outputs: readonly IecDeframerOutput[]): IecMessage[] {
    return outputs.flatMap((output) => {
      if (output.kind === 'message') return this.#message(output.message, output.octets);
      this.#damaged(output);
      return [];
    });
  }

  #damaged(output: DamagedCharacters): void {
    const { octets, error } = output;
    this.port.trace('link', 'received', octets, error.message);
    this.evidence.noise(octets);
    this.#noiseHeard = true;
    if (holdsDataSet(octets)) this.#readoutHeard = true;
    if (isDamage(output)) this.#damage = error;
  }

  #message(message: IecMessage, octets: Uint8Array): IecMessage[] {
    const isEcho = this.#isEcho(message, octets);
    this.port.trace('link', 'received', octets, isEcho ? 'an echo of what was sent' : undefined);
    return isEcho ? [] : [message];
  }

  /** No meter sends a request message: it tells that the line echoes; from then on each copy goes once. */
  #isEcho(message: IecMessage, octets: Uint8Array): boolean {
    if (this.#sent !== String(octets)) return false;
    if (message.kind === 'sign-on') this.#lineEchoes = true;
    if (this.#lineEchoes) this.#sent = '';
    return this.#lineEchoes;
  }
}

/** At a speed that the meter has not, noise may look like a block: it is none unless data can be read in it. */
function isDamage({ error, octets }: DamagedCharacters): boolean {
  if (error.code === 'DLMS_IEC_BCC' || error.code === 'DLMS_TRUNCATED') return holdsDataSet(octets);
  return error.code !== 'DLMS_MALFORMED';
}
