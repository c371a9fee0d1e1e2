/**
 * The application association of a client, by logical or by short names (Green Book, COSEM-OPEN with its
 * authentication, GET or READ, COSEM-RELEASE): stands on a link and knows nothing of its frames.
 */
import { DlmsError } from '../errors.js';
import { AssociationChannel, type ChannelOutput, type Heard } from './association-channel.js';
import { AssociationOpening, type OpeningStep } from './association-opening.js';
import type { AssociationInput, AssociationOutput } from './association-primitive.js';
import type { AssociationSettings } from './association-settings.js';
import { type AssociationEvent, type AssociationState, nextState } from './association-state.js';
import { MOST_UNAWAITED, noAnswer } from './awaited.js';
import type { GetStep } from './get-exchange.js';
import { GetService } from './get-service.js';
import type { AssociationNegotiated, LinkNegotiated, Trace } from './primitive.js';
import { refusedByLeaving } from './protection-refusal.js';

/** Before the first opening: nothing is granted, and the table lets nothing be asked. */
const NOTHING_GRANTED: AssociationNegotiated = {
  conformance: new Set(),
  serverMaxReceivePduSize: 0,
  dlmsVersion: 0,
  vaaName: 0,
};

type GetRequest = Extract<AssociationInput, { kind: 'GET.request' }>;

export class Association {
  readonly #settings: AssociationSettings;
  readonly #channel: AssociationChannel;
  #state: AssociationState = 'idle';
  #opening: AssociationOpening;
  #gets = new GetService(NOTHING_GRANTED);
  #refusal: DlmsError | undefined;
  /** APDUs that came since the last request and were not the awaited one. */
  #unawaited = 0;

  constructor(settings: AssociationSettings) {
    this.#settings = settings;
    this.#channel = new AssociationChannel(settings);
    this.#opening = new AssociationOpening(this.#channel, settings, undefined);
  }

  get state(): AssociationState {
    return this.#state;
  }

  /** The terms of an association whose passes of high level security are under way. */
  get granted(): AssociationNegotiated | undefined {
    return this.#state === 'authenticating' ? this.#opening.granted : undefined;
  }

  handle(input: AssociationInput): AssociationOutput[] {
    switch (input.kind) {
      case 'COSEM-OPEN.request':
        return this.#open();
      case 'GET.request':
        return this.#get(input);
      case 'COSEM-RELEASE.request':
        return this.#release();
      case 'DL-CONNECT.confirm':
        return this.#step(input.kind) ?? this.#propose(input.negotiated);
      case 'DL-DATA.indication':
        return this.#received(input.apdu);
      case 'DL-ERROR.indication':
        return this.#unreadable(input.cause);
      case 'DL-DISCONNECT.confirm':
        return this.#disconnected();
      case 'DL-ABORT.indication':
        return this.#end(this.#state === 'authenticating' ? refusedByLeaving(input.cause) : input.cause);
      case 'DL-REPEAT.indication':
        this.#expectLateAnswers();
        return [];
      case 'DL-RENEW.indication':
        this.#expectLateAnswers();
        return this.#send(() => this.#channel.again());
      case 'TIMER.expired':
        return this.#state === 'releasing' ? this.#released() : [];
    }
  }

  /** Goes on in the table. Where it has no such way, the machine is out of step: all is given up. */
  #step(event: AssociationEvent): AssociationOutput[] | undefined {
    const next = nextState(this.#state, event);
    if (next instanceof DlmsError) return this.#end(next);
    this.#state = next;
    return undefined;
  }

  /** What cannot be sent as it must be is not sent at all, and nothing after it. */
  #send(make: () => ChannelOutput[]): AssociationOutput[] {
    this.#unawaited = 0;
    try {
      return make();
    } catch (error) {
      if (error instanceof DlmsError) return this.#givenUp(error);
      throw error;
    }
  }

  // --- open --------------------------------------------------------------------------------------------

  #open(): AssociationOutput[] {
    const next = nextState(this.#state, 'COSEM-OPEN.request');
    if (next instanceof DlmsError) return this.#reopened(next);
    this.#state = next;
    return [{ kind: 'DL-CONNECT.request' }];
  }

  /** An opening inside an association ends it; whatever else was asked, the opening has its answer too. */
  #reopened(cause: DlmsError): AssociationOutput[] {
    const outputs = this.#end(cause);
    const told = outputs.some((output) => output.kind === 'COSEM-ABORT.indication' && output.cause === cause);
    return told ? outputs : [...outputs, { kind: 'COSEM-ABORT.indication', cause }];
  }

  #propose(link: LinkNegotiated | undefined): AssociationOutput[] {
    this.#opening = new AssociationOpening(this.#channel, this.#settings, link);
    return this.#send(() => this.#channel.begin(link));
  }

  #received(octets: Uint8Array): AssociationOutput[] {
    switch (this.#state) {
      case 'associating':
      case 'authenticating':
        return this.#judged(this.#opening.handle(octets));
      case 'asking':
        return this.#heard(this.#channel.hear(octets));
      case 'releasing':
        // The RLRE, or what a meter says that knows no release: either way this is over.
        return [traceOf(octets), ...this.#released()];
      default:
        return [traceOf(octets, `nothing is asked while ${this.#state}`)];
    }
  }

  #judged(step: OpeningStep): AssociationOutput[] {
    switch (step.kind) {
      case 'drop':
        return this.#passOver(step.trace);
      case 'refused':
        return [step.trace, ...this.#givenUp(step.cause)];
      case 'challenged':
        return [step.trace, ...(this.#step(step.kind) ?? this.#authenticate(step.apdu))];
      case 'accepted':
        return [step.trace, ...(this.#step(step.kind) ?? this.#opened(step.negotiated))];
    }
  }

  /** Never sent twice by the link: meters count wrong answers. */
  #authenticate(apdu: Uint8Array): AssociationOutput[] {
    return this.#send(() => this.#channel.prove(apdu));
  }

  #opened(negotiated: AssociationNegotiated): AssociationOutput[] {
    this.#gets = new GetService(negotiated, this.#settings);
    return [{ kind: 'COSEM-OPEN.confirm', negotiated }];
  }

  // --- what comes --------------------------------------------------------------------------------------

  #heard(heard: Heard): AssociationOutput[] {
    switch (heard.kind) {
      case 'late':
        return this.#passOver(this.#channel.shown(heard, heard.note));
      case 'broken':
        return [this.#channel.shown(heard, heard.cause.message), ...this.#givenUp(heard.cause)];
      case 'apdu':
        return this.#exchanged(heard, heard.apdu);
    }
  }

  /** Shows an APDU that is not the one awaited, and lets the link wait on; until it is enough. */
  #passOver(trace: Trace): AssociationOutput[] {
    this.#unawaited += 1;
    if (this.#unawaited <= MOST_UNAWAITED) return [trace, { kind: 'DL-WAIT.request' }];
    return [trace, ...this.#unreadable(noAnswer())];
  }

  /** What came in place of the awaited APDU cannot be read at all. */
  #unreadable(cause: DlmsError): AssociationOutput[] {
    switch (this.#state) {
      case 'associating':
      case 'authenticating':
        return this.#givenUp(cause);
      case 'asking':
        this.#expectLateAnswers();
        return this.#taken({ kind: 'failed', cause });
      case 'releasing':
        return this.#released();
      default:
        return [];
    }
  }

  #expectLateAnswers(): void {
    this.#gets.expectLateAnswers();
    this.#channel.expectLateAnswers();
  }

  #givenUp(cause: DlmsError): AssociationOutput[] {
    this.#refusal = cause;
    return this.#step('refused') ?? [{ kind: 'DL-DISCONNECT.request' }];
  }

  // --- GET ---------------------------------------------------------------------------------------------

  #get({ kind, attributes }: GetRequest): AssociationOutput[] {
    const next = nextState(this.#state, kind);
    if (next instanceof DlmsError) return [{ kind: 'GET.failed', cause: next }];
    const apdu = this.#gets.request(attributes);
    if (apdu instanceof DlmsError) return [{ kind: 'GET.failed', cause: apdu }];
    this.#state = next;
    return this.#send(() => this.#channel.send(apdu, this.#gets.repeatable));
  }

  #exchanged(heard: Heard, apdu: Uint8Array): AssociationOutput[] {
    const step = this.#gets.handle(apdu);
    if (step.kind === 'drop') return this.#passOver(this.#channel.shown(heard, step.note));
    return [this.#channel.shown(heard, noteOf(step)), ...this.#taken(step)];
  }

  #taken(step: Exclude<GetStep, { kind: 'drop' }>): AssociationOutput[] {
    switch (step.kind) {
      case 'send':
        return this.#send(() => this.#channel.send(step.apdu, this.#gets.repeatable));
      case 'confirm':
        return this.#step('answered') ?? [{ kind: 'GET.confirm', results: step.results }];
      case 'failed':
        return this.#step('answered') ?? [{ kind: 'GET.failed', cause: step.cause }];
    }
  }

  // --- release and breakdown ---------------------------------------------------------------------------

  #release(): AssociationOutput[] {
    const before = this.#state;
    this.#step('COSEM-RELEASE.request');
    switch (before) {
      case 'idle':
        return [{ kind: 'COSEM-RELEASE.confirm' }];
      case 'associated':
        if (this.#settings.withoutRelease) return this.#released();
        return this.#farewell();
      case 'connecting':
      case 'associating':
      case 'authenticating':
      case 'asking':
        return [{ kind: 'DL-DISCONNECT.request' }];
      default:
        return [];
    }
  }

  /** An RLRQ that cannot be protected is left out. */
  #farewell(): AssociationOutput[] {
    try {
      return this.#channel.farewell();
    } catch (error) {
      if (error instanceof DlmsError) return this.#released();
      throw error;
    }
  }

  #released(): AssociationOutput[] {
    return this.#step('released') ?? [{ kind: 'DL-DISCONNECT.request' }];
  }

  #disconnected(): AssociationOutput[] {
    const expected = this.#outcome();
    return this.#step('DL-DISCONNECT.confirm') ?? (expected === undefined ? [] : [expected]);
  }

  /** All is gone: the one who waits for anything learns it. */
  #end(cause: DlmsError): AssociationOutput[] {
    const outcome = this.#outcome();
    const wasIdle = this.#state === 'idle';
    this.#state = 'idle';
    if (outcome !== undefined) return [outcome];
    return wasIdle ? [] : [{ kind: 'COSEM-ABORT.indication', cause }];
  }

  /** What a lost link means where it was to be given up anyway. */
  #outcome(): AssociationOutput | undefined {
    if (this.#state === 'releasing' || this.#state === 'disconnecting')
      return { kind: 'COSEM-RELEASE.confirm' };
    if (this.#state !== 'refusing' || this.#refusal === undefined) return undefined;
    return { kind: 'COSEM-ABORT.indication', cause: this.#refusal };
  }
}

function noteOf(step: GetStep): string | undefined {
  if (step.kind === 'failed') return step.cause.message;
  return 'note' in step ? step.note : undefined;
}

function traceOf(octets: Uint8Array, note?: string): Trace {
  return { kind: 'TRACE', layer: 'application', direction: 'received', octets, note };
}
