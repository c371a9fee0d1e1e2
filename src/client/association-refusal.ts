/** Why there is no association: the meter's words from the AARE, and what a user can do about them. */
import type { Aare } from '../apdu/aare.js';
import { APPLICATION_CONTEXT_NAME, objectIdentifierName } from '../apdu/names.js';
import type { ObjectIdentifier } from '../apdu/object-identifier.js';
import { DlmsError, type ErrorFault } from '../errors.js';
import { type ServiceFailure, wordsOf } from './service-failure.js';

interface Refusal {
  readonly code: string;
  readonly fault: ErrorFault;
  readonly hint: string;
}

const AUTHENTICATION: Refusal = {
  code: 'DLMS_AUTHENTICATION_FAILED',
  fault: 'settings',
  hint: 'Check auth and password for this client address; meters lock for a while after a few wrong passwords.',
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
 * The refusal in an AARE: DLMS_AUTHENTICATION_FAILED, DLMS_CONTEXT_NOT_SUPPORTED or
 * DLMS_ASSOCIATION_REFUSED; undefined where the meter accepts. `proposed` is the application context name
 * of the AARQ.
 */
export function refusedByAare(aare: Aare, proposed: ObjectIdentifier): DlmsError | undefined {
  const diagnostic = aare.resultSourceDiagnostic?.diagnostic ?? 'null';
  const failure = aare.userInformation?.kind === 'confirmed-service-error' ? aare.userInformation : undefined;
  if (aare.result === 'accepted' && failure === undefined) return condition(aare, diagnostic, proposed);
  const words = [aare.result, diagnostic, ...(failure === undefined ? [] : [wordsOf(failure)])];
  return refusal(
    `the meter refuses the association: ${words.join(', ')}`,
    BY_DIAGNOSTIC[diagnostic] ?? OTHER,
  );
}

/** An exception-response or ConfirmedServiceError where the AARE should be. */
export function refusedByFailure(failure: ServiceFailure): DlmsError {
  return refusal(`the meter refuses the association: ${wordsOf(failure)}`, OTHER);
}

/** Acceptance that this client cannot use: high authentication to come, the other referencing, or ciphering. */
function condition(aare: Aare, diagnostic: string, proposed: ObjectIdentifier): DlmsError | undefined {
  if (diagnostic === 'authentication-required') {
    return refusal('the meter wants high level security: accepted, authentication-required', AUTHENTICATION);
  }
  const answered = aare.applicationContextName ?? '';
  const name = objectIdentifierName(APPLICATION_CONTEXT_NAME, answered);
  // A context without a name in the book is passed over: some meters garble it, and mean the proposed one.
  if (answered === proposed || !Object.hasOwn(APPLICATION_CONTEXT_NAME, name)) return undefined;
  return refusal(`the meter answers in the context ${name}`, CONTEXT);
}

function refusal(message: string, { code, fault, hint }: Refusal): DlmsError {
  return new DlmsError(message, { code, layer: 'association', fault, hint });
}
