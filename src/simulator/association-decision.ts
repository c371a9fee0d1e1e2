/**
 * Whether an AARQ is accepted, and what is negotiated then: the order of decisions of a COSEM server with
 * logical name referencing (Green Book, ACSE; mechanisms lowest and low level security).
 */
import type { Aare } from '../apdu/aare.js';
import type { Aarq } from '../apdu/aarq.js';
import type { Conformance } from '../apdu/conformance.js';
import type { ConfirmedServiceError } from '../apdu/exception.js';
import type { InitiateRequest } from '../apdu/initiate.js';
import { type ACSE_SERVICE_USER, APPLICATION_CONTEXT_NAME, MECHANISM_NAME } from '../apdu/names.js';
import type { ApplicationFaults } from './faults.js';
import type { AssociationView, Role } from './object-model.js';
import type { AccessPolicy, ApplicationLimits } from './site.js';

export const PUBLIC_CLIENT = 16;
const DLMS_VERSION = 6;
const LN_VAA_NAME = 0x0007;
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
  if (aarq.applicationContextName !== LN_CONTEXT) return rejected('application-context-name-not-supported');
  const entry = entryOf(aarq, caller, policy);
  if ('refused' in entry) return rejected(entry.refused);
  const initiate = aarq.userInformation;
  if (initiate?.kind !== 'initiate-request') return rejected('no-reason-given');
  const conformance = common(initiate.proposedConformance, limits.conformance);
  const error = initiateError(initiate, conformance);
  if (error !== undefined) return rejected('no-reason-given', serviceError(error));
  if (faults.refuse !== undefined) return refusedAsTold(faults.refuse);
  const view: AssociationView = {
    ...caller,
    role: entry.role,
    mechanism: entry.mechanism,
    conformance,
    maxReceivePduSize: limits.maxPduSize,
    maxSendPduSize: initiate.clientMaxReceivePduSize,
  };
  const aare = accepted(view, faults.aareWithoutUserInformation === true);
  return { aare, view, responseAllowed: initiate.responseAllowed };
}

const LN_CONTEXT = APPLICATION_CONTEXT_NAME.Logical_Name_Referencing_No_Ciphering;

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

function accepted(view: AssociationView, withoutUserInformation: boolean): Aare {
  const userInformation = {
    kind: 'initiate-response',
    negotiatedDlmsVersionNumber: DLMS_VERSION,
    negotiatedConformance: view.conformance,
    serverMaxReceivePduSize: view.maxReceivePduSize,
    vaaName: LN_VAA_NAME,
  } as const;
  return {
    kind: 'AARE',
    applicationContextName: LN_CONTEXT,
    result: 'accepted',
    resultSourceDiagnostic: { source: 'acse-service-user', diagnostic: 'null' },
    userInformation: withoutUserInformation ? undefined : userInformation,
  };
}

/** A permanent refusal by the service user; also what an AARQ that cannot be read gets. */
export function rejected(diagnostic: Diagnostic, userInformation?: ConfirmedServiceError): Decision {
  const told = refusedAsTold({ result: 'rejected-permanent', diagnostic });
  return { ...told, aare: { ...told.aare, userInformation } };
}

function refusedAsTold({ result, diagnostic }: NonNullable<ApplicationFaults['refuse']>): Decision {
  const aare: Aare = {
    kind: 'AARE',
    applicationContextName: LN_CONTEXT,
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
