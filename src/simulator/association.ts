/**
 * The association of one client with one logical device, server side (Green Book, ACSE and xDLMS): an APDU
 * comes in, at most one goes out. Whatever octets come, there is an answer or silence, never an exception.
 */
import { encodeAare } from '../apdu/aare.js';
import { decodeAarq } from '../apdu/aarq.js';
import { decodeActionRequest } from '../apdu/action.js';
import { decodeGetRequest } from '../apdu/get.js';
import { encodeRlre } from '../apdu/release.js';
import { decodeSetRequest } from '../apdu/set.js';
import { APDU_TAG } from '../apdu/tag.js';
import { OctetReader } from '../encoding/octet-reader.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import { DlmsError } from '../errors.js';
import { type Caller, type Decision, decideAssociation, rejected } from './association-decision.js';
import { exception } from './exceptions.js';
import { GetService } from './get-service.js';
import type { AccessContext, AssociationView, ObjectModel } from './object-model.js';
import type { Site } from './site.js';
import { answerAction, answerSet } from './write-services.js';

export class ServerAssociation {
  /** Present while the association is open. */
  #view: AssociationView | undefined;
  #get = new GetService();

  constructor(
    readonly site: Site,
    readonly model: ObjectModel,
    readonly caller: Caller,
  ) {}

  /** @param now Milliseconds since 1970. @returns undefined for silence */
  answer(apdu: Uint8Array, now: number): Uint8Array | undefined {
    switch (apdu[0]) {
      case undefined:
        return undefined;
      case APDU_TAG.AARQ:
        return this.#associate(apdu);
      case APDU_TAG.RLRQ:
        return this.#release();
      default:
        return this.#serve(apdu, now);
    }
  }

  #associate(apdu: Uint8Array): Uint8Array | undefined {
    const faults = this.site.faults();
    if (this.#view !== undefined && faults.refuseSecondAssociation)
      return encoded(rejected('no-reason-given'));
    this.#close();
    const decision = this.#decide(apdu);
    this.#view = decision.view;
    return decision.responseAllowed ? encoded(decision) : undefined;
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
  }

  #serve(apdu: Uint8Array, now: number): Uint8Array | undefined {
    const association = this.#view;
    if (association === undefined) return exception('service-not-allowed', 'operation-not-possible');
    if (apdu.length > association.maxReceivePduSize) return exception('service-unknown', 'pdu-too-long');
    try {
      return this.#dispatch(apdu, { now, association, model: this.model });
    } catch (error) {
      if (error instanceof DlmsError) return exception('service-unknown', 'other-reason');
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
      default:
        return exception('service-unknown', 'service-not-supported');
    }
  }
}

function encoded({ aare }: Decision): Uint8Array {
  return encodeAare(new OctetWriter(), aare).toOctets();
}
