/** What a client must keep to before it sends a GET or READ (Green Book: negotiated conformance and PDU size). */
import type { ConformanceService } from '../apdu/conformance.js';
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import { DlmsError } from '../errors.js';
import type { AssociationNegotiated, Referencing } from './primitive.js';
import { listCarrier } from './request-size.js';

/** An error where the association does not allow to ask for these attributes in this way. */
export function forbiddenGet(
  attributes: readonly AttributeDescriptor[],
  { conformance }: AssociationNegotiated,
  referencing: Referencing = 'LN',
): DlmsError | undefined {
  if (attributes.length === 0) return mistake('DLMS_STATE', 'a GET without an attribute');
  const several = attributes.length > 1 && listCarrier({ conformance }, referencing) === undefined;
  const needed = several ? (['multiple-references'] as const) : neededServices(attributes, referencing);
  const missing = needed.find((service) => !conformance.has(service));
  return missing && mistake('DLMS_NOT_NEGOTIATED', `the meter did not grant ${missing}`);
}

/** An error where the request is longer than the meter takes, and may not go out in blocks either. */
export function oversize(
  request: Uint8Array,
  { serverMaxReceivePduSize: limit, conformance, protectionOverhead = 0 }: AssociationNegotiated,
): DlmsError | undefined {
  const length = request.length + protectionOverhead;
  if (limit === 0 || length <= limit || conformance.has('general-block-transfer')) return undefined;
  return mistake(
    'DLMS_TOO_LONG',
    `a request of ${length} octets is longer than the ${limit} that the meter takes`,
  );
}

/** The service that grants selective access. */
const SELECTION = { LN: 'selective-access', SN: 'parameterized-access' } as const;

function neededServices(
  attributes: readonly AttributeDescriptor[],
  referencing: Referencing,
): ConformanceService[] {
  return attributes.some(({ selection }) => selection !== undefined) ? [SELECTION[referencing]] : [];
}

function mistake(code: string, message: string): DlmsError {
  return new DlmsError(message, { code, layer: 'service', fault: 'package' });
}
