/**
 * The association of one client with one logical device, server side (Green Book, ACSE and xDLMS): an APDU
 * comes in, at most one goes out. Whatever octets come, there is an answer or silence, never an exception.
 */
import { decodeAarq } from '../apdu/aarq.js';
import { decodeAccessRequest } from '../apdu/access.js';
import { decodeActionRequest } from '../apdu/action.js';
import { decodeGetRequest } from '../apdu/get.js';
import { decodeReadRequest } from '../apdu/read.js';
import { encodeRlre } from '../apdu/release.js';
import { decodeSetRequest } from '../apdu/set.js';
import { APDU_TAG } from '../apdu/tag.js';
import { decodeWriteRequest } from '../apdu/write.js';
import { OctetReader } from '../encoding/octet-reader.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import { DlmsError } from '../errors.js';
import { answerAccess } from './access-service.js';
import { encodedAare, spoiled } from './answer-faults.js';
import { type Caller, type Decision, decideAssociation, rejected } from './association-decision.js';
import { refusalOf } from './exceptions.js';
import { GetService } from './get-service.js';
import type { AccessContext, AssociationView, ObjectModel } from './object-model.js';
import { ReadService } from './read-service.js';
import type { Site } from './site.js';
import { answerWrite } from './write-service.js';
import { answerAction, answerSet } from './write-services.js';

export class ServerAssociation {
  /** Present while the association is open. */
  #view: AssociationView | undefined;
  #get = new GetService();
  #read = new ReadService();

  constructor(
    readonly site: Site,
    readonly model: ObjectModel,
    readonly caller: Caller,
  ) {}

  /** The terms of the open association. */
  get view(): AssociationView | undefined {
    return this.#view;
  }

  /**
   * @param now Milliseconds since 1970.
   * @param joined The APDU came in blocks, and may be longer than one alone.
   * @returns undefined for silence
   */
  answer(apdu: Uint8Array, now: number, joined = false): Uint8Array | undefined {
    switch (apdu[0]) {
      case undefined:
        return undefined;
      case APDU_TAG.AARQ:
        return this.#associate(apdu);
      case APDU_TAG.RLRQ:
        return this.#release();
      default:
        return this.#serve(apdu, now, joined);
    }
  }

  #associate(apdu: Uint8Array): Uint8Array | undefined {
    const faults = this.site.faults();
    if (this.#view !== undefined && faults.refuseSecondAssociation)
      return encodedAare(rejected('no-reason-given').aare, faults);
    this.#close();
    const decision = this.#decide(apdu);
    this.#view = decision.view;
    return decision.responseAllowed ? encodedAare(decision.aare, faults) : undefined;
  }

  #decide(apdu: Uint8Array): Decision {
    const { policy, application, faults } = this.site;
    try {
      const aarq = decodeAarq(new OctetReader(apdu, 'association'));
      return decideAssociation(aarq, this.caller, policy, application, faults());
    } catch (error) {
      if (error instanceof DlmsError) return rejected('no-reason-given');
      throw error;
    }
  }

  #release(): Uint8Array | undefined {
    if (this.site.faults().ignoreRelease) return undefined;
    this.#close();
    return encodeRlre(new OctetWriter(), { kind: 'RLRE', reason: 'normal' }).toOctets();
  }

  #close(): void {
    this.#view = undefined;
    this.#get = new GetService();
    this.#read = new ReadService();
  }

  #serve(apdu: Uint8Array, now: number, joined: boolean): Uint8Array | undefined {
    const association = this.#view;
    if (association === undefined) return refusalOf(apdu, 'no association');
    if (!joined && apdu.length > association.maxReceivePduSize) return refusalOf(apdu, 'too long');
    try {
      const faults = this.site.faults();
      const answer = this.#dispatch(apdu, { now, association, model: this.model, faults });
      return answer && spoiled(answer, faults);
    } catch (error) {
      if (error instanceof DlmsError) return refusalOf(apdu, 'unreadable');
      throw error;
    }
  }

  #dispatch(apdu: Uint8Array, context: AccessContext): Uint8Array | undefined {
    const reader = new OctetReader(apdu);
    switch (apdu[0]) {
      case APDU_TAG['get-request']:
        return this.#get.answer(decodeGetRequest(reader), context, this.site.faults());
      case APDU_TAG['set-request']:
        return answerSet(decodeSetRequest(reader), context);
      case APDU_TAG['action-request']:
        return answerAction(decodeActionRequest(reader), context);
      case APDU_TAG['access-request']:
        return answerAccess(decodeAccessRequest(reader), context, this.site.faults());
      case APDU_TAG.readRequest:
        return this.#read.answer(decodeReadRequest(reader), context, this.site.faults());
      case APDU_TAG.writeRequest:
      case APDU_TAG.unconfirmedWriteRequest:
        return answerWrite(decodeWriteRequest(reader), context);
      default:
        return refusalOf(apdu, 'unknown');
    }
  }
}
