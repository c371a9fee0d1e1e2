/**
 * A server behind HDLC with windows, written for the tests alone: it repeats from the first frame that was
 * not acknowledged whenever it has the turn, forgets nothing and forgives nothing.
 */
import { frame, readableTexts } from './hdlc-notation.js';
import { hexOf, octetsOf } from './recorded-conversation.js';

export interface StationOptions {
  readonly info: number;
  readonly window: number;
  /** The answer to a request, both as hex without LLC header. */
  readonly answer: (requestHex: string) => string;
}

interface Numbered {
  readonly number: number;
  readonly more: boolean;
  readonly hex: string;
}

export class WindowedStation {
  readonly #options: StationOptions;
  #connected = false;
  #received = 0;
  #next = 0;
  #request = '';
  #unacknowledged: Numbered[] = [];

  constructor(options: StationOptions) {
    this.#options = options;
  }

  /** What it says to the frames that it can read; to all else it is silent. */
  serve(burst: Uint8Array): Uint8Array[] {
    return readableTexts(burst).flatMap((text) => this.#take(text));
  }

  #take(text: string): Uint8Array[] {
    const [kind = '', numbers = '', poll, more] = text.split(' ');
    if (kind === 'SNRM') return this.#reset(true);
    if (kind === 'DISC') return this.#reset(false);
    if (!this.#connected) return [frame('DM F')];
    const [sendNumber, receiveNumber] = (kind === 'I' ? numbers : `-1/${numbers}`).split('/').map(Number);
    this.#acknowledge(receiveNumber ?? 0);
    if (kind === 'I' && sendNumber === this.#received)
      this.#accept(text.split(' ').at(-1) ?? '', more === 'more');
    return poll === 'P' ? this.#speak() : [];
  }

  #reset(connected: boolean): Uint8Array[] {
    const known = connected || this.#connected;
    this.#connected = connected;
    [this.#received, this.#next, this.#request, this.#unacknowledged] = [0, 0, '', []];
    const { info, window } = this.#options;
    const size = info.toString(16).padStart(4, '0');
    if (!connected) return [frame(known ? 'UA F' : 'DM F')];
    return [frame(`UA F 81800E0502${size}0602${size}07010${window}08010${window}`)];
  }

  #acknowledge(receiveNumber: number): void {
    const at = this.#unacknowledged.findIndex(({ number }) => number === receiveNumber);
    if (at > 0) this.#unacknowledged.splice(0, at);
    else if (at < 0 && receiveNumber === this.#next) this.#unacknowledged = [];
  }

  #accept(hex: string, more: boolean): void {
    this.#received = (this.#received + 1) & 7;
    this.#request += hex;
    if (more) return;
    const answer = octetsOf(`E6E700${this.#options.answer(this.#request.replace(/^E6E600/, ''))}`);
    this.#request = '';
    for (let at = 0; at < answer.length; at += this.#options.info) {
      const end = at + this.#options.info;
      const hexOfSegment = hexOf(answer.subarray(at, end));
      this.#unacknowledged.push({ number: this.#next, more: end < answer.length, hex: hexOfSegment });
      this.#next = (this.#next + 1) & 7;
    }
  }

  #speak(): Uint8Array[] {
    const turn = this.#unacknowledged.slice(0, this.#options.window);
    if (turn.length === 0) return [frame(`RR ${this.#received} F`)];
    return turn.map(({ number, more, hex }, at) => {
      const final = at === turn.length - 1 ? 'F' : '-';
      return frame(`I ${number}/${this.#received} ${final}${more ? ' more' : ''} ${hex}`);
    });
  }
}
