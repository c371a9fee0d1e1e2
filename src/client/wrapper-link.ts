/**
 * The client side of a link over the wrapper on TCP or UDP (IEC 62056-47): no connection of its own, no
 * sequence numbers, one WPDU an APDU. Only requests that do no harm twice are repeated, and those that are
 * protected never with the same octets: the meter would take them for a replay.
 */
import { OctetWriter } from '../encoding/octet-writer.js';
import { DlmsError } from '../errors.js';
import {
  ALL_STATIONS_WPORT,
  type BrokenStream,
  encodeWpdu,
  MAX_WRAPPED_LENGTH,
  type ReceivedWpdu,
  type Wpdu,
  WRAPPER_HEADER_LENGTH,
  WrapperDeframer,
} from '../framing/wrapper.js';
import { notConnectedError } from './link-errors.js';
import { LinkEvidence, noiseHint } from './link-evidence.js';
import { LinkPort } from './link-port.js';
import type { Link, LinkInput, LinkOutput } from './primitive.js';

export interface WrapperLinkSettings {
  readonly clientWPort: number;
  readonly serverWPort: number;
  /** Milliseconds that an answer may take. */
  readonly timeoutMs: number;
  /** Sends of a repeatable request in all, at least 1. */
  readonly retryCounter: number;
  /** UDP: octets come in whole datagrams, of which any may be lost, the first request included. */
  readonly datagrams?: boolean | undefined;
  /** The first request shows a secret that may be wrong: the meter would count it twice. */
  readonly openingOnce?: boolean | undefined;
  /** What must not be repeated has as long to be answered as if it were. */
  readonly patient?: boolean | undefined;
}

type DataRequest = Extract<LinkInput, { kind: 'DL-DATA.request' }>;

/** The request that was sent last. */
interface Exchange {
  readonly octets: Uint8Array;
  readonly repeatable: boolean;
  readonly renewable: boolean;
  readonly sends: number;
  /** Times of an answer that have passed since, beyond the first. */
  readonly waits: number;
}

type LinkState =
  | { readonly kind: 'disconnected' }
  /** `last`: the exchange that was answered, should its answer turn out to be another one's. */
  | { readonly kind: 'idle'; readonly last?: Exchange | undefined }
  /** `renewing`: the next request is the same once more. */
  | { readonly kind: 'awaiting'; readonly exchange: Exchange; readonly renewing?: boolean | undefined };

const SILENCE_HINTS = {
  firstAnswer:
    'Check the logical address (the wPort of the meter), the client address and the port, and that the meter speaks the TCP wrapper, not HDLC.',
  answer: 'The connection may be slow or gone, or timeout_ms too short for this meter.',
} as const;

export class WrapperLink implements Link {
  readonly #settings: WrapperLinkSettings;
  readonly #port = new LinkPort(0);
  readonly #evidence = new LinkEvidence();
  #deframer = new WrapperDeframer();
  #state: LinkState = { kind: 'disconnected' };
  #answered = false;
  /** Octets of a WPDU in progress that may still lengthen the present wait. */
  #patience = 0;

  constructor(settings: WrapperLinkSettings) {
    this.#settings = settings;
  }

  handle(input: LinkInput): LinkOutput[] {
    switch (input.kind) {
      case 'DL-CONNECT.request':
        this.#connect();
        break;
      case 'DL-DATA.request':
        this.#request(input);
        break;
      case 'DL-WAIT.request':
        this.#wait();
        break;
      case 'DL-DISCONNECT.request':
        this.#state = { kind: 'disconnected' };
        this.#port.stopTimer();
        this.#port.put({ kind: 'DL-DISCONNECT.confirm' });
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

  #connect(): void {
    this.#deframer = new WrapperDeframer();
    this.#answered = false;
    this.#state = { kind: 'idle' };
    this.#port.put({ kind: 'DL-CONNECT.confirm' });
  }

  #request({ apdu, repeatable, renewable = false }: DataRequest): void {
    if (this.#state.kind === 'disconnected') {
      this.#abort(notConnectedError('wrapper'));
      return;
    }
    const { clientWPort, serverWPort } = this.#settings;
    try {
      const wpdu: Wpdu = { kind: 'WPDU', source: clientWPort, destination: serverWPort, apdu };
      const octets = encodeWpdu(new OctetWriter(), wpdu).toOctets();
      const sends = this.#nextSending;
      if (sends === 1) this.#evidence.reset();
      this.#send({ octets, repeatable: repeatable || this.#isOpening, renewable, sends, waits: 0 });
    } catch (error) {
      if (!(error instanceof DlmsError)) throw error;
      this.#abort(error);
    }
  }

  /** What opens the conversation may get lost on UDP: sent once more, it opens nothing else. */
  get #isOpening(): boolean {
    const { datagrams = false, openingOnce = false } = this.#settings;
    return datagrams && !openingOnce && !this.#answered;
  }

  /** Which sending of its request the next one is. */
  get #nextSending(): number {
    return this.#state.kind === 'awaiting' && this.#state.renewing ? this.#state.exchange.sends : 1;
  }

  #send(exchange: Exchange): void {
    this.#await(exchange);
    this.#port.send([exchange.octets], this.#settings.timeoutMs);
  }

  /** The answer was to an earlier request: that to the last one is still due. */
  #wait(): void {
    const last = this.#lastExchange;
    if (this.#state.kind !== 'idle' || last === undefined) return;
    this.#await(last);
    this.#port.startTimer(this.#settings.timeoutMs);
  }

  #await(exchange: Exchange): void {
    this.#state = { kind: 'awaiting', exchange };
    this.#patience = WRAPPER_HEADER_LENGTH + MAX_WRAPPED_LENGTH;
  }

  #expired(): void {
    if (this.#state.kind !== 'awaiting') return;
    const { exchange } = this.#state;
    const { retryCounter, timeoutMs: once, patient = false } = this.#settings;
    const { repeatable, sends, waits } = exchange;
    if (sends + waits < retryCounter && (repeatable || patient)) {
      if (repeatable) this.#repeat(exchange);
      else this.#waitOn(exchange);
      return;
    }
    const silenceHint = this.#answered ? SILENCE_HINTS.answer : SILENCE_HINTS.firstAnswer;
    const timeoutMs = once * (1 + waits);
    this.#abort(
      this.#evidence.timeout({ layer: 'wrapper', request: 'a request', sends, timeoutMs, silenceHint }),
    );
  }

  #waitOn(exchange: Exchange): void {
    this.#await({ ...exchange, waits: exchange.waits + 1 });
    this.#port.startTimer(this.#settings.timeoutMs);
  }

  #repeat(before: Exchange): void {
    const exchange = { ...before, sends: before.sends + 1 };
    if (!exchange.renewable) {
      this.#send(exchange);
      return;
    }
    this.#state = { kind: 'awaiting', exchange, renewing: true };
    this.#port.startTimer(this.#settings.timeoutMs);
    this.#port.put({ kind: 'DL-RENEW.indication' });
  }

  // --- octets ------------------------------------------------------------------------------------------

  #octets(octets: Uint8Array): void {
    this.#port.trace('transport', 'received', octets);
    if (this.#settings.datagrams) this.#deframer = new WrapperDeframer();
    for (const output of this.#deframer.push(octets)) {
      if (this.#state.kind === 'disconnected') break;
      if (output.kind === 'wpdu') this.#received(output);
      else this.#broken(output);
    }
    if (this.#settings.datagrams) {
      if (this.#deframer.wpduInProgress) this.#drop(octets, 'a datagram that was cut short');
      return;
    }
    if (this.#state.kind !== 'awaiting' || this.#port.acted || !this.#deframer.wpduInProgress) return;
    this.#patience -= octets.length;
    if (this.#patience >= 0) this.#port.startTimer(this.#settings.timeoutMs);
  }

  #received({ wpdu, octets }: ReceivedWpdu): void {
    const last = this.#lastExchange;
    const note = String(octets) === String(last?.octets) ? 'an echo of what was sent' : this.#oddity(wpdu);
    this.#port.trace('link', 'received', octets, note);
    if (note !== undefined) return;
    this.#answered = true;
    this.#state = { kind: 'idle', last };
    this.#port.stopTimer();
    this.#port.put({ kind: 'DL-DATA.indication', apdu: wpdu.apdu });
  }

  get #lastExchange(): Exchange | undefined {
    if (this.#state.kind === 'awaiting') return this.#state.exchange;
    return this.#state.kind === 'idle' ? this.#state.last : undefined;
  }

  /** Why a WPDU is not for us. Some meters answer with the ports as they were called, not swapped. */
  #oddity({ source, destination }: Wpdu): string | undefined {
    const { clientWPort, serverWPort } = this.#settings;
    const fromServer = source === serverWPort || serverWPort === ALL_STATIONS_WPORT;
    const swapped = fromServer && destination === clientWPort;
    const unswapped = source === clientWPort && destination === serverWPort;
    if (swapped || unswapped) return undefined;
    const who = `from ${source} for client ${destination}, where ${serverWPort} for client ${clientWPort} is due,`;
    this.#evidence.foreign(who);
    return who;
  }

  /** A datagram that is no WPDU harms none that comes behind it. */
  #drop(octets: Uint8Array, note: string): void {
    this.#port.trace('link', 'received', octets, note);
    this.#evidence.noise(octets);
  }

  #broken({ octets, error }: BrokenStream): void {
    if (this.#settings.datagrams) {
      this.#drop(octets, error.message);
      return;
    }
    this.#port.trace('link', 'received', octets, error.message);
    this.#abort(
      new DlmsError(`what came is not the TCP wrapper: ${error.message}`, {
        code: 'DLMS_NOISE',
        layer: 'wrapper',
        fault: 'line',
        hint: noiseHint('wrapper', Array.from(octets.subarray(0, 2))),
        cause: error,
      }),
    );
  }

  #abort(cause: DlmsError): void {
    this.#state = { kind: 'disconnected' };
    this.#port.stopTimer();
    this.#port.put({ kind: 'DL-ABORT.indication', cause });
  }
}
