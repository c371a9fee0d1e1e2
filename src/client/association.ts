/**
 * The application association of a client, by logical or by short names (Green Book, COSEM-OPEN, GET or
 * READ, COSEM-RELEASE): stands on a link and knows nothing of its frames.
 */
import { encodeApdu } from '../apdu/apdu.js';
import { DlmsError } from '../errors.js';
import type { AssociationSettings } from './association-settings.js';
import { type AssociationEvent, type AssociationState, nextState } from './association-state.js';
import type { GetStep } from './get-exchange.js';
import { GetService } from './get-service.js';
import { maskSecret } from './mask-secret.js';
import type {
  AssociationNegotiated,
  DlErrorIndication,
  LinkInput,
  LinkNegotiated,
  LinkOutput,
  StackInput,
  StackOutput,
  TimerExpired,
  Trace,
} from './primitive.js';
import { encodeProposal, readProposalAnswer } from './proposal.js';

export type AssociationInput =
  | Extract<StackInput, { kind: `COSEM-${string}` | `GET.${string}` }>
  | Extract<LinkOutput, { kind: `DL-${string}` }>
  | DlErrorIndication
  /** The link sent a request once more. */
  | { readonly kind: 'DL-REPEAT.indication' }
  /** Counts only while the RLRE is awaited: every other silence is the link's to bear. */
  | TimerExpired;

export type AssociationOutput =
  | Extract<LinkInput, { kind: `DL-${string}` }>
  | Extract<StackOutput, { kind: `COSEM-${string}` | `GET.${string}` }>
  | Trace;

/** Before the first opening: nothing is granted, and the table lets nothing be asked. */
const NOTHING_GRANTED: AssociationNegotiated = {
  conformance: new Set(),
  serverMaxReceivePduSize: 0,
  dlmsVersion: 0,
  vaaName: 0,
};

/** Meters may talk of other things before they answer, but not for ever. */
const MOST_UNAWAITED = 64;

type GetRequest = Extract<AssociationInput, { kind: 'GET.request' }>;

export class Association {
  readonly #settings: AssociationSettings;
  #state: AssociationState = 'idle';
  #link: LinkNegotiated | undefined;
  #gets = new GetService(NOTHING_GRANTED);
  #refusal: DlmsError | undefined;
  /** APDUs that came since the last request and were not the awaited one. */
  #unawaited = 0;

  constructor(settings: AssociationSettings) {
    this.#settings = settings;
  }

  get state(): AssociationState {
    return this.#state;
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
        return this.#end(input.cause);
      case 'DL-REPEAT.indication':
        this.#gets.expectLateAnswers();
        return [];
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

  /** `secret` does not show in the trace. */
  #send(apdu: Uint8Array, repeatable: boolean, secret: Uint8Array = new Uint8Array(0)): AssociationOutput[] {
    this.#unawaited = 0;
    return [traceOf('sent', maskSecret(apdu, secret)), { kind: 'DL-DATA.request', apdu, repeatable }];
  }

  /** Shows an APDU that is not the one awaited, and lets the link wait on; undefined when it was enough. */
  #waitOn(apdu: Uint8Array, note: string): AssociationOutput[] | undefined {
    this.#unawaited += 1;
    if (this.#unawaited > MOST_UNAWAITED) return undefined;
    return [traceOf('received', apdu, note), { kind: 'DL-WAIT.request' }];
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
    this.#link = link;
    return this.#send(encodeProposal(this.#settings), false, this.#settings.password);
  }

  #received(apdu: Uint8Array): AssociationOutput[] {
    switch (this.#state) {
      case 'associating':
        return this.#answered(apdu);
      case 'asking':
        return this.#exchanged(apdu);
      case 'releasing':
        // The RLRE, or what a meter says that knows no release: either way this is over.
        return [traceOf('received', apdu), ...this.#released()];
      default:
        return [traceOf('received', apdu, `nothing is asked while ${this.#state}`)];
    }
  }

  #answered(apdu: Uint8Array): AssociationOutput[] {
    const answer = readProposalAnswer(apdu, this.#settings.referencing);
    switch (answer.kind) {
      case 'unrelated':
        return (
          this.#waitOn(apdu, `${answer.name} is no answer to the AARQ`) ?? this.#refused(apdu, noAnswer())
        );
      case 'refused':
        return this.#refused(apdu, answer.cause);
      case 'accepted':
        return this.#step('accepted') ?? [traceOf('received', apdu), this.#opened(answer.negotiated)];
    }
  }

  #refused(apdu: Uint8Array, cause: DlmsError): AssociationOutput[] {
    return [traceOf('received', apdu), ...this.#givenUp(cause)];
  }

  #givenUp(cause: DlmsError): AssociationOutput[] {
    this.#refusal = cause;
    return this.#step('refused') ?? [{ kind: 'DL-DISCONNECT.request' }];
  }

  /** What came in place of the awaited APDU cannot be read at all. */
  #unreadable(cause: DlmsError): AssociationOutput[] {
    switch (this.#state) {
      case 'associating':
        return this.#givenUp(cause);
      case 'asking':
        this.#gets.expectLateAnswers();
        return this.#taken({ kind: 'failed', cause });
      case 'releasing':
        return this.#released();
      default:
        return [];
    }
  }

  #opened(answer: AssociationNegotiated): AssociationOutput {
    const negotiated = { ...answer, link: this.#link };
    this.#gets = new GetService(negotiated, this.#settings);
    return { kind: 'COSEM-OPEN.confirm', negotiated };
  }

  // --- GET ---------------------------------------------------------------------------------------------

  #get({ kind, attributes }: GetRequest): AssociationOutput[] {
    const next = nextState(this.#state, kind);
    if (next instanceof DlmsError) return [{ kind: 'GET.failed', cause: next }];
    const apdu = this.#gets.request(attributes);
    if (apdu instanceof DlmsError) return [{ kind: 'GET.failed', cause: apdu }];
    this.#state = next;
    return this.#send(apdu, this.#gets.repeatable);
  }

  #exchanged(apdu: Uint8Array): AssociationOutput[] {
    const step = this.#gets.handle(apdu);
    if (step.kind !== 'drop') return [traceOf('received', apdu, noteOf(step)), ...this.#taken(step)];
    return this.#waitOn(apdu, step.note) ?? [traceOf('received', apdu, step.note), ...this.#unanswered()];
  }

  #unanswered(): AssociationOutput[] {
    this.#gets.expectLateAnswers();
    return this.#taken({ kind: 'failed', cause: noAnswer() });
  }

  #taken(step: Exclude<GetStep, { kind: 'drop' }>): AssociationOutput[] {
    switch (step.kind) {
      case 'send':
        return this.#send(step.apdu, this.#gets.repeatable);
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
        return this.#send(encodeApdu({ kind: 'RLRQ', reason: 'normal' }), false);
      case 'connecting':
      case 'associating':
      case 'asking':
        return [{ kind: 'DL-DISCONNECT.request' }];
      default:
        return [];
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

function noAnswer(): DlmsError {
  return new DlmsError(`${MOST_UNAWAITED} other APDUs came, but not the answer`, {
    code: 'DLMS_NO_ANSWER',
    layer: 'service',
    fault: 'meter',
    hint: 'The meter sends notifications on this connection and nothing else: let it send them elsewhere.',
  });
}

function traceOf(direction: Trace['direction'], octets: Uint8Array, note?: string): Trace {
  return { kind: 'TRACE', layer: 'application', direction, octets, note };
}
