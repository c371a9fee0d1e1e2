/** Answers that refuse a whole service, exception-response and ConfirmedServiceError, as errors. */
import type { ConfirmedServiceError, ExceptionResponse } from '../apdu/exception.js';
import { DlmsError } from '../errors.js';

export type ServiceFailure = ExceptionResponse | ConfirmedServiceError;

/** The book's words for what the meter said. */
export function wordsOf(failure: ServiceFailure): string {
  return failure.kind === 'exception-response'
    ? `${failure.stateError}, ${failure.serviceError}`
    : `${failure.service}: ${failure.errorClass}, ${failure.errorValue}`;
}

/** A meter whose state forbids the service says so in one of two ways: the second is that of short names. */
function isNotAllowed(failure: ServiceFailure): boolean {
  return failure.kind === 'exception-response'
    ? failure.stateError === 'service-not-allowed'
    : failure.errorClass === 'vde-state-error' && failure.errorValue === 'no-dlms-context';
}

/**
 * DLMS_SERVICE_NOT_ALLOWED: the meter's own state forbids the service, most often because it has lost the
 * association. DLMS_EXCEPTION_RESPONSE and DLMS_SERVICE_ERROR: it cannot do what this request asks.
 */
export function serviceError(failure: ServiceFailure): DlmsError {
  const notAllowed = isNotAllowed(failure);
  return new DlmsError(`the meter refuses the service: ${wordsOf(failure)}`, {
    code: notAllowed ? 'DLMS_SERVICE_NOT_ALLOWED' : codeOf(failure),
    layer: 'service',
    fault: 'meter',
    hint: notAllowed
      ? 'The meter may have ended the association by itself, or does not allow this client to read.'
      : 'Ask for fewer objects at a time; if it stays, the meter does not offer this service.',
  });
}

function codeOf({ kind }: ServiceFailure): string {
  return kind === 'exception-response' ? 'DLMS_EXCEPTION_RESPONSE' : 'DLMS_SERVICE_ERROR';
}
