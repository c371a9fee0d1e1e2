/**
 * Whether an AARQ is accepted, and what is negotiated then: the order of decisions of a COSEM server with
 * logical and short name referencing, with ciphering and without (Green Book, ACSE).
 */
import type { Aarq } from '../apdu/aarq.js';
import type { Conformance, ConformanceService } from '../apdu/conformance.js';
import type { InitiateRequest, InitiateResponse } from '../apdu/initiate.js';
import { type ApplicationContext, contextsOf } from './application-context.js';
import {
  type AssociationRefusal,
  initiateRejected,
  noCommonVersion,
  rejected,
  rejectedAsTold,
} from './association-refusal.js';
import { type AuthName, isHighLevel, MECHANISM_ID } from './authentication.js';
import type { CipheredConversation } from './ciphered-conversation.js';
import { entryOf, isPublic, isUnknownTitle, secretProblem } from './client-entry.js';
import type { Faults } from './faults.js';
import { HlsExchange } from './hls-exchange.js';
import type { AssociationMaterial, MeterSecurity } from './meter-security.js';
import type { AssociationView, Role } from './object-model.js';
import { cipheredInitiate, plainInitiate } from './received-initiate.js';
import { withFlippedBit } from './security-faults.js';
import type { ApplicationLimits } from './site.js';

const DLMS_VERSION = 6;
const SMALLEST_PDU = 12;
const CHALLENGE_LENGTH = 16;
const ECDSA_CHALLENGE_LENGTH = 32;
const NOTHING = new Uint8Array(0);

export interface Caller {
  readonly clientSap: number;
  readonly serverSap: number;
}

/** What a meter decides by. */
export interface Grounds {
  readonly caller: Caller;
  readonly referencing: 'LN' | 'SN' | 'both';
  readonly limits: ApplicationLimits;
  readonly security: MeterSecurity;
  readonly faults: () => Faults;
  /** Octets for a challenge. */
  readonly random: (length: number) => Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** An association, as agreed. */
export interface Terms {
  readonly kind: 'accepted';
  readonly context: ApplicationContext;
  readonly view: AssociationView;
  readonly initiate: InitiateResponse;
  /** Present in a context with ciphering. */
  readonly conversation?: CipheredConversation | undefined;
  /** Present where the client still has to prove who it is. */
  readonly hls?: HlsExchange | undefined;
  /** False for an unconfirmed association: the AARE is not sent. */
  readonly responseAllowed: boolean;
}

export type Decision =
  | Terms
  | AssociationRefusal
  /** An ExceptionResponse in place of an AARE, or silence. */
  | { readonly kind: 'exception'; readonly answer: Uint8Array | undefined };

/** A client that is let in as far as its AARQ tells. */
interface Guest {
  readonly role: Role;
  readonly auth: AuthName;
  readonly context: ApplicationContext;
  readonly material: AssociationMaterial;
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decideAssociation(aarq: Aarq, grounds: Grounds): Decision {
  const { caller, referencing, security } = grounds;
  if (aarq.protocolVersion !== undefined && !aarq.protocolVersion.startsWith('1')) return noCommonVersion();
  const plainAllowed = !security.protection.authenticated && !security.protection.encrypted;
  const own = { referencing, ciphered: security.keys !== undefined, plain: plainAllowed };
  const plain = plainAllowed || isPublic(aarq, caller.clientSap);
  const context = contextsOf({ ...own, plain }).find(({ name }) => name === aarq.applicationContextName);
  if (context === undefined)
    return rejected('application-context-name-not-supported', contextsOf(own)[0]?.name);
  const entry = admitted(aarq, context, plainAllowed, grounds);
  if ('kind' in entry) return entry;
  const material = security.begin(aarq.callingApTitle);
  return negotiated(aarq, { ...entry, context, material }, grounds);
}

/** Mechanism, secret, title. */
function admitted(
  aarq: Aarq,
  context: ApplicationContext,
  plainAllowed: boolean,
  { caller, security, faults, now }: Grounds,
): { readonly role: Role; readonly auth: AuthName } | AssociationRefusal {
  const { site } = security;
  const told = faults();
  if (told.busy) return rejectedAsTold(BUSY, context.name);
  const entry = entryOf(aarq, caller.clientSap, context, site, plainAllowed);
  if ('refused' in entry) return rejected(entry.refused, context.name);
  const { auth } = entry;
  if (auth !== 'None' && security.isLocked(now)) {
    const wrong = told.lockout?.told === 'wrong';
    return wrong ? rejected('authentication-failure', context.name) : rejectedAsTold(BUSY, context.name);
  }
  const problem = secretProblem(aarq, auth, site, told);
  if (auth === 'Low') security.judged(problem === undefined, now);
  if (problem !== undefined) return rejected(problem, context.name);
  if (isUnknownTitle(aarq, auth, context, site))
    return rejected('calling-AP-title-not-recognized', context.name);
  return entry;
}

const BUSY = { result: 'rejected-transient', diagnostic: 'no-reason-given' } as const;

function negotiated(aarq: Aarq, guest: Guest, grounds: Grounds): Decision {
  const { context, material } = guest;
  const { security, faults } = grounds;
  const received = context.ciphered
    ? cipheredInitiate(aarq, material, security.site, faults)
    : plainInitiate(aarq);
  if (received.kind === 'refused') return { kind: 'exception', answer: received.answer };
  if (received.kind === 'missing') return rejected('no-reason-given', context.name);
  const { request, keyTaken, conversation } = received;
  const conformance = conformanceOf(request, context, grounds.limits);
  const error = initiateError(request, conformance);
  if (error !== undefined) return initiateRejected(error, context.name, conversation);
  if (!keyTaken) return initiateRejected('refused-by-the-VDE-handler', context.name, conversation);
  const { refuse } = faults();
  if (refuse !== undefined) return rejectedAsTold(refuse, context.name);
  const hls = exchangeOf(aarq, guest, grounds);
  const view = viewOf(aarq, guest, request, conformance, grounds);
  const initiate: InitiateResponse = {
    kind: 'initiate-response',
    negotiatedDlmsVersionNumber: DLMS_VERSION,
    negotiatedConformance: conformance,
    serverMaxReceivePduSize: view.maxReceivePduSize,
    vaaName: context.vaaName,
  };
  const { responseAllowed } = request;
  return { kind: 'accepted', context, view, initiate, conversation, hls, responseAllowed };
}

function viewOf(
  { callingApTitle }: Aarq,
  { role, auth, context }: Guest,
  request: InitiateRequest,
  conformance: Conformance,
  { caller, limits }: Grounds,
): AssociationView {
  return {
    ...caller,
    role,
    mechanism: MECHANISM_ID[auth],
    ciphered: context.ciphered,
    clientSystemTitle: callingApTitle,
    conformance,
    maxReceivePduSize: limits.maxPduSize,
    maxSendPduSize: request.clientMaxReceivePduSize,
  };
}

function conformanceOf(
  { proposedConformance }: InitiateRequest,
  { services, ciphered }: ApplicationContext,
  limits: ApplicationLimits,
): Conformance {
  const granted = (service: ConformanceService) =>
    services.has(service) &&
    (limits.conformance.has(service) || (ciphered && service === 'general-protection'));
  return new Set([...proposedConformance].filter(granted));
}

function initiateError(request: InitiateRequest, conformance: Conformance): string | undefined {
  if (request.proposedDlmsVersionNumber < DLMS_VERSION) return 'dlms-version-too-low';
  if (conformance.size === 0) return 'incompatible-conformance';
  const size = request.clientMaxReceivePduSize;
  return size !== 0 && size < SMALLEST_PDU ? 'pdu-size-too-short' : undefined;
}

function exchangeOf(aarq: Aarq, { auth, material }: Guest, { random, security }: Grounds) {
  if (!isHighLevel(auth)) return undefined;
  const clientChallenge = aarq.callingAuthenticationValue ?? NOTHING;
  const drawn = random(auth === 'HighEcdsa' ? ECDSA_CHALLENGE_LENGTH : CHALLENGE_LENGTH);
  return new HlsExchange({
    mechanism: auth,
    secret: security.site.secret,
    clientChallenge,
    serverChallenge: String(drawn) === String(clientChallenge) ? withFlippedBit(drawn, 0) : drawn,
    clientTitle: aarq.callingApTitle ?? NOTHING,
    material,
  });
}
