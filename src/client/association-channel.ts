/**
 * What the APDUs of an association go through on their way to the link and back (Green Book, protection of
 * xDLMS APDUs): they are protected and opened, and shown to who looks on. Whoever stands above knows nothing
 * of ciphering.
 */
import { encodeApdu } from '../apdu/apdu.js';
import { APDU_TAG, unsupportedApdu } from '../apdu/tag.js';
import { DlmsError } from '../errors.js';
import type { HlsMechanism } from '../security/hls.js';
import type { SecurityMaterial } from '../security/material.js';
import { SecurityContext } from '../security/security-context.js';
import type { AssociationSettings } from './association-settings.js';
import { AssociationTrace } from './association-trace.js';
import { HlsExchange } from './hls-exchange.js';
import { mayBePlain } from './may-be-plain.js';
import type { LinkInput, LinkNegotiated, Trace } from './primitive.js';
import {
  challengeOf,
  encodeProposal,
  initiateRequest,
  isCiphered,
  isSecured,
  showsSecret,
} from './proposal.js';
import { type ProposalAnswer, readProposalAnswer } from './proposal-answer.js';
import { protectionOverhead } from './protection-overhead.js';
import { counterRefused, failureIn, isCountable, refusedCounter, refusedKey } from './protection-refusal.js';
import { SentCounter } from './sent-counter.js';

export type ChannelOutput = Extract<LinkInput, { kind: 'DL-DATA.request' }> | Trace;

/** `octets`: as they came. */
export type Heard =
  | { readonly kind: 'apdu'; readonly octets: Uint8Array; readonly apdu: Uint8Array }
  /** Answers an earlier request, or came twice: the awaited one is still to come. */
  | { readonly kind: 'late'; readonly octets: Uint8Array; readonly note: string }
  /** Nothing that comes can be believed any more, or the meter refuses our protection. */
  | { readonly kind: 'broken'; readonly octets: Uint8Array; readonly cause: DlmsError };

const NOTHING = new Uint8Array(0);

export class AssociationChannel {
  readonly #settings: AssociationSettings;
  readonly #trace: AssociationTrace;
  readonly #counter: SentCounter | undefined;
  readonly #material: SecurityMaterial | undefined;
  /** Of a ciphered association, and of one whose authentication alone needs keys or titles. */
  #context: SecurityContext | undefined;
  #link: LinkNegotiated | undefined;
  /** A request went out once more, or was given up: its answer may still come. */
  #late = false;
  /** Makes what was sent last once more. */
  #again: () => ChannelOutput[] = () => [];

  constructor(settings: AssociationSettings) {
    const { security } = settings;
    this.#settings = settings;
    this.#trace = new AssociationTrace(settings);
    this.#counter = security && new SentCounter(security.counter);
    this.#material = security && { ...security, counter: this.#counter ?? security.counter };
  }

  expectLateAnswers(): void {
    this.#late = true;
  }

  /** Octets that an APDU grows by on its way. */
  get overhead(): number {
    return this.#secured === undefined ? 0 : protectionOverhead(this.#secured.material);
  }

  /** What the meter has told, or the settings. */
  get serverSystemTitle(): Uint8Array | undefined {
    return this.#context?.peerSystemTitle;
  }

  /** The passes of high level security with a meter that has sent this challenge. */
  authentication(mechanism: HlsMechanism, challenge: Uint8Array): HlsExchange {
    const { password, referencing } = this.#settings;
    const material = this.#material;
    return new HlsExchange({
      ...{ mechanism, secret: password, referencing, material },
      client: { challenge: challengeOf(this.#settings), title: material?.systemTitle ?? NOTHING },
      server: { challenge, title: this.#context?.peerSystemTitle ?? NOTHING },
    });
  }

  // --- to the meter ------------------------------------------------------------------------------------

  /**
   * A new association on a link: its AARQ.
   * @throws DlmsError where there is no number, no title or challenge, or no right key for it
   */
  begin(link: LinkNegotiated | undefined): ChannelOutput[] {
    this.#link = link;
    this.#late = false;
    this.#material?.received.begin();
    this.#context = this.#material && new SecurityContext(this.#material);
    return this.#sent(() => this.#proposal());
  }

  /** @throws DlmsError where there is no number or key for it */
  send(plain: Uint8Array, repeatable: boolean): ChannelOutput[] {
    return this.#sent(() => this.#request(this.#secured?.protect(plain) ?? plain, plain, repeatable));
  }

  /** Pass 3 of high level security. @throws DlmsError as `send` */
  prove(plain: Uint8Array): ChannelOutput[] {
    return this.send(plain, false).map((output) =>
      output.kind === 'TRACE' ? { ...output, showsSecret: true } : output,
    );
  }

  /** What was sent last, under a number of its own. @throws DlmsError as it did */
  again(): ChannelOutput[] {
    return this.#again();
  }

  /** The RLRQ; that of a ciphered association proves who sends it. @throws DlmsError as `send` */
  farewell(): ChannelOutput[] {
    const rlrq = { kind: 'RLRQ', reason: 'normal' } as const;
    const initiate = encodeApdu(initiateRequest(this.#settings));
    const octets = this.#ciphered?.protectInitiate(initiate);
    const userInformation = octets && unsupportedApdu(octets[0] ?? 0, octets);
    return this.#request(encodeApdu({ ...rlrq, userInformation }), octets && initiate, false);
  }

  get #ciphered(): SecurityContext | undefined {
    return isCiphered(this.#settings) ? this.#context : undefined;
  }

  get #secured(): SecurityContext | undefined {
    return isSecured(this.#settings) ? this.#context : undefined;
  }

  #sent(make: () => ChannelOutput[]): ChannelOutput[] {
    this.#again = make;
    return make();
  }

  #proposal(): ChannelOutput[] {
    const initiate = encodeApdu(initiateRequest(this.#settings, this.#ciphered?.material.dedicatedKey));
    const apdu = encodeProposal(this.#settings, this.#ciphered?.protectInitiate(initiate) ?? initiate);
    const trace = this.#trace.ofProposal({ direction: 'sent', octets: apdu, plain: initiate });
    const shown = showsSecret(this.#settings) ? { ...trace, showsSecret: true } : trace;
    return [shown, { kind: 'DL-DATA.request', apdu, repeatable: false, ...this.#renewable }];
  }

  #request(apdu: Uint8Array, plain: Uint8Array | undefined, repeatable: boolean): ChannelOutput[] {
    const trace = this.#trace.of({ direction: 'sent', octets: apdu, plain });
    return [trace, { kind: 'DL-DATA.request', apdu, repeatable, ...this.#renewable }];
  }

  /** Each number is for one message. */
  get #renewable(): { readonly renewable?: true } {
    return this.#secured === undefined ? {} : { renewable: true };
  }

  // --- from the meter ----------------------------------------------------------------------------------

  /** What came while the AARE was awaited, and how it shows. */
  answer(octets: Uint8Array): { readonly answer: ProposalAnswer; readonly trace: Trace } {
    const answer = this.#read(octets);
    const plain = answer.kind === 'accepted' ? answer.plain : undefined;
    return { answer, trace: this.#trace.ofProposal({ direction: 'received', octets, plain }) };
  }

  /** What came while another APDU was awaited. */
  hear(octets: Uint8Array): Heard {
    try {
      const apdu = this.#opened(octets);
      if (this.#isLateRefusal(apdu)) return { kind: 'late', octets, note: 'belongs to an earlier request' };
      const cause = this.#refusalIn(apdu);
      return cause === undefined ? { kind: 'apdu', octets, apdu } : { kind: 'broken', octets, cause };
    } catch (cause) {
      if (!(cause instanceof DlmsError)) throw cause;
      const late = cause.code === 'DLMS_REPLAY' && this.#mayBeLate;
      return late ? { kind: 'late', octets, note: cause.message } : { kind: 'broken', octets, cause };
    }
  }

  /** What was heard, as it shows. */
  shown(heard: Heard, note?: string): Trace {
    const plain = heard.kind === 'apdu' ? heard.apdu : undefined;
    return this.#trace.of({ direction: 'received', octets: heard.octets, plain, note });
  }

  #read(octets: Uint8Array): ProposalAnswer {
    try {
      const cause = this.#refusalIn(octets);
      if (cause !== undefined) return { kind: 'refused', cause };
      return readProposalAnswer(octets, this.#settings, this.#context);
    } catch (cause) {
      if (cause instanceof DlmsError) return { kind: 'refused', cause };
      throw cause;
    }
  }

  #opened(octets: Uint8Array): Uint8Array {
    if (this.#secured === undefined || mayBePlain(octets)) return octets;
    // An AARE that comes twice answers nothing that is asked now.
    if (this.#mayBeLate && octets[0] === APDU_TAG.AARE) return octets;
    return this.#secured.open(octets).apdu;
  }

  /** A link that negotiated nothing (WRAPPER) does not count frames: its answers may come twice. */
  get #mayBeLate(): boolean {
    const uncounted = this.#link === undefined || this.#link.uncounted === true;
    return this.#settings.datagrams === true || (this.#late && uncounted);
  }

  /** A request that comes twice is answered and then refused: the one after it has a higher number. */
  #isLateRefusal(apdu: Uint8Array): boolean {
    const failure = this.#mayBeLate ? failureIn(apdu) : undefined;
    const number = failure && refusedCounter(failure);
    // Some meters tell the number that they want next.
    return number !== undefined && number <= (this.#counter?.last ?? -1) + 1;
  }

  /** What the meter says against our key or counter. @throws DlmsError where the counter cannot be raised */
  #refusalIn(apdu: Uint8Array): DlmsError | undefined {
    const failure = this.#material && failureIn(apdu);
    if (failure === undefined) return undefined;
    const number = refusedCounter(failure);
    if (number === undefined) return refusedKey(failure);
    if (isCountable(number)) this.#counter?.raise(number + 1);
    return counterRefused(number);
  }
}
