/**
 * An association from its AARQ to its end or its confirmation (Green Book, COSEM-OPEN and the four passes of
 * high level security): what the meter answers is judged here, sent is elsewhere.
 */
import { APDU_TAG } from '../apdu/tag.js';
import { DlmsError } from '../errors.js';
import type { AssociationChannel, Heard } from './association-channel.js';
import type { AssociationSettings } from './association-settings.js';
import { isHls } from './authentication.js';
import type { HlsExchange } from './hls-exchange.js';
import type { AssociationNegotiated, LinkNegotiated, Trace } from './primitive.js';
import type { ProposalAnswer } from './proposal-answer.js';
import { challengeOutdated } from './protection-refusal.js';

type Step =
  /** The next pass has to be sent. */
  | { readonly kind: 'challenged'; readonly apdu: Uint8Array }
  /** Each side has accepted the other. */
  | { readonly kind: 'accepted'; readonly negotiated: AssociationNegotiated }
  | { readonly kind: 'refused'; readonly cause: DlmsError }
  /** Not the answer, which is still to come. */
  | { readonly kind: 'drop' };

/** What an APDU of the meter leads to, and how it shows. */
export type OpeningStep = Step & { readonly trace: Trace };

/** The AARE is in, and the meter has to prove itself. */
interface Passes {
  readonly aare: Uint8Array;
  readonly exchange: HlsExchange;
  readonly negotiated: AssociationNegotiated;
}

export class AssociationOpening {
  readonly #channel: AssociationChannel;
  readonly #settings: Pick<AssociationSettings, 'auth' | 'datagrams'>;
  readonly #link: LinkNegotiated | undefined;
  #passes: Passes | undefined;
  /** The AARQ came twice, and the meter began anew with another challenge than the one that we answer. */
  #outdated = false;

  constructor(
    channel: AssociationChannel,
    settings: Pick<AssociationSettings, 'auth' | 'datagrams'>,
    link: LinkNegotiated | undefined,
  ) {
    this.#channel = channel;
    this.#settings = settings;
    this.#link = link;
  }

  /** What the AARE grants; it counts from the next pass on. */
  get granted(): AssociationNegotiated | undefined {
    return this.#passes?.negotiated;
  }

  handle(octets: Uint8Array): OpeningStep {
    return this.#passes === undefined ? this.#answered(octets) : this.#passed(octets, this.#passes);
  }

  #answered(octets: Uint8Array): OpeningStep {
    const { answer, trace } = this.#channel.answer(octets);
    switch (answer.kind) {
      case 'unrelated':
        return { kind: 'drop', trace: { ...trace, note: `${answer.name} is no answer to the AARQ` } };
      case 'refused':
        return { ...answer, trace };
      case 'accepted':
        return { ...this.#accepted(octets, answer), trace };
    }
  }

  #accepted(aare: Uint8Array, answer: Extract<ProposalAnswer, { kind: 'accepted' }>): Step {
    const { auth } = this.#settings;
    const { overhead, serverSystemTitle } = this.#channel;
    const negotiated = {
      ...{ ...answer.negotiated, link: this.#link, protectionOverhead: overhead },
      ...(serverSystemTitle !== undefined && { serverSystemTitle }),
    };
    if (!isHls(auth) || answer.challenge === undefined) return { kind: 'accepted', negotiated };
    const exchange = this.#channel.authentication(auth, answer.challenge);
    this.#passes = { aare, exchange, negotiated };
    return nextPass(exchange);
  }

  #passed(octets: Uint8Array, passes: Passes): OpeningStep {
    this.#outdated ||= this.#beginsAnew(octets, passes);
    const heard = this.#channel.hear(octets);
    switch (heard.kind) {
      case 'late':
        return { kind: 'drop', trace: this.#channel.shown(heard, heard.note) };
      case 'broken':
        return { ...heard, kind: 'refused', trace: this.#channel.shown(heard, heard.cause.message) };
      case 'apdu':
        return this.#judged(heard, heard.apdu, passes);
    }
  }

  #judged(heard: Heard, apdu: Uint8Array, { exchange, negotiated }: Passes): OpeningStep {
    const step = exchange.handle(apdu);
    switch (step.kind) {
      case 'drop':
        return { kind: 'drop', trace: this.#channel.shown(heard, step.note) };
      case 'again':
        return { ...nextPass(exchange), trace: this.#channel.shown(heard) };
      case 'failed': {
        const isRefused = step.cause.code === 'DLMS_AUTHENTICATION_FAILED';
        const cause = isRefused && this.#outdated ? challengeOutdated(step.cause) : step.cause;
        return { kind: 'refused', cause, trace: this.#channel.shown(heard, cause.message) };
      }
      case 'proven':
        return { kind: 'accepted', negotiated, trace: this.#channel.shown(heard) };
    }
  }

  #beginsAnew(octets: Uint8Array, { aare }: Passes): boolean {
    const { datagrams = false } = this.#settings;
    return datagrams && octets[0] === APDU_TAG.AARE && String(octets) !== String(aare);
  }
}

function nextPass(exchange: HlsExchange): Step {
  try {
    return { kind: 'challenged', apdu: exchange.request() };
  } catch (error) {
    if (error instanceof DlmsError) return { kind: 'refused', cause: error };
    throw error;
  }
}
