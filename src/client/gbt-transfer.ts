/**
 * General block transfer of a client (Green Book), between the association and its link: APDUs that are
 * longer than the meter takes go out in blocks, the meter's blocks are joined and acknowledged. All else
 * passes. Silence is the link's to bear; what it sends again is the last block or acknowledgement.
 */
import { decodeApdu, encodeApdu } from '../apdu/apdu.js';
import { blockDataSize, type GeneralBlockTransfer, MAX_WINDOW } from '../apdu/general-block-transfer.js';
import { APDU_TAG } from '../apdu/tag.js';
import { DlmsError } from '../errors.js';
import { wrongBlock } from './block-collector.js';
import { GbtCutter, type OutgoingBlock } from './gbt-cutter.js';
import { GbtJoiner } from './gbt-joiner.js';
import { GbtMemory } from './gbt-memory.js';
import type { AssociationNegotiated, DlErrorIndication, LinkInput, LinkOutput, Trace } from './primitive.js';

export interface GbtSettings {
  /** Blocks that the meter may send in a row, 1…63; 1 where left out. */
  readonly blockWindow?: number | undefined;
  /** The line may double and reorder what it carries, as UDP does. */
  readonly datagrams?: boolean | undefined;
}

export type GbtRequest = Extract<LinkInput, { kind: `DL-${string}` }>;
export type GbtIndication = Extract<LinkOutput, { kind: `DL-${string}` }> | DlErrorIndication;

/** Requests are for the link, indications and confirms for the association. */
export type GbtOutput = GbtRequest | GbtIndication | Trace;

/** A meter may repeat itself, but not for ever. */
const MOST_FRUITLESS = 4 * MAX_WINDOW;
/** So often a meter may have nothing to say before it is told something again: some seconds. */
const PATIENT_LULLS = 7;
const NOTHING = new Uint8Array(0);

export class GbtTransfer {
  readonly #window: number;
  readonly #memory: GbtMemory;
  /** Octets of an APDU that the meter takes; 0 where nothing is cut. */
  #limit = 0;
  /** The request in blocks, and whether its last block may be sent again. */
  #cutter: GbtCutter | undefined;
  #repeatable = true;
  #joiner = new GbtJoiner(1);
  /** The number of our last block. */
  #number = 0;
  /** The association waits for an APDU. */
  #expecting = false;
  /** What to do when all that came at a time was taken. */
  #due: 'nothing' | 'wait' | 'acknowledge' | 'send' = 'nothing';
  #fruitless = 0;
  /** The link numbers what it carries, and polls a meter that has nothing to say. */
  #linkCounts = false;
  #lulls = 0;

  constructor({ blockWindow = 1, datagrams = false }: GbtSettings) {
    this.#window = Math.min(Math.max(blockWindow, 1), MAX_WINDOW);
    this.#memory = new GbtMemory(datagrams);
  }

  /** A new association, under the terms that were agreed. */
  agreed({ conformance, serverMaxReceivePduSize, link }: AssociationNegotiated): void {
    this.#linkCounts = link !== undefined;
    this.#limit = conformance.has('general-block-transfer') ? serverMaxReceivePduSize : 0;
  }

  /** Takes a request of the association. */
  request(request: GbtRequest): GbtOutput[] {
    switch (request.kind) {
      case 'DL-DATA.request':
        this.#begin();
        return this.#tooLong(request.apdu) ? this.#cut(request.apdu, request.repeatable) : [request];
      case 'DL-WAIT.request':
        this.#expecting = true;
        if (this.#due === 'nothing') this.#due = 'wait';
        return [];
      case 'DL-CONNECT.request':
        this.#limit = 0;
        this.#begin();
        this.#expecting = false;
        this.#memory.clear();
        return [request];
      case 'DL-DISCONNECT.request':
        this.#expecting = false;
        return [request];
    }
  }

  /** Takes what the link indicates; `settle` must follow when all that came at a time was taken. */
  indication(indication: GbtIndication): GbtOutput[] {
    if (indication.kind !== 'DL-DATA.indication') return [indication];
    if (indication.apdu[0] === APDU_TAG['general-block-transfer']) return this.#received(indication.apdu);
    this.#expecting = false;
    return [indication];
  }

  /** Answers what was taken. */
  settle(): GbtOutput[] {
    const due = this.#due;
    this.#due = 'nothing';
    if (!this.#expecting) return [];
    switch (due) {
      case 'nothing':
        return [];
      case 'wait':
        return [{ kind: 'DL-WAIT.request' }];
      case 'acknowledge':
        return this.#acknowledge();
      case 'send':
        return this.#sendTurn();
    }
  }

  /**
   * Nothing comes any more: the meter is told how far its blocks came, unless it knows. A link that counts
   * loses nothing, and asks the meter on and on: only what was told once more can end that.
   */
  lull(): GbtOutput[] {
    if (!this.#expecting) return [];
    if (this.#joiner.unheard) return this.#acknowledge();
    this.#lulls += 1;
    if (!this.#linkCounts || this.#lulls !== PATIENT_LULLS) return [];
    if (this.#cutter?.finished === false) return this.#sendTurn();
    return this.#joiner.span === undefined ? [] : this.#acknowledge();
  }

  // --- to the meter ------------------------------------------------------------------------------------

  #begin(): void {
    this.#cutter = undefined;
    this.#number = 0;
    this.#memory.asked();
    this.#fruitless = 0;
    this.#due = 'nothing';
    this.#expecting = true;
    this.#renew(1);
  }

  #renew(window: number): void {
    this.#memory.remember(this.#joiner.span);
    this.#joiner = new GbtJoiner(window);
  }

  #tooLong(apdu: Uint8Array): boolean {
    return this.#limit > 0 && apdu.length > this.#limit;
  }

  #cut(apdu: Uint8Array, repeatable: boolean): GbtOutput[] {
    this.#cutter = new GbtCutter(apdu, blockDataSize(this.#limit));
    this.#repeatable = repeatable;
    // The first block tells how many blocks of the answer may come in a row.
    this.#renew(this.#window);
    return this.#sendTurn();
  }

  #sendTurn(): GbtOutput[] {
    const blocks = this.#cutter?.turn() ?? [];
    return blocks.flatMap((block) => this.#send(block, !block.lastBlock || this.#repeatable));
  }

  #acknowledge(): GbtOutput[] {
    const blockNumber = Math.max(this.#number, this.#cutter?.sent ?? 0) + 1;
    const outputs = this.#send({ lastBlock: true, streaming: false, blockNumber, blockData: NOTHING }, true);
    this.#joiner.acknowledged(this.#window);
    return outputs;
  }

  #send(block: OutgoingBlock, repeatable: boolean): GbtOutput[] {
    this.#number = Math.max(this.#number, block.blockNumber);
    const apdu = encodeApdu({
      kind: 'general-block-transfer',
      window: this.#window,
      blockNumberAck: this.#joiner.last,
      ...block,
    });
    return [traceOf('sent', apdu), { kind: 'DL-DATA.request', apdu, repeatable }];
  }

  // --- from the meter ----------------------------------------------------------------------------------

  #received(apdu: Uint8Array): GbtOutput[] {
    try {
      const block = decodeApdu(apdu);
      return block.kind === 'general-block-transfer' ? this.#block(block, apdu) : [];
    } catch (error) {
      if (!(error instanceof DlmsError)) throw error;
      return this.#failed(apdu, error);
    }
  }

  #failed(apdu: Uint8Array, cause: DlmsError): GbtOutput[] {
    this.#expecting = false;
    this.#renew(1);
    return [traceOf('received', apdu, cause.message), { kind: 'DL-ERROR.indication', cause }];
  }

  #block(block: GeneralBlockTransfer, apdu: Uint8Array): GbtOutput[] {
    this.#lulls = 0;
    const { kind, note, joined } = this.#effectOf(block);
    if (kind !== 'wait' || this.#due === 'nothing') this.#due = kind;
    this.#expectProgress();
    const trace = traceOf('received', apdu, note);
    if (joined === undefined) return [trace];
    this.#expecting = false;
    this.#renew(1);
    return [trace, { kind: 'DL-DATA.indication', apdu: joined }];
  }

  #effectOf(block: GeneralBlockTransfer): Effect {
    const cutter = this.#cutter;
    const answers = block.blockData.length > 0 || (block.lastBlock && this.#joiner.span !== undefined);
    if (answers && this.#joiner.isRestart(block)) this.#renew(1);
    if (answers && this.#isStale(block)) return { kind: 'wait', note: 'belongs to an earlier answer' };
    if (cutter !== undefined && !cutter.finished) {
      if (!answers) return this.#acknowledged(block, cutter);
      cutter.finish();
    }
    return answers ? this.#taken(block) : this.#skipped(block);
  }

  #acknowledged(block: GeneralBlockTransfer, cutter: GbtCutter): Effect {
    this.#memory.acknowledged(block.blockNumber);
    const effect = cutter.acknowledge(block);
    if (effect === 'progress') this.#fruitless = 0;
    if (effect === 'ignored') return { kind: 'wait', note: 'was acknowledged before' };
    return { kind: cutter.finished ? 'wait' : 'send' };
  }

  /** Nothing but an acknowledgement, where our last block was acknowledged already. */
  #skipped(block: GeneralBlockTransfer): Effect {
    this.#memory.acknowledged(block.blockNumber);
    this.#joiner.skip(block);
    return { kind: 'wait', note: 'brings nothing' };
  }

  #taken(block: GeneralBlockTransfer): Effect {
    const before = this.#joiner.count;
    const effect = this.#joiner.take(block);
    if (this.#joiner.count > before) this.#fruitless = 0;
    switch (effect.kind) {
      case 'joined':
        return { kind: 'nothing', joined: effect.apdu };
      case 'lost':
        this.#renew(1);
        return { kind: 'wait', note: effect.note };
      default:
        return effect;
    }
  }

  #isStale(block: GeneralBlockTransfer): boolean {
    return this.#joiner.span === undefined && this.#memory.isStale(block, this.#joiner.mayMissFirst);
  }

  #expectProgress(): void {
    this.#fruitless += 1;
    if (this.#fruitless > MOST_FRUITLESS) {
      throw wrongBlock(`${MOST_FRUITLESS} blocks came that brought nothing new`);
    }
  }
}

interface Effect {
  readonly kind: 'nothing' | 'wait' | 'acknowledge' | 'send';
  readonly note?: string | undefined;
  readonly joined?: Uint8Array | undefined;
}

function traceOf(direction: Trace['direction'], octets: Uint8Array, note?: string): Trace {
  return { kind: 'TRACE', layer: 'application', direction, octets, note };
}
