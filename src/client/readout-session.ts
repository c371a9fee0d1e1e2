/**
 * Reads a meter that only speaks plain IEC 62056-21: it is called, told what speed to take (mode C), or
 * sends by itself (modes A and B, and D where nobody calls it). When it ends, the line is set as it was.
 */
import { OctetWriter } from '../encoding/octet-writer.js';
import type { DlmsError } from '../errors.js';
import { type AgreedSpeed, agreedSpeed, speedProposal } from '../framing/iec62056-21/baud-rate.js';
import { type DataBlock, MAX_BLOCK } from '../framing/iec62056-21/data-block.js';
import { readDataSets } from '../framing/iec62056-21/data-set.js';
import { type Identification, reactionMs } from '../framing/iec62056-21/identification.js';
import { characterLine } from '../framing/iec62056-21/line-settings.js';
import type { IecMessage } from '../framing/iec62056-21/message.js';
import { encodeOptionSelect, readoutSelect } from '../framing/iec62056-21/option-select.js';
import { nothingSentError, READOUT_SILENCE, unknownSpeedError } from './iec-errors.js';
import { IecLine } from './iec-line.js';
import { answerWaitMs, startLineOf, switchPauseMsOf } from './iec-settings.js';
import { IecSignOn } from './iec-sign-on.js';
import type { LinkOutput } from './primitive.js';
import { ReadoutCollector } from './readout-collector.js';
import type { LineOutput, ReadoutInput, ReadoutOutput, ReadoutSettings } from './readout-primitive.js';

type ReadoutState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'signing-on' }
  /** The meter needs time before it listens again. */
  | { readonly kind: 'reacting'; readonly speed: AgreedSpeed }
  /** The option select is on its way; the line is still as it was. */
  | { readonly kind: 'switching'; readonly speed: AgreedSpeed }
  | { readonly kind: 'collecting'; readonly collector: ReadoutCollector }
  /** The meter may still be sending at a speed at which nobody heard it. */
  | { readonly kind: 'quietening' };

/** Longer than the pauses between the characters of a meter. */
const QUIET_MS = 1600;

export class ReadoutSession {
  readonly #settings: ReadoutSettings;
  readonly #line: IecLine;
  readonly #signOn: IecSignOn;
  #outcome: ReadoutOutput[] = [];
  #state: ReadoutState = { kind: 'idle' };
  #identification: Identification | undefined;
  /** The data was told to come at another speed than the start. */
  #speedUp = false;
  /** Nothing was heard at the agreed speed: the next try stays at the start speed. */
  #staysSlow = false;

  /** @throws DlmsError DLMS_IEC_ADDRESS, DLMS_IEC_TEXT */
  constructor(settings: ReadoutSettings) {
    this.#settings = settings;
    this.#line = new IecLine(settings);
    const user = {
      identified: (identification: Identification) => this.#identified(identification),
      failed: (cause: DlmsError) => this.#failed(cause),
    };
    this.#signOn = new IecSignOn(user, this.#line, settings);
  }

  handle(input: ReadoutInput): ReadoutOutput[] {
    switch (input.kind) {
      case 'READOUT.request':
        this.#staysSlow = false;
        this.#request();
        break;
      case 'PH-DATA.indication':
        this.#octets(input.octets);
        break;
      case 'PH-ABORT.indication':
        if (this.#state.kind !== 'idle') this.#failed(input.cause);
        break;
      case 'TIMER.expired':
        this.#expired();
        break;
    }
    return [...this.#line.port.take().filter(isLineOutput), ...this.#outcome.splice(0)];
  }

  // --- octets and time ---------------------------------------------------------------------------------

  #octets(octets: Uint8Array): void {
    for (const message of this.#line.receive(octets)) this.#message(message);
    if (this.#line.port.acted) return;
    if (this.#state.kind === 'collecting') this.#state.collector.heard(octets.length);
    if (this.#state.kind === 'signing-on') this.#line.extendWait(octets.length);
    if (this.#state.kind === 'quietening') this.#line.prolongSilence(octets.length, QUIET_MS);
  }

  #message(message: IecMessage): void {
    const state = this.#state;
    if (state.kind === 'signing-on') this.#signOn.message(message);
    if (state.kind !== 'collecting') return;
    // Somebody who listens only learns here who is speaking.
    if (message.kind === 'identification') this.#identification ??= message;
    state.collector.message(message);
  }

  #expired(): void {
    const state = this.#state;
    if (state.kind === 'signing-on' || state.kind === 'collecting') {
      for (const message of this.#line.flush()) this.#message(message);
      if (this.#line.port.acted || this.#state !== state) return;
    }
    switch (state.kind) {
      case 'signing-on':
        this.#signOn.expired();
        break;
      case 'reacting':
        this.#select(state.speed);
        break;
      case 'switching':
        this.#switch(state.speed);
        break;
      case 'collecting':
        state.collector.expired();
        break;
      case 'quietening':
        this.#request();
        break;
    }
  }

  // --- the way to the data -----------------------------------------------------------------------------

  #request(): void {
    const { listen } = this.#settings;
    this.#identification = undefined;
    this.#speedUp = false;
    if (listen === undefined) {
      this.#state = { kind: 'signing-on' };
      this.#signOn.start();
      return;
    }
    this.#line.forget(false);
    this.#line.set(listen);
    this.#collect(this.#settings.timeoutMs, false);
  }

  #identified(identification: Identification): void {
    this.#identification = identification;
    const proposal = speedProposal(identification.baudCharacter);
    if (proposal === undefined) {
      this.#failed(unknownSpeedError(identification));
      return;
    }
    if (proposal.mode !== 'C') {
      if (proposal.mode === 'B') this.#line.set(characterLine(proposal.baudRate));
      this.#collect(answerWaitMs(this.#settings), false);
      return;
    }
    const { maxBaudRate } = this.#settings;
    const most = this.#staysSlow ? startLineOf(this.#settings).baudRate : maxBaudRate;
    const speed = agreedSpeed(proposal.baudRate, most);
    this.#state = { kind: 'reacting', speed };
    this.#line.wait(this.#settings.reactionMs ?? reactionMs(identification));
  }

  #select(speed: AgreedSpeed): void {
    this.#state = { kind: 'switching', speed };
    this.#line.transmit(encodeOptionSelect(new OctetWriter(), readoutSelect(speed.character)).toOctets());
    const quickestMs = this.#identification === undefined ? 0 : reactionMs(this.#identification);
    const pauseMs = switchPauseMsOf(this.#settings, quickestMs);
    if (pauseMs > 0) this.#line.wait(pauseMs);
    else this.#switch(speed);
  }

  #switch({ baudRate }: AgreedSpeed): void {
    this.#speedUp = baudRate !== startLineOf(this.#settings).baudRate;
    this.#line.set(characterLine(baudRate));
    this.#collect(answerWaitMs(this.#settings), true);
  }

  #collect(waitMs: number, acknowledged: boolean): void {
    const user = {
      collected: (block: DataBlock) => this.#collected(block),
      failed: (cause: DlmsError) => this.#failed(cause),
      unheard: () => this.#unheard(),
    };
    const collector = new ReadoutCollector(user, this.#line, { waitMs, acknowledged });
    this.#state = { kind: 'collecting', collector };
    collector.start();
  }

  // --- the end -----------------------------------------------------------------------------------------

  /** A meter that does not follow the speed it proposes was sending all the same, but nobody could hear it. */
  #unheard(): void {
    if (this.#settings.lineControl && this.#speedUp && !this.#staysSlow) {
      this.#staysSlow = true;
      this.#state = { kind: 'quietening' };
      this.#line.rest();
      this.#line.wait(QUIET_MS, MAX_BLOCK);
    } else this.#failed(this.#silence());
  }

  #silence(): DlmsError {
    const { listen, timeoutMs } = this.#settings;
    if (listen !== undefined) return nothingSentError(timeoutMs);
    return this.#line.evidence.timeout({
      layer: 'iec',
      request: 'the option select',
      sends: 1,
      timeoutMs: answerWaitMs(this.#settings),
      silenceHint: READOUT_SILENCE,
    });
  }

  #collected({ data, check }: DataBlock): void {
    const { sets, unread } = readDataSets(data);
    const identification = this.#identification;
    this.#end({ kind: 'READOUT.confirm', identification, lines: sets, unread, check });
  }

  #failed(cause: DlmsError): void {
    this.#end({ kind: 'READOUT.failed', cause });
  }

  #end(outcome: ReadoutOutput): void {
    this.#state = { kind: 'idle' };
    this.#line.port.stopTimer();
    if (this.#settings.listen === undefined) this.#line.rest();
    this.#outcome.push(outcome);
  }
}

/** A readout has no association to speak to. */
function isLineOutput(output: LinkOutput): output is LineOutput {
  return !output.kind.startsWith('DL-');
}
