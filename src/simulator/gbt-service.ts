/**
 * General block transfer of a server (Green Book) around an association: joins the client's blocks to
 * requests, and sends answers that are too long for one APDU in blocks. Lost blocks are asked for again, and
 * given again when the client has acknowledged less than was sent.
 */

import {
  blockDataSize,
  decodeGeneralBlockTransfer,
  encodeGeneralBlockTransfer,
  type GeneralBlockTransfer,
} from '../apdu/general-block-transfer.js';
import { APDU_TAG } from '../apdu/tag.js';
import { OctetReader } from '../encoding/octet-reader.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import { DlmsError } from '../errors.js';
import type { ServerAssociation } from './association.js';
import { exception } from './exceptions.js';
import type { GbtFaults } from './faults.js';
import { GbtAnswer } from './gbt-answer.js';
import type { AssociationView } from './object-model.js';

/** No request is longer than this. */
const LARGEST_REQUEST = 0x10000;
const LARGEST_PDU = 0xffff;
const NOTHING = new Uint8Array();

export class GbtService {
  #request = new OctetWriter();
  /** The last block of the request that came in order. */
  #received = 0;
  /** The data of its first block. */
  #opening = '';
  #answer: GbtAnswer | undefined;
  /** The number of the last block that was sent, acknowledgements among them. */
  #number = 0;

  constructor(readonly association: ServerAssociation) {}

  /** @param now Milliseconds since 1970. @returns APDUs in their order; none for silence */
  answers(apdu: Uint8Array, now: number): readonly Uint8Array[] {
    const { view } = this.association;
    if (!view?.conformance.has('general-block-transfer')) return present(this.association.answer(apdu, now));
    if (apdu[0] === APDU_TAG['general-block-transfer']) return this.#takeBlock(apdu, view, now);
    this.#forget();
    const answer = this.association.answer(apdu, now);
    if (answer === undefined || answer.length <= this.#limit(view)) return present(answer);
    return this.#begin(answer, view, 1);
  }

  get #faults(): GbtFaults {
    return this.association.site.faults().gbt ?? {};
  }

  /** Octets of an APDU that the client takes and this server likes to send. */
  #limit(view: AssociationView): number {
    const clientLimit = view.maxSendPduSize === 0 ? LARGEST_PDU : view.maxSendPduSize;
    return Math.min(
      clientLimit,
      view.maxReceivePduSize,
      this.association.site.faults().blockSize ?? LARGEST_PDU,
    );
  }

  #forget(): void {
    this.#request = new OctetWriter();
    this.#received = 0;
    this.#opening = '';
    this.#answer = undefined;
    if (!this.#faults.neverReset) this.#number = (this.#faults.firstNumber ?? 1) - 1;
  }

  #begin(answer: Uint8Array, view: AssociationView, window: number): readonly Uint8Array[] {
    this.#answer = new GbtAnswer({
      apdu: answer,
      size: blockDataSize(this.#limit(view)),
      ownWindow: this.#ownWindow,
      firstNumber: this.#number + 1,
      acknowledged: this.#received,
    });
    this.#number = this.#answer.lastNumber;
    return this.#answer.begin(window, this.#faults);
  }

  get #ownWindow(): number {
    return this.association.site.application.blockWindow ?? 1;
  }

  #takeBlock(apdu: Uint8Array, view: AssociationView, now: number): readonly Uint8Array[] {
    if (this.#faults.deaf) return [exception('service-unknown', 'service-not-supported')];
    try {
      const block = decodeGeneralBlockTransfer(new OctetReader(apdu));
      if (block.blockData.length > 0) return this.#takeData(block, view, now);
      return this.#answer?.after(block.blockNumberAck, block.window, this.#faults) ?? [];
    } catch (error) {
      if (error instanceof DlmsError) return [exception('service-unknown', 'other-reason')];
      throw error;
    }
  }

  #takeData(block: GeneralBlockTransfer, view: AssociationView, now: number): readonly Uint8Array[] {
    const { blockNumber, blockData, lastBlock, streaming } = block;
    // Another first block is another request, whether or not the one before came to its end.
    if (blockNumber === 1 && String(blockData) !== this.#opening) {
      this.#forget();
      this.#opening = String(blockData);
    }
    if (this.#answer !== undefined) return lastBlock ? this.#answer.turn : [];
    if (blockNumber === this.#received + 1) {
      this.#request.octets(blockData);
      this.#received = blockNumber;
      if (this.#request.length > LARGEST_REQUEST) return this.#tooLong();
      if (lastBlock) return this.#serve(view, block.window, now);
    }
    return streaming ? [] : [this.#acknowledgement()];
  }

  #tooLong(): readonly Uint8Array[] {
    this.#forget();
    return [exception('service-unknown', 'pdu-too-long')];
  }

  #serve(view: AssociationView, window: number, now: number): readonly Uint8Array[] {
    const answer = this.association.answer(this.#request.toOctets(), now, true);
    return answer === undefined ? [] : this.#begin(answer, view, window);
  }

  #acknowledgement(): Uint8Array {
    if (!this.#faults.uncountedAcknowledgements) this.#number += 1;
    return encodeGeneralBlockTransfer(new OctetWriter(), {
      kind: 'general-block-transfer',
      lastBlock: true,
      streaming: false,
      window: this.#ownWindow,
      blockNumber: this.#number,
      blockNumberAck: this.#received,
      blockData: NOTHING,
    }).toOctets();
  }
}

function present(answer: Uint8Array | undefined): readonly Uint8Array[] {
  return answer === undefined ? [] : [answer];
}
