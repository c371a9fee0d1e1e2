/** ExceptionResponse (Green Book, ServiceError ASN.1) of a server: the request as a whole is not served. */
import { encodeExceptionResponse } from '../apdu/exception.js';
import type { SERVICE_ERROR, STATE_ERROR } from '../apdu/service-error.js';
import { OctetWriter } from '../encoding/octet-writer.js';

export function exception(
  stateError: keyof typeof STATE_ERROR,
  serviceError: Exclude<keyof typeof SERVICE_ERROR, 'invocation-counter-error'>,
): Uint8Array {
  const response = { kind: 'exception-response', stateError, serviceError } as const;
  return encodeExceptionResponse(new OctetWriter(), response).toOctets();
}
