/** What a client hears whose APDU cannot be taken as it is protected (Green Book, ExceptionResponse). */
import { encodeExceptionResponse } from '../apdu/exception.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import type { DlmsError } from '../errors.js';
import { exception } from './exceptions.js';
import type { SecurityFaults } from './security-faults.js';

/**
 * @param last the invocation counter that should have been exceeded
 * @returns undefined for silence
 */
export function securityRefusal(
  { code }: DlmsError,
  last: number | undefined,
  { silentOnSecurityFault }: SecurityFaults,
): Uint8Array | undefined {
  if (silentOnSecurityFault) return undefined;
  switch (code) {
    case 'DLMS_REPLAY':
      return counterError(last ?? 0);
    case 'DLMS_PROTECTION':
      return exception('service-not-allowed', 'operation-not-possible');
    default:
      return exception('service-unknown', 'deciphering-error');
  }
}

function counterError(invocationCounter: number): Uint8Array {
  const stateError = 'service-unknown';
  const serviceError = 'invocation-counter-error';
  const response = { kind: 'exception-response', stateError, serviceError, invocationCounter } as const;
  return encodeExceptionResponse(new OctetWriter(), response).toOctets();
}
