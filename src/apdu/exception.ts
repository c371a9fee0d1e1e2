/** Answers that refuse a request as a whole: ExceptionResponse and ConfirmedServiceError (Green Book). */
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';
import { codeOf, type Named, nameOf } from './enumeration.js';
import {
  CONFIRMED_SERVICE,
  ERROR_CLASS,
  errorValueCode,
  errorValueName,
  SERVICE_ERROR,
  STATE_ERROR,
} from './service-error.js';
import { APDU_TAG } from './tag.js';

export interface ExceptionResponse {
  readonly kind: 'exception-response';
  readonly stateError: Named<typeof STATE_ERROR>;
  readonly serviceError: Named<typeof SERVICE_ERROR>;
  /** With invocation-counter-error: what the server has stored, or the lowest that it accepts. */
  readonly invocationCounter?: number | undefined;
}

export interface ConfirmedServiceError {
  readonly kind: 'confirmed-service-error';
  readonly service: Named<typeof CONFIRMED_SERVICE>;
  readonly errorClass: Named<typeof ERROR_CLASS>;
  /** A name of the class's own table. */
  readonly errorValue: string;
}

export function encodeExceptionResponse(writer: OctetWriter, response: ExceptionResponse): OctetWriter {
  writer.u8(APDU_TAG['exception-response']);
  writer.u8(codeOf(STATE_ERROR, response.stateError)).u8(codeOf(SERVICE_ERROR, response.serviceError));
  return response.serviceError === 'invocation-counter-error'
    ? writer.u32(response.invocationCounter ?? 0)
    : writer;
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeExceptionResponse(reader: OctetReader): ExceptionResponse {
  if (reader.u8() !== APDU_TAG['exception-response']) throw reader.malformed('no exception-response');
  const stateError = nameOf(STATE_ERROR, reader.u8());
  const serviceError = nameOf(SERVICE_ERROR, reader.u8());
  const invocationCounter = serviceError === 'invocation-counter-error' ? reader.u32() : undefined;
  return { kind: 'exception-response', stateError, serviceError, invocationCounter };
}

export function encodeConfirmedServiceError(writer: OctetWriter, error: ConfirmedServiceError): OctetWriter {
  return writer
    .u8(APDU_TAG.confirmedServiceError)
    .u8(codeOf(CONFIRMED_SERVICE, error.service))
    .u8(codeOf(ERROR_CLASS, error.errorClass))
    .u8(errorValueCode(error.errorClass, error.errorValue));
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeConfirmedServiceError(reader: OctetReader): ConfirmedServiceError {
  if (reader.u8() !== APDU_TAG.confirmedServiceError) throw reader.malformed('no ConfirmedServiceError');
  const service = nameOf(CONFIRMED_SERVICE, reader.u8());
  const errorClass = nameOf(ERROR_CLASS, reader.u8());
  const errorValue = errorValueName(errorClass, reader.u8());
  return { kind: 'confirmed-service-error', service, errorClass, errorValue };
}
