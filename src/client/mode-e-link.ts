/**
 * The client side of a link with an IEC 62056-21 start, mode E (IEC 62056-46, annex B): the meter is called
 * in characters, then spoken to in HDLC at the agreed speed. When the link ends, the line is set as it was.
 */
import type { DlmsError } from '../errors.js';
import type { Identification } from '../framing/iec62056-21/identification.js';
import { octetLine, octetTimeMs } from '../framing/iec62056-21/line-settings.js';
import type { IecMessage } from '../framing/iec62056-21/message.js';
import { HdlcLink } from './hdlc-link.js';
import { noModeEError } from './iec-errors.js';
import { IecLine } from './iec-line.js';
import { startLineOf } from './iec-settings.js';
import { IecSignOn } from './iec-sign-on.js';
import { notConnectedError } from './link-errors.js';
import { ModeESelect } from './mode-e-select.js';
import type { ModeELinkSettings } from './mode-e-settings.js';
import type { Link, LinkInput, LinkOutput } from './primitive.js';

/**
 * `agreed`: at the speed that was agreed on. `unchanged`: the meter has not confirmed, and may have stayed at
 * the start speed. `lasting`: it did not hear the request message, and may still be in HDLC from before.
 */
type Attempt = 'agreed' | 'unchanged' | 'lasting';

type ModeEState =
  | { readonly kind: 'disconnected' }
  | { readonly kind: 'signing-on' }
  | { readonly kind: 'selecting' }
  | {
      readonly kind: 'hdlc';
      readonly link: HdlcLink;
      readonly attempt: Attempt;
      readonly baudRate: number;
      readonly connected: boolean;
      /** Told where this attempt fails as well. */
      readonly cause?: DlmsError | undefined;
    };

/** What an attempt at the wrong speed meets with. */
const UNHEARD: readonly string[] = ['DLMS_TIMEOUT', 'DLMS_NOISE'];
/** How an identification offers HDLC; meters that have it do not all say so. */
const HDLC = '2';

export class ModeELink implements Link {
  readonly #settings: ModeELinkSettings;
  readonly #line: IecLine;
  readonly #signOn: IecSignOn;
  readonly #select: ModeESelect;
  #state: ModeEState = { kind: 'disconnected' };
  #confirmed = false;
  #identification: Identification | undefined;

  /** @throws DlmsError DLMS_ADDRESS, DLMS_IEC_ADDRESS, DLMS_IEC_TEXT */
  constructor(settings: ModeELinkSettings) {
    this.#settings = settings;
    this.#line = new IecLine(settings);
    const failed = (cause: DlmsError) => this.#abort(cause);
    this.#signOn = new IecSignOn(
      {
        identified: (identification) => {
          this.#identification = identification;
          this.#state = { kind: 'selecting' };
          this.#select.start(identification);
        },
        failed: (cause) => this.#unheard(cause),
      },
      this.#line,
      settings,
    );
    this.#select = new ModeESelect(
      { selected: (baudRate, confirmed) => this.#selected(baudRate, confirmed), failed },
      this.#line,
      settings,
    );
    // Addresses that cannot be are told now, not in the middle of a conversation.
    this.#hdlcLink(settings.maxBaudRate);
  }

  handle(input: LinkInput): LinkOutput[] {
    const state = this.#state;
    if (input.kind === 'DL-CONNECT.request') this.#connect();
    else if (state.kind === 'hdlc') this.#pass(input);
    else if (input.kind === 'PH-DATA.indication') this.#octets(input.octets);
    else if (input.kind === 'TIMER.expired') this.#expired();
    else if (input.kind === 'DL-DISCONNECT.request') this.#disconnect();
    else if (input.kind === 'DL-DATA.request') this.#abort(notConnectedError('iec'));
    return this.#line.port.take();
  }

  // --- the start ---------------------------------------------------------------------------------------

  #connect(): void {
    this.#state = { kind: 'signing-on' };
    this.#identification = undefined;
    this.#signOn.start();
  }

  #octets(octets: Uint8Array): void {
    for (const message of this.#line.receive(octets)) this.#message(message);
    if (this.#state.kind === 'signing-on' && !this.#line.port.acted) this.#line.extendWait(octets.length);
  }

  #message(message: IecMessage): void {
    if (this.#state.kind === 'signing-on') this.#signOn.message(message);
    else if (this.#state.kind === 'selecting') this.#select.message(message);
  }

  #expired(): void {
    if (this.#state.kind === 'signing-on') {
      for (const message of this.#line.flush()) this.#message(message);
    }
    if (this.#line.port.acted) return;
    if (this.#state.kind === 'signing-on') this.#signOn.expired();
    else if (this.#state.kind === 'selecting') this.#select.expired();
  }

  /** Nobody identifies himself: a meter that still is in HDLC hears an SNRM, but no request message. */
  #unheard(cause: DlmsError): void {
    if (cause.code !== 'DLMS_TIMEOUT') {
      this.#abort(cause);
      return;
    }
    const { hdlcBaudRate, maxBaudRate } = this.#settings;
    this.#attempt('lasting', hdlcBaudRate ?? maxBaudRate, cause);
  }

  #selected(baudRate: number, confirmed: boolean): void {
    this.#confirmed = confirmed;
    this.#attempt('agreed', baudRate);
  }

  // --- HDLC --------------------------------------------------------------------------------------------

  #attempt(attempt: Attempt, baudRate: number, cause?: DlmsError): void {
    const link = this.#hdlcLink(baudRate, attempt === 'lasting' ? 1 : undefined);
    this.#state = { kind: 'hdlc', link, attempt, baudRate, connected: false, cause };
    if (attempt !== 'agreed') this.#line.set(octetLine(baudRate));
    this.#pass({ kind: 'DL-CONNECT.request' });
  }

  /** @throws DlmsError DLMS_ADDRESS */
  #hdlcLink(baudRate: number, connectCounter = this.#settings.connectCounter): HdlcLink {
    return new HdlcLink({
      ...this.#settings,
      connectCounter,
      octetTimeMs: octetTimeMs(octetLine(baudRate)),
    });
  }

  #pass(input: LinkInput): void {
    if (this.#state.kind !== 'hdlc') return;
    for (const output of this.#state.link.handle(input)) this.#handOn(output);
  }

  #handOn(output: LinkOutput): void {
    if (output.kind === 'DL-CONNECT.confirm' && this.#state.kind === 'hdlc') {
      this.#state = { ...this.#state, connected: true };
    }
    if (output.kind === 'DL-ABORT.indication') this.#lost(output.cause);
    else if (output.kind === 'DL-DISCONNECT.confirm') this.#disconnect();
    else this.#line.port.put(output);
  }

  #lost(cause: DlmsError): void {
    const state = this.#state;
    if (state.kind !== 'hdlc' || state.connected || !UNHEARD.includes(cause.code)) this.#abort(cause);
    else if (state.attempt === 'agreed' && this.#mayHaveStayed(state.baudRate)) {
      this.#attempt('unchanged', startLineOf(this.#settings).baudRate, cause);
    } else this.#abort(this.#withoutHdlc() ?? state.cause ?? cause);
  }

  /** A meter that says nothing of HDLC, and does not answer in it either, has none. */
  #withoutHdlc(): DlmsError | undefined {
    const identification = this.#identification;
    if (identification === undefined || this.#confirmed) return undefined;
    return identification.capabilities.includes(HDLC) ? undefined : noModeEError(identification);
  }

  #mayHaveStayed(baudRate: number): boolean {
    const changed = baudRate !== startLineOf(this.#settings).baudRate;
    return this.#settings.lineControl && !this.#confirmed && changed;
  }

  // --- the end -----------------------------------------------------------------------------------------

  #disconnect(): void {
    this.#leave();
    this.#line.port.put({ kind: 'DL-DISCONNECT.confirm' });
  }

  #abort(cause: DlmsError): void {
    this.#leave();
    this.#line.port.put({ kind: 'DL-ABORT.indication', cause });
  }

  #leave(): void {
    const wasIdle = this.#state.kind === 'disconnected';
    this.#state = { kind: 'disconnected' };
    if (wasIdle) return;
    this.#line.port.stopTimer();
    this.#line.rest();
  }
}
