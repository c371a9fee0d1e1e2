/**
 * Cuts the messages of IEC 62056-21 out of a stream of octets in any split, for both sides of a line.
 * Parity bits are taken off. Whatever is no message comes out as damage. Data without STX is known by the
 * identification in front of it.
 */
import type { DlmsError } from '../../errors.js';
import { withoutParity } from './characters.js';
import { holdsDataSet } from './data-set.js';
import type { IecMessage } from './message.js';
import { formOf, giveUp, judge, type MessageForm, outside, type Verdict } from './message-form.js';

export interface ReceivedMessage {
  readonly kind: 'message';
  readonly message: IecMessage;
  /** As they came, without parity. */
  readonly octets: Uint8Array;
}

/** Noise, or a message that did not hold, and why. */
export interface DamagedCharacters {
  readonly kind: 'damaged';
  readonly octets: Uint8Array;
  readonly error: DlmsError;
}

export type IecDeframerOutput = ReceivedMessage | DamagedCharacters;

const NO_HEAD = new Uint8Array(0);

export class IecDeframer {
  /** STX and SOH are noise. */
  #startOnly: boolean;
  #form: MessageForm | undefined;
  #octets: number[] = [];
  #noise: number[] = [];
  /** An identification whose data may follow without STX. */
  #head: Uint8Array | undefined;
  #outputs: IecDeframerOutput[] = [];

  /** @param startOnly only the messages of a start are due: data and commands not before an identification */
  constructor(startOnly = false) {
    this.#startOnly = startOnly;
  }

  /** Octets came that can be the beginning of a message, but not yet its end. */
  get inProgress(): boolean {
    return this.#form !== undefined;
  }

  /** What is in progress begins as an option select does. */
  get selectInProgress(): boolean {
    return this.#form === 'acknowledge';
  }

  /** What is in progress already holds a whole data set. */
  get readoutInProgress(): boolean {
    const data = this.#form === 'checked' || this.#form === 'text';
    return data && holdsDataSet(Uint8Array.from(this.#octets));
  }

  push(octets: Uint8Array): IecDeframerOutput[] {
    for (const octet of withoutParity(octets)) this.#take(octet);
    return this.#drain();
  }

  /**
   * Gives up what is in progress, once the line was silent for long: data that lacks only its check is over,
   * everything else is damaged.
   */
  flush(): IecDeframerOutput[] {
    while (this.#form !== undefined) {
      this.#settle(giveUp({ form: this.#form, octets: this.#octets, head: this.#head ?? NO_HEAD }));
    }
    return this.#drain();
  }

  #take(octet: number): void {
    this.#form ??= this.#formOf(octet);
    if (this.#form === undefined) {
      this.#noise.push(octet);
      return;
    }
    this.#reportNoise();
    this.#octets.push(octet);
    const verdict = judge({ form: this.#form, octets: this.#octets, head: this.#head ?? NO_HEAD });
    if (verdict !== undefined) this.#settle(verdict);
  }

  #formOf(octet: number): MessageForm | undefined {
    const form = formOf(octet);
    if (form === 'checked' && this.#startOnly) return undefined;
    return form ?? (this.#head === undefined ? undefined : 'text');
  }

  #settle(verdict: Verdict): void {
    const rest = this.#octets.splice(verdict.taken);
    const octets = Uint8Array.from(this.#octets);
    // What follows a data block that did not hold is the rest of it, not data of its own.
    if (verdict.kind === 'damaged' && holdsDataSet(octets)) this.#head = undefined;
    this.#form = undefined;
    this.#octets = [];
    if (verdict.kind === 'message') this.#message(verdict.message, octets);
    else this.#outputs.push({ kind: 'damaged', octets, error: verdict.error });
    for (const octet of rest) this.#take(octet);
  }

  #message(message: IecMessage, octets: Uint8Array): void {
    this.#outputs.push({ kind: 'message', message, octets });
    if (message.kind === 'identification') {
      this.#head = octets;
      this.#startOnly = false;
    }
    if (message.kind === 'data-block') this.#head = undefined;
  }

  #reportNoise(): void {
    if (this.#noise.length === 0) return;
    this.#outputs.push({ kind: 'damaged', octets: Uint8Array.from(this.#noise), error: outside() });
    this.#noise = [];
  }

  #drain(): IecDeframerOutput[] {
    this.#reportNoise();
    return this.#outputs.splice(0);
  }
}
