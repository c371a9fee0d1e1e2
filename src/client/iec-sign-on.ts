/**
 * How a meter is called (IEC 62056-21, 6.3.1 and 6.3.2): the line is set, a sleeping meter is woken, and the
 * request message is sent until an identification comes.
 */
import { OctetWriter } from '../encoding/octet-writer.js';
import type { DlmsError } from '../errors.js';
import type { Identification } from '../framing/iec62056-21/identification.js';
import { octetTimeMs } from '../framing/iec62056-21/line-settings.js';
import type { IecMessage } from '../framing/iec62056-21/message.js';
import { encodeSignOn } from '../framing/iec62056-21/sign-on.js';
import { SIGN_ON_SILENCE } from './iec-errors.js';
import type { IecLine } from './iec-line.js';
import { answerWaitMs, type IecStartSettings, startLineOf } from './iec-settings.js';

export interface SignOnUser {
  identified(identification: Identification): void;
  failed(cause: DlmsError): void;
}

/** 5.2: NUL for 2.1 to 2.3 s, then a pause of 1.5 to 1.7 s. */
const WAKE_UP_MS = 2200;
const WAKE_UP_PAUSE_MS = 1600;

export class IecSignOn {
  readonly #user: SignOnUser;
  readonly #line: IecLine;
  readonly #settings: IecStartSettings;
  readonly #request: Uint8Array;
  #sends = 0;
  #state: 'waking' | 'asking' = 'asking';

  /** @throws DlmsError DLMS_IEC_ADDRESS, DLMS_IEC_TEXT for a device address that cannot be sent */
  constructor(user: SignOnUser, line: IecLine, settings: IecStartSettings) {
    this.#user = user;
    this.#line = line;
    this.#settings = settings;
    const request = { kind: 'sign-on', address: settings.deviceAddress ?? '' } as const;
    this.#request = encodeSignOn(new OctetWriter(), request).toOctets();
  }

  start(): void {
    this.#sends = 0;
    this.#line.forget(true);
    this.#line.rest();
    this.#call();
  }

  message(message: IecMessage): void {
    if (this.#state === 'asking' && message.kind === 'identification') this.#user.identified(message);
  }

  expired(): void {
    if (this.#state === 'waking') this.#ask();
    else if (this.#sends < this.#most) this.#call();
    else this.#user.failed(this.#failure());
  }

  get #most(): number {
    const { retryCounter, connectCounter = retryCounter } = this.#settings;
    return Math.max(1, connectCounter);
  }

  #call(): void {
    if (!this.#settings.wakeUp) {
      this.#ask();
      return;
    }
    this.#state = 'waking';
    const octets = Math.ceil(WAKE_UP_MS / octetTimeMs(startLineOf(this.#settings)));
    this.#line.transmit(new Uint8Array(octets));
    this.#line.wait(WAKE_UP_PAUSE_MS);
  }

  #ask(): void {
    this.#state = 'asking';
    this.#sends += 1;
    this.#line.ask(this.#request);
  }

  /** What came in place of an identification. */
  #failure(): DlmsError {
    const damage = this.#line.takeDamage();
    if (damage?.code === 'DLMS_IEC_IDENTIFICATION') return damage;
    return this.#line.evidence.timeout({
      layer: 'iec',
      request: 'the request message',
      sends: this.#sends,
      timeoutMs: answerWaitMs(this.#settings),
      silenceHint: SIGN_ON_SILENCE,
    });
  }
}
