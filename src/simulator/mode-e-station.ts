/**
 * The meters of a line with an IEC 62056-21 start, as they answer: sign-on, option select, plain readout
 * (mode C), and HDLC (mode E; IEC 62056-46, annex B). What comes at another speed or parity than a meter's
 * own it does not hear. It has no timer: it goes back to its start when it next hears something too late.
 */
import { withEvenParity } from '../framing/iec62056-21/characters.js';
import { IecDeframer } from '../framing/iec62056-21/deframer.js';
import {
  characterLine,
  type LineSettings,
  octetLine,
  sameLine,
} from '../framing/iec62056-21/line-settings.js';
import type { IecMessage } from '../framing/iec62056-21/message.js';
import type { OptionSelect } from '../framing/iec62056-21/option-select.js';
import { calls, type SignOnRequest } from '../framing/iec62056-21/sign-on.js';
import type { DemoMeter } from './demo-meter.js';
import { HdlcStation } from './hdlc-station.js';
import {
  breakMessage,
  identification,
  naturalSpeed,
  readout,
  refusal,
  selectEcho,
  selectedSpeed,
} from './iec-answers.js';
import type { IecBehaviour } from './iec-behaviour.js';
import { WakeUp } from './iec-wake-up.js';
import type { Site } from './site.js';

/** What is sent together, and how the meter's side of the line is set while it is. */
export interface Burst {
  readonly frames: readonly Uint8Array[];
  readonly delayMs: number;
  readonly line: LineSettings;
}

type IecState =
  | { readonly kind: 'idle' }
  /** Its identification is on its way. */
  | { readonly kind: 'called'; readonly meter: DemoMeter; readonly at: number }
  /** Its readout is on its way; NAK asks for it once more. */
  | { readonly kind: 'read'; readonly meter: DemoMeter; readonly baudRate: number }
  | {
      readonly kind: 'hdlc';
      readonly station: HdlcStation;
      readonly baudRate: number;
      readonly at: number;
      readonly used: boolean;
    };

const START_BAUD = 300;
const REACTION_MS = 200;
/** An option select that comes later than this is not heard. */
const CALLED_MS = 5000;
/** Silence in HDLC after which the meter listens for sign-ons again. */
const HDLC_MS = 30_000;

export class ModeEStation {
  readonly #site: Site;
  readonly #wakeUp = new WakeUp();
  #deframer = new IecDeframer(true);
  #state: IecState = { kind: 'idle' };
  #readouts = 0;

  constructor(site: Site) {
    this.#site = site;
  }

  /** @param line how the client's side is set; unknown where the line is none that can be set */
  handle(octets: Uint8Array, now: number, line: LineSettings | undefined): readonly Burst[] {
    this.#forget(now);
    const state = this.#state;
    if (state.kind === 'hdlc') return this.#hdlc(state, octets, now, line);
    const own = state.kind === 'read' ? [this.#start, characterLine(state.baudRate)] : [this.#start];
    if (!own.some((each) => hears(octets, line, each))) return [];
    if (this.#behaviour.asleep && state.kind === 'idle' && !this.#wakeUp.hears(octets, now)) return [];
    return this.#deframer
      .push(octets)
      .flatMap((output) => (output.kind === 'message' ? this.#message(output.message, now) : []));
  }

  get #behaviour(): IecBehaviour {
    return this.#site.faults().iec ?? {};
  }

  get #start(): LineSettings {
    return characterLine(this.#behaviour.startBaudRate ?? START_BAUD);
  }

  #forget(now: number): void {
    const state = this.#state;
    const late =
      (state.kind === 'called' && now - state.at > CALLED_MS) ||
      (state.kind === 'hdlc' && now - state.at > HDLC_MS);
    if (late) this.#listen();
  }

  #listen(): void {
    this.#state = { kind: 'idle' };
    this.#deframer = new IecDeframer(true);
  }

  #hdlc(
    state: Extract<IecState, { kind: 'hdlc' }>,
    octets: Uint8Array,
    now: number,
    line: LineSettings | undefined,
  ): readonly Burst[] {
    const own = octetLine(state.baudRate);
    if (!hears(octets, line, own)) return [];
    const frames = state.station.handle(octets, now);
    const { connected } = state.station;
    if (state.used && !connected) this.#listen();
    else this.#state = { ...state, at: now, used: connected };
    return [{ frames, delayMs: 0, line: own }];
  }

  #message(message: IecMessage, now: number): readonly Burst[] {
    const state = this.#state;
    if (message.kind === 'sign-on') return this.#called(message, now);
    if (state.kind === 'called' && message.kind === 'option-select') {
      return this.#selected(state.meter, message, now);
    }
    return state.kind === 'read' && message.kind === 'repeat-request'
      ? this.#readout(state.meter, state.baudRate, now)
      : [];
  }

  /** Where several meters feel called they all speak at once, and nobody can read them. */
  #called(request: SignOnRequest, now: number): readonly Burst[] {
    const [meter, another] = this.#site.meters.filter(({ serialNumber }) => calls(request, serialNumber));
    if (meter === undefined || another !== undefined) return [];
    this.#state = { kind: 'called', meter, at: now };
    const answer = this.#say(identification(this.#behaviour), this.#start);
    const baudRate = naturalSpeed(this.#behaviour, this.#start.baudRate);
    return baudRate === undefined ? [answer] : [answer, ...this.#readout(meter, baudRate, now)];
  }

  #selected(meter: DemoMeter, select: OptionSelect, now: number): readonly Burst[] {
    const { staysSlow, insteadOfHdlc } = this.#behaviour;
    const { baudRate: slow } = this.#start;
    const agreed = selectedSpeed(select) ?? slow;
    const baudRate = staysSlow ? slow : agreed;
    const wanted = select.protocol + select.mode;
    if (wanted === '00' || (wanted === '22' && insteadOfHdlc === 'readout')) {
      return this.#readout(meter, baudRate, now);
    }
    if (wanted === '22' && insteadOfHdlc === undefined) return this.#goOver(meter, select, baudRate, now);
    this.#listen();
    return [this.#say(wanted === '22' ? refusal() : breakMessage(), this.#start)];
  }

  #goOver(meter: DemoMeter, select: OptionSelect, baudRate: number, now: number): readonly Burst[] {
    const station = new HdlcStation({ ...this.#site, meters: [meter], faults: () => this.#site.faults() });
    this.#state = { kind: 'hdlc', station, baudRate, at: now, used: false };
    const { confirmation } = this.#behaviour;
    if (confirmation === 'none') return [];
    const line = confirmation === 'old speed' ? this.#start : characterLine(baudRate);
    return [this.#say(selectEcho(select), line)];
  }

  #readout(meter: DemoMeter, baudRate: number, now: number): readonly Burst[] {
    this.#readouts += 1;
    this.#state = { kind: 'read', meter, baudRate };
    const octets = readout(meter, now, this.#behaviour, this.#readouts);
    return [this.#say(octets, characterLine(baudRate))];
  }

  #say(octets: Uint8Array, line: LineSettings): Burst {
    return { frames: [octets], delayMs: this.#behaviour.reactionMs ?? REACTION_MS, line };
  }
}

/** Whether a meter whose line is set as `own` can read what a client sends whose line is set as `line`. */
function hears(octets: Uint8Array, line: LineSettings | undefined, own: LineSettings): boolean {
  if (line === undefined || sameLine(line, own)) return true;
  const withParity = own.parity === 'even' && line.dataBits === 8;
  return line.baudRate === own.baudRate && withParity && String(withEvenParity(octets)) === String(octets);
}
