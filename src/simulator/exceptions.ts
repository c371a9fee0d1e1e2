/**
 * ExceptionResponse and, in answer to READ and WRITE, ConfirmedServiceError (Green Book, ServiceError ASN.1)
 * of a server: the request as a whole is not served.
 */
import { encodeConfirmedServiceError, encodeExceptionResponse } from '../apdu/exception.js';
import type { ERROR_CLASS, SERVICE_ERROR, STATE_ERROR } from '../apdu/service-error.js';
import { APDU_TAG } from '../apdu/tag.js';
import { OctetWriter } from '../encoding/octet-writer.js';

export function exception(
  stateError: keyof typeof STATE_ERROR,
  serviceError: Exclude<keyof typeof SERVICE_ERROR, 'invocation-counter-error'>,
): Uint8Array {
  const response = { kind: 'exception-response', stateError, serviceError } as const;
  return encodeExceptionResponse(new OctetWriter(), response).toOctets();
}

/** @param errorValue a name in the table of the class */
export function confirmedServiceError(
  service: 'read' | 'write',
  errorClass: keyof typeof ERROR_CLASS,
  errorValue: string,
): Uint8Array {
  const error = { kind: 'confirmed-service-error', service, errorClass, errorValue } as const;
  return encodeConfirmedServiceError(new OctetWriter(), error).toOctets();
}

type Refusal = 'no association' | 'too long' | 'unreadable' | 'unknown';

const EXCEPTIONS: Readonly<Record<Refusal, Parameters<typeof exception>>> = {
  'no association': ['service-not-allowed', 'operation-not-possible'],
  'too long': ['service-unknown', 'pdu-too-long'],
  unreadable: ['service-unknown', 'other-reason'],
  unknown: ['service-unknown', 'service-not-supported'],
};

const SERVICE_ERRORS: Readonly<Record<Refusal, readonly [keyof typeof ERROR_CLASS, string]>> = {
  'no association': ['vde-state-error', 'no-dlms-context'],
  'too long': ['service', 'pdu-size'],
  unreadable: ['service', 'other'],
  unknown: ['service', 'service-unsupported'],
};

/** The refusal of a whole request, in the way of its service; an UnconfirmedWriteRequest wants none. */
export function refusalOf(request: Uint8Array, reason: Refusal): Uint8Array | undefined {
  switch (request[0]) {
    case APDU_TAG.readRequest:
      return confirmedServiceError('read', ...SERVICE_ERRORS[reason]);
    case APDU_TAG.writeRequest:
      return confirmedServiceError('write', ...SERVICE_ERRORS[reason]);
    case APDU_TAG.unconfirmedWriteRequest:
      return undefined;
    default:
      return exception(...EXCEPTIONS[reason]);
  }
}
