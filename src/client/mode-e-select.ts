/**
 * The way from the identification to HDLC (IEC 62056-46, annex B): option select `2 Z 2`, change of speed
 * and to 8 bits, the meter's confirmation. Books and meters differ on where the confirmation is sent, and
 * whether: it is listened for at the old speed until the change, then at the new one, and may be missing.
 */
import { OctetWriter } from '../encoding/octet-writer.js';
import type { DlmsError } from '../errors.js';
import { agreedSpeed, speedProposal } from '../framing/iec62056-21/baud-rate.js';
import { type Identification, reactionMs } from '../framing/iec62056-21/identification.js';
import { octetLine } from '../framing/iec62056-21/line-settings.js';
import type { IecMessage } from '../framing/iec62056-21/message.js';
import { encodeOptionSelect, modeESelect, type OptionSelect } from '../framing/iec62056-21/option-select.js';
import { noModeEError, plainReadoutError, refusedSelectError, unknownSpeedError } from './iec-errors.js';
import type { IecLine } from './iec-line.js';
import { switchPauseMsOf } from './iec-settings.js';
import type { ModeELinkSettings } from './mode-e-settings.js';

export interface SelectUser {
  /** HDLC may begin; `confirmed`: the meter has said so. */
  selected(baudRate: number, confirmed: boolean): void;
  failed(cause: DlmsError): void;
}

type SelectState =
  /** The meter needs time before it listens again. */
  | 'reacting'
  /** The option select is on its way; the line is still as it was. */
  | 'switching'
  | 'confirming'
  /** The meter needs time before HDLC. */
  | 'settling';

const CONFIRM_MS = 1500;
const SETTLE_MS = 200;
/** A confirmation takes 200 ms at 300 Bd. */
const OLD_SPEED_MS = 250;

export class ModeESelect {
  readonly #user: SelectUser;
  readonly #line: IecLine;
  readonly #settings: ModeELinkSettings;
  #state: SelectState = 'reacting';
  #character = '';
  #baudRate = 0;
  #quickestMs = 0;
  #confirmed = false;
  #refused = false;
  /** The change of speed was put off for a message under way. */
  #late = false;

  constructor(user: SelectUser, line: IecLine, settings: ModeELinkSettings) {
    this.#user = user;
    this.#line = line;
    this.#settings = settings;
  }

  /** Takes up what the meter proposes. */
  start(identification: Identification): void {
    const { maxBaudRate, hdlcBaudRate } = this.#settings;
    const { baudCharacter } = identification;
    const proposal = speedProposal(baudCharacter);
    if (proposal?.mode === 'C') {
      const agreed = agreedSpeed(proposal.baudRate, maxBaudRate);
      this.#character = agreed.character;
      this.#baudRate = hdlcBaudRate ?? agreed.baudRate;
    } else if (hdlcBaudRate !== undefined) {
      this.#character = baudCharacter;
      this.#baudRate = hdlcBaudRate;
    } else {
      this.#user.failed((proposal === undefined ? unknownSpeedError : noModeEError)(identification));
      return;
    }
    this.#state = 'reacting';
    this.#confirmed = false;
    this.#late = false;
    this.#refused = false;
    this.#quickestMs = reactionMs(identification);
    this.#line.wait(this.#settings.reactionMs ?? this.#quickestMs);
  }

  message(message: IecMessage): void {
    if (this.#state !== 'switching' && this.#state !== 'confirming') return;
    const { kind } = message;
    if (kind === 'option-select') this.#answered(message);
    else if (kind === 'data-block' || kind === 'command') this.#user.failed(plainReadoutError());
    else if (kind === 'repeat-request') this.#refused = true;
  }

  expired(): void {
    switch (this.#state) {
      case 'reacting':
        this.#select();
        break;
      case 'switching':
        this.#switchNowOrLater();
        break;
      case 'confirming':
        this.#unconfirmed();
        break;
      case 'settling':
        this.#selected();
        break;
    }
  }

  #select(): void {
    this.#state = 'switching';
    this.#line.transmit(encodeOptionSelect(new OctetWriter(), modeESelect(this.#character)).toOctets());
    const pauseMs = switchPauseMsOf(this.#settings, this.#quickestMs);
    if (pauseMs > 0) this.#line.wait(pauseMs);
    else this.#switch();
  }

  #answered({ protocol, baudCharacter, mode }: OptionSelect): void {
    if (protocol !== '2' || mode !== '2') {
      this.#user.failed(refusedSelectError(`ACK ${protocol} ${baudCharacter} ${mode}`));
      return;
    }
    this.#confirmed = true;
    if (this.#state === 'switching') this.#switch();
    else this.#settle();
  }

  #switchNowOrLater(): void {
    const later = this.#line.selectInProgress && !this.#late;
    this.#late = true;
    if (later) this.#line.wait(OLD_SPEED_MS);
    else this.#switch();
  }

  #switch(): void {
    this.#line.set(octetLine(this.#baudRate));
    if (this.#confirmed) this.#settle();
    else {
      this.#state = 'confirming';
      this.#line.wait(this.#settings.confirmMs ?? CONFIRM_MS);
    }
  }

  /** At a speed that the meter has not, any octet may come: a NAK only counts alone. */
  #unconfirmed(): void {
    if (this.#line.hearsReadout) this.#user.failed(plainReadoutError());
    else if (this.#refused && !this.#line.hearsNoise) this.#user.failed(refusedSelectError('NAK'));
    else this.#selected();
  }

  #settle(): void {
    this.#state = 'settling';
    this.#line.wait(this.#settings.settleMs ?? SETTLE_MS);
  }

  #selected(): void {
    this.#user.selected(this.#baudRate, this.#confirmed);
  }
}
