/** Why there is no association: the meter's words from the AARE, and what a user can do about them. */
import type { Aare } from '../apdu/aare.js';
import { APPLICATION_CONTEXT_NAME, objectIdentifierName } from '../apdu/names.js';
import type { UserInformation } from '../apdu/user-information.js';
import { DlmsError, type ErrorFault } from '../errors.js';
import { isHls } from './authentication.js';
import { applicationContextName, type Proposal } from './proposal.js';
import { refusedKey } from './protection-refusal.js';
import { type ServiceFailure, wordsOf } from './service-failure.js';

interface Refusal {
  readonly code: string;
  readonly fault: ErrorFault;
  readonly hint: string;
}

const AUTHENTICATION: Refusal = {
  code: 'DLMS_AUTHENTICATION_FAILED',
  fault: 'settings',
  hint: 'Check auth, password and keys for this client address; meters lock for a while after a few wrong passwords.',
};

const CONTEXT: Refusal = {
  code: 'DLMS_CONTEXT_NOT_SUPPORTED',
  fault: 'settings',
  hint: 'The meter wants the other kind of referencing (SN or LN), or security: check type and security.',
};

const TITLE: Refusal = {
  code: 'DLMS_ASSOCIATION_REFUSED',
  fault: 'settings',
  hint: 'The meter does not know this client by its title or user: check system_title, auth and security.',
};

const BUSY: Refusal = {
  code: 'DLMS_METER_BUSY',
  fault: 'meter',
  hint: 'Another client has an association open, or the meter is locked after wrong passwords: wait and try again.',
};

const OTHER: Refusal = {
  code: 'DLMS_ASSOCIATION_REFUSED',
  fault: 'meter',
  hint: 'Check master_address, auth and type; a meter with an association still open refuses until it times out.',
};

const BY_DIAGNOSTIC: Readonly<Record<string, Refusal>> = {
  'application-context-name-not-supported': CONTEXT,
  'calling-AP-title-not-recognized': TITLE,
  'calling-AP-invocation-identifier-not-recognized': TITLE,
  'calling-AE-qualifier-not-recognized': TITLE,
  'calling-AE-invocation-identifier-not-recognized': TITLE,
  'authentication-mechanism-name-not-recognised': AUTHENTICATION,
  'authentication-mechanism-name-required': AUTHENTICATION,
  'authentication-failure': AUTHENTICATION,
  'authentication-required': AUTHENTICATION,
};

/**
 * The refusal in an AARE, with what its user-information says where that can be read:
 * DLMS_AUTHENTICATION_FAILED, DLMS_CONTEXT_NOT_SUPPORTED, DLMS_KEY_REFUSED, DLMS_METER_BUSY or
 * DLMS_ASSOCIATION_REFUSED.
 */
export function refusedByAare(aare: Aare, information: UserInformation | undefined): DlmsError {
  const diagnostic = aare.resultSourceDiagnostic?.diagnostic ?? 'null';
  const failure = information?.kind === 'confirmed-service-error' ? information : undefined;
  const words = [aare.result, diagnostic, ...(failure === undefined ? [] : [wordsOf(failure)])];
  const message = `the meter refuses the association: ${words.join(', ')}`;
  return (failure && refusedKey(failure)) ?? refusal(message, reasonFor(aare.result, diagnostic));
}

/** With result accepted the diagnostic is no reason: what stands beside it is. */
function reasonFor(result: Aare['result'], diagnostic: string): Refusal {
  if (result === 'accepted') return OTHER;
  return BY_DIAGNOSTIC[diagnostic] ?? (result === 'rejected-transient' ? BUSY : OTHER);
}

/** An exception-response or ConfirmedServiceError where the AARE should be. */
export function refusedByFailure(failure: ServiceFailure): DlmsError {
  return refusal(`the meter refuses the association: ${wordsOf(failure)}`, OTHER);
}

/** Acceptance that is of no use: high level security that was not proposed, or another context. */
export function unusable(aare: Aare, proposal: Proposal): DlmsError | undefined {
  if (aare.resultSourceDiagnostic?.diagnostic === 'authentication-required' && !isHls(proposal.auth)) {
    return refusal('the meter wants high level security: accepted, authentication-required', AUTHENTICATION);
  }
  const answered = aare.applicationContextName ?? '';
  const name = objectIdentifierName(APPLICATION_CONTEXT_NAME, answered);
  // A context without a name in the book is passed over: some meters garble it, and mean the proposed one.
  if (answered === applicationContextName(proposal)) return undefined;
  if (!Object.hasOwn(APPLICATION_CONTEXT_NAME, name)) return undefined;
  return refusal(`the meter answers in the context ${name}`, CONTEXT);
}

function refusal(message: string, { code, fault, hint }: Refusal): DlmsError {
  return new DlmsError(message, { code, layer: 'association', fault, hint });
}
