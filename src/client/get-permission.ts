/** What a client must keep to before it sends a GET (Green Book: negotiated conformance and PDU size). */
import type { ConformanceService } from '../apdu/conformance.js';
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import { DlmsError } from '../errors.js';
import type { AssociationNegotiated } from './primitive.js';

/** An error where the association does not allow to ask for these attributes in this way. */
export function forbiddenGet(
  attributes: readonly AttributeDescriptor[],
  { conformance }: AssociationNegotiated,
): DlmsError | undefined {
  if (attributes.length === 0) return mistake('DLMS_STATE', 'a GET without an attribute');
  const missing = neededServices(attributes).find((service) => !conformance.has(service));
  return missing && mistake('DLMS_NOT_NEGOTIATED', `the meter did not grant ${missing}`);
}

/** An error where the request is longer than the meter takes. */
export function oversize(
  request: Uint8Array,
  { serverMaxReceivePduSize: limit }: AssociationNegotiated,
): DlmsError | undefined {
  if (limit === 0 || request.length <= limit) return undefined;
  return mistake(
    'DLMS_TOO_LONG',
    `a request of ${request.length} octets is longer than the ${limit} that the meter takes`,
  );
}

function neededServices(attributes: readonly AttributeDescriptor[]): ConformanceService[] {
  return [
    ...(attributes.length > 1 ? (['multiple-references'] as const) : []),
    ...(attributes.some(({ selection }) => selection !== undefined) ? (['selective-access'] as const) : []),
  ];
}

function mistake(code: string, message: string): DlmsError {
  return new DlmsError(message, { code, layer: 'service', fault: 'package' });
}
