/** The xDLMS services of one association (Green Book): an APDU comes in, at most one goes out. */
import { decodeAccessRequest } from '../apdu/access.js';
import { decodeActionRequest } from '../apdu/action.js';
import { decodeGetRequest } from '../apdu/get.js';
import { decodeReadRequest } from '../apdu/read.js';
import { decodeSetRequest } from '../apdu/set.js';
import { APDU_TAG } from '../apdu/tag.js';
import { decodeWriteRequest } from '../apdu/write.js';
import { OctetReader } from '../encoding/octet-reader.js';
import { DlmsError } from '../errors.js';
import { answerAccess } from './access-service.js';
import { spoiled } from './answer-faults.js';
import { refusalOf } from './exceptions.js';
import { GetService } from './get-service.js';
import type { AccessContext } from './object-model.js';
import { ReadService } from './read-service.js';
import { answerWrite } from './write-service.js';
import { answerAction, answerSet } from './write-services.js';

export class Services {
  readonly #get = new GetService();
  readonly #read = new ReadService();

  /** @returns undefined for silence */
  answer(apdu: Uint8Array, context: AccessContext): Uint8Array | undefined {
    try {
      const answer = this.#dispatch(apdu, context);
      return answer && spoiled(answer, context.faults ?? {});
    } catch (error) {
      if (error instanceof DlmsError) return refusalOf(apdu, 'unreadable');
      throw error;
    }
  }

  #dispatch(apdu: Uint8Array, context: AccessContext): Uint8Array | undefined {
    const reader = new OctetReader(apdu);
    const { faults = {} } = context;
    switch (apdu[0]) {
      case APDU_TAG['get-request']:
        return this.#get.answer(decodeGetRequest(reader), context, faults);
      case APDU_TAG['set-request']:
        return answerSet(decodeSetRequest(reader), context);
      case APDU_TAG['action-request']:
        return answerAction(decodeActionRequest(reader), context);
      case APDU_TAG['access-request']:
        return answerAccess(decodeAccessRequest(reader), context, faults);
      case APDU_TAG.readRequest:
        return this.#read.answer(decodeReadRequest(reader), context, faults);
      case APDU_TAG.writeRequest:
      case APDU_TAG.unconfirmedWriteRequest:
        return answerWrite(decodeWriteRequest(reader), context);
      default:
        return refusalOf(apdu, 'unknown');
    }
  }
}
