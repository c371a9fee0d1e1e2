/**
 * The association of one client with one logical device, server side (Green Book, ACSE and xDLMS): an APDU
 * comes in, at most one goes out. Whatever octets come, there is an answer or silence, never an exception.
 */
import { decodeAarq } from '../apdu/aarq.js';
import { decodeRlrq, encodeRlre, type Rlrq } from '../apdu/release.js';
import { APDU_TAG } from '../apdu/tag.js';
import { OctetReader } from '../encoding/octet-reader.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import { DlmsError } from '../errors.js';
import { acceptingAare, encodedAare, initiateInformation } from './accepting-aare.js';
import { type Caller, type Decision, decideAssociation, type Terms } from './association-decision.js';
import { rejected } from './association-refusal.js';
import type { DemoMeter } from './demo-meter.js';
import { exception, refusalOf } from './exceptions.js';
import { answerToHls, isReplyToHls } from './hls-method.js';
import type { AssociationView } from './object-model.js';
import { Services } from './services.js';
import type { Site } from './site.js';

interface OpenAssociation extends Terms {
  readonly services: Services;
}

export class ServerAssociation {
  #open: OpenAssociation | undefined;

  constructor(
    readonly site: Site,
    readonly meter: DemoMeter,
    readonly caller: Caller,
  ) {}

  /** The terms of the open association. */
  get view(): AssociationView | undefined {
    return this.#open?.view;
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
        return this.#associate(apdu, now);
      case APDU_TAG.RLRQ:
        return this.#release(apdu);
      default:
        return this.#serve(apdu, now, joined);
    }
  }

  #associate(apdu: Uint8Array, now: number): Uint8Array | undefined {
    const faults = this.site.faults();
    if (this.#open !== undefined && faults.refuseSecondAssociation)
      return encodedAare(rejected('no-reason-given').aare, faults);
    this.#open = undefined;
    const decision = this.#decide(apdu, now);
    if (decision.kind === 'exception') return decision.answer;
    if (decision.kind === 'rejected') return encodedAare(decision.aare, faults);
    this.#open = { ...decision, services: new Services() };
    if (!decision.responseAllowed) return undefined;
    return encodedAare(acceptingAare(decision, this.meter.security.systemTitle, faults), faults);
  }

  #decide(apdu: Uint8Array, now: number): Decision {
    const { referencing, application: limits, faults, random } = this.site;
    const { caller, meter } = this;
    const grounds = { caller, referencing, limits, security: meter.security, faults, random, now };
    try {
      return decideAssociation(decodeAarq(new OctetReader(apdu, 'association')), grounds);
    } catch (error) {
      if (error instanceof DlmsError) return rejected('no-reason-given');
      throw error;
    }
  }

  #release(apdu: Uint8Array): Uint8Array | undefined {
    if (this.site.faults().ignoreRelease) return undefined;
    const open = this.#open;
    this.#open = undefined;
    const ciphered = open?.conversation && protectedInformation(apdu);
    const received = ciphered && open.conversation?.open(ciphered);
    if (received?.kind === 'refused') return received.answer;
    const userInformation = received && initiateInformation(open.initiate, open.conversation);
    const rlre = { kind: 'RLRE', reason: 'normal', userInformation } as const;
    return encodeRlre(new OctetWriter(), rlre).toOctets();
  }

  #serve(apdu: Uint8Array, now: number, joined: boolean): Uint8Array | undefined {
    const open = this.#open;
    if (open === undefined) return refusalOf(apdu, 'no association');
    if (!joined && apdu.length > open.view.maxReceivePduSize) return refusalOf(apdu, 'too long');
    const { conversation } = open;
    if (conversation === undefined) return this.#served(open, apdu, now);
    const received = conversation.open(apdu);
    if (received.kind === 'refused') {
      this.#open = undefined;
      return received.answer;
    }
    const { opened, overhead } = received;
    const answer = this.#served(open, opened.apdu, now, overhead);
    return answer && conversation.protect(answer, opened);
  }

  /** @param apdu as it is without protection */
  #served(open: OpenAssociation, apdu: Uint8Array, now: number, overhead = 0): Uint8Array | undefined {
    const { hls, view: association, services } = open;
    const waiting = hls?.state === 'pending';
    if (waiting && !isReplyToHls(apdu)) return exception('service-not-allowed', 'operation-not-possible');
    const { model, security } = this.meter;
    const faults = this.site.faults();
    const answer = services.answer(apdu, { now, association, model, faults, hls, overhead });
    if (!waiting || hls.state === 'pending') return answer;
    security.judged(hls.state === 'passed', now);
    if (hls.state === 'refused') this.#open = undefined;
    return answer && answerToHls(apdu, answer, hls, faults);
  }
}

/** What an RLRQ carries that is ciphered; an RLRQ that cannot be read is one without. */
function protectedInformation(apdu: Uint8Array): Uint8Array | undefined {
  try {
    const { userInformation }: Rlrq = decodeRlrq(new OctetReader(apdu, 'association'));
    return userInformation?.kind === 'unsupported' ? userInformation.octets : undefined;
  } catch (error) {
    if (error instanceof DlmsError) return undefined;
    throw error;
  }
}
