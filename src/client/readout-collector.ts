/**
 * The data block of a readout (IEC 62056-21, 6.4): taken where its check is right, asked for once more (NAK)
 * where it is damaged or has no check. A meter that never sends a check is taken at its word the second time.
 */
import type { DlmsError } from '../errors.js';
import { NAK } from '../framing/iec62056-21/characters.js';
import { type DataBlock, MAX_BLOCK } from '../framing/iec62056-21/data-block.js';
import type { IecMessage } from '../framing/iec62056-21/message.js';
import type { IecLine } from './iec-line.js';

export interface CollectorUser {
  collected(block: DataBlock): void;
  failed(cause: DlmsError): void;
  /** Nothing came that begins as data does. */
  unheard(): void;
}

export interface CollectorOptions {
  /** Milliseconds that the data may take to begin. */
  readonly waitMs: number;
  /** Mode C: the meter sends a block check, and repeats the block after NAK. */
  readonly acknowledged: boolean;
}

type CollectorState =
  | 'waiting'
  /** Damaged: the meter may still be sending the rest. */
  | 'quietening';

/** Longer than the pauses that meters make between lines. */
const QUIET_MS = 500;
const DAMAGE: readonly string[] = ['DLMS_IEC_BCC', 'DLMS_TRUNCATED', 'DLMS_TOO_LONG'];

export class ReadoutCollector {
  readonly #user: CollectorUser;
  readonly #line: IecLine;
  readonly #options: CollectorOptions;
  #state: CollectorState = 'waiting';
  #repeated = false;
  #unchecked: DataBlock | undefined;
  #damage: DlmsError | undefined;

  constructor(user: CollectorUser, line: IecLine, options: CollectorOptions) {
    this.#user = user;
    this.#line = line;
    this.#options = options;
  }

  start(): void {
    this.#state = 'waiting';
    this.#line.wait(this.#options.waitMs, MAX_BLOCK);
  }

  message(message: IecMessage): void {
    if (message.kind !== 'data-block') return;
    const enough = message.check !== 'none' || !this.#options.acknowledged || this.#unchecked !== undefined;
    if (enough) {
      this.#user.collected(message);
      return;
    }
    this.#unchecked = message;
    this.#quieten();
  }

  /** So many octets came that made no message. */
  heard(octets: number): void {
    if (this.#isDamaged()) return;
    if (this.#state === 'waiting') this.#line.extendWait(octets);
    else this.#line.prolongSilence(octets, QUIET_MS);
  }

  /** The wait is over; what was in progress was given up. */
  expired(): void {
    if (this.#state === 'waiting') {
      if (!this.#isDamaged()) this.#silent();
    } else if (this.#repeated) this.#giveUp();
    else this.#repeat();
  }

  /** Acts on damage that was found since the last time. */
  #isDamaged(): boolean {
    const damage = this.#line.takeDamage();
    if (damage === undefined || !DAMAGE.includes(damage.code)) return false;
    this.#damage = damage;
    if (damage.code === 'DLMS_TOO_LONG') this.#user.failed(damage);
    else if (this.#options.acknowledged) this.#quieten();
    else return false;
    return true;
  }

  #quieten(): void {
    this.#state = 'quietening';
    this.#line.wait(QUIET_MS, MAX_BLOCK);
  }

  #repeat(): void {
    this.#repeated = true;
    this.#state = 'waiting';
    this.#line.ask(Uint8Array.of(NAK), MAX_BLOCK);
  }

  #silent(): void {
    if (this.#unchecked !== undefined || this.#damage !== undefined) this.#giveUp();
    else this.#user.unheard();
  }

  #giveUp(): void {
    if (this.#damage !== undefined) this.#user.failed(this.#damage);
    else if (this.#unchecked !== undefined) this.#user.collected(this.#unchecked);
  }
}
