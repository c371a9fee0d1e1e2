/**
 * Whether an AARQ is accepted, and what is negotiated then: the order of decisions of a COSEM server with
 * logical and short name referencing (Green Book, ACSE; mechanisms lowest and low level security).
 */
import type { Aare } from '../apdu/aare.js';
import type { Aarq } from '../apdu/aarq.js';
import { type Conformance, LN_SERVICES, SN_SERVICES } from '../apdu/conformance.js';
import type { ConfirmedServiceError } from '../apdu/exception.js';
import type { InitiateRequest } from '../apdu/initiate.js';
import { type ACSE_SERVICE_USER, APPLICATION_CONTEXT_NAME, MECHANISM_NAME } from '../apdu/names.js';
import { RESERVED_BASE_NAME } from '../cosem/short-name.js';
import type { ApplicationFaults } from './faults.js';
import type { AssociationView, Role } from './object-model.js';
import type { AccessPolicy, ApplicationLimits } from './site.js';

export const PUBLIC_CLIENT = 16;
const DLMS_VERSION = 6;
const SMALLEST_PDU = 12;

export interface Caller {
  readonly clientSap: number;
  readonly serverSap: number;
}

export interface Decision {
  readonly aare: Aare;
  /** Present when the association is accepted. */
  readonly view?: AssociationView | undefined;
  /** False for an unconfirmed association: the AARE is not sent. */
  readonly responseAllowed: boolean;
}

type Diagnostic = keyof typeof ACSE_SERVICE_USER;

export function decideAssociation(
  aarq: Aarq,
  caller: Caller,
  policy: AccessPolicy,
  limits: ApplicationLimits,
  faults: ApplicationFaults,
): Decision {
  if (aarq.protocolVersion !== undefined && !aarq.protocolVersion.startsWith('1')) return noCommonVersion();
  const { referencing = 'both' } = policy;
  const context = contextsOf(referencing).find(({ name }) => name === aarq.applicationContextName);
  if (context === undefined) {
    return rejected('application-context-name-not-supported', CONTEXT[referencing === 'SN' ? 'SN' : 'LN']);
  }
  const entry = entryOf(aarq, caller, policy);
  if ('refused' in entry) return rejected(entry.refused, context);
  const initiate = aarq.userInformation;
  if (initiate?.kind !== 'initiate-request') return rejected('no-reason-given', context);
  const granted = common(context.services, limits.conformance);
  const conformance = common(initiate.proposedConformance, granted);
  const error = initiateError(initiate, conformance);
  if (error !== undefined) return rejected('no-reason-given', context, serviceError(error));
  if (faults.refuse !== undefined) return refusedAsTold(faults.refuse, context);
  const view: AssociationView = {
    ...caller,
    role: entry.role,
    mechanism: entry.mechanism,
    conformance,
    maxReceivePduSize: limits.maxPduSize,
    maxSendPduSize: initiate.clientMaxReceivePduSize,
  };
  const aare = accepted(view, context, faults.aareWithoutUserInformation === true);
  return { aare, view, responseAllowed: initiate.responseAllowed };
}

/** What an association of one kind of referencing can be. */
interface Context {
  readonly name: Aare['applicationContextName'];
  /** Services that exist in it. */
  readonly services: Conformance;
  readonly vaaName: number;
}

const CONTEXT: Readonly<Record<'LN' | 'SN', Context>> = {
  LN: {
    name: APPLICATION_CONTEXT_NAME.Logical_Name_Referencing_No_Ciphering,
    services: LN_SERVICES,
    vaaName: 0x0007,
  },
  SN: {
    name: APPLICATION_CONTEXT_NAME.Short_Name_Referencing_No_Ciphering,
    services: SN_SERVICES,
    vaaName: RESERVED_BASE_NAME['current association'],
  },
};

function contextsOf(referencing: AccessPolicy['referencing']): readonly Context[] {
  return referencing === 'LN' || referencing === 'SN' ? [CONTEXT[referencing]] : [CONTEXT.LN, CONTEXT.SN];
}

type Entry = { readonly role: Role; readonly mechanism: 0 | 1 } | { readonly refused: Diagnostic };

/** Who the client is, by its SAP, mechanism and password. */
function entryOf(aarq: Aarq, { clientSap }: Caller, policy: AccessPolicy): Entry {
  const { mechanismName = MECHANISM_NAME.COSEM_lowest_level_security } = aarq;
  if (mechanismName === MECHANISM_NAME.COSEM_lowest_level_security) {
    if (policy.auth === 'None') return { role: 'user', mechanism: 0 };
    if (clientSap === PUBLIC_CLIENT) return { role: 'public', mechanism: 0 };
    return { refused: 'authentication-mechanism-name-required' };
  }
  if (mechanismName !== MECHANISM_NAME.COSEM_low_level_security || policy.auth !== 'Low') {
    return { refused: 'authentication-mechanism-name-not-recognised' };
  }
  const given = aarq.callingAuthenticationValue ?? new Uint8Array();
  const right =
    given.length === policy.password.length && given.every((octet, at) => octet === policy.password[at]);
  return right ? { role: 'user', mechanism: 1 } : { refused: 'authentication-failure' };
}

function common(proposed: Conformance, granted: Conformance): Conformance {
  return new Set([...proposed].filter((service) => granted.has(service)));
}

function initiateError(request: InitiateRequest, conformance: Conformance): string | undefined {
  if (request.proposedDlmsVersionNumber < DLMS_VERSION) return 'dlms-version-too-low';
  if (conformance.size === 0) return 'incompatible-conformance';
  const size = request.clientMaxReceivePduSize;
  return size !== 0 && size < SMALLEST_PDU ? 'pdu-size-too-short' : undefined;
}

function serviceError(errorValue: string): ConfirmedServiceError {
  return { kind: 'confirmed-service-error', service: 'initiateError', errorClass: 'initiate', errorValue };
}

function accepted(view: AssociationView, context: Context, withoutUserInformation: boolean): Aare {
  const userInformation = {
    kind: 'initiate-response',
    negotiatedDlmsVersionNumber: DLMS_VERSION,
    negotiatedConformance: view.conformance,
    serverMaxReceivePduSize: view.maxReceivePduSize,
    vaaName: context.vaaName,
  } as const;
  return {
    kind: 'AARE',
    applicationContextName: context.name,
    result: 'accepted',
    resultSourceDiagnostic: { source: 'acse-service-user', diagnostic: 'null' },
    userInformation: withoutUserInformation ? undefined : userInformation,
  };
}

/** A permanent refusal by the service user; also what an AARQ that cannot be read gets. */
export function rejected(
  diagnostic: Diagnostic,
  context = CONTEXT.LN,
  userInformation?: ConfirmedServiceError,
): Decision {
  const told = refusedAsTold({ result: 'rejected-permanent', diagnostic }, context);
  return { ...told, aare: { ...told.aare, userInformation } };
}

function refusedAsTold(
  { result, diagnostic }: NonNullable<ApplicationFaults['refuse']>,
  { name }: Context,
): Decision {
  const aare: Aare = {
    kind: 'AARE',
    applicationContextName: name,
    result,
    resultSourceDiagnostic: { source: 'acse-service-user', diagnostic },
  };
  return { aare, responseAllowed: true };
}

function noCommonVersion(): Decision {
  const { aare, ...rest } = rejected('null');
  return {
    ...rest,
    aare: {
      ...aare,
      resultSourceDiagnostic: { source: 'acse-service-provider', diagnostic: 'no-common-acse-version' },
    },
  };
}
