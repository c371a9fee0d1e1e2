/** ACCESS of a server (Green Book): reads, writes and calls in one request, each with its own result. */
import { type AccessRequest, encodeAccessResponse } from '../apdu/access.js';
import type { AccessOutcome, AccessSpecification } from '../apdu/access-specification.js';
import { breaksOnError, isConfirmedLong } from '../apdu/long-invoke-id.js';
import type { Data } from '../cosem/data.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import { exception } from './exceptions.js';
import type { ApplicationFaults } from './faults.js';
import { type AccessContext, invokeMethod, readAttribute, writeAttribute } from './object-model.js';

interface Place {
  readonly outcome: AccessOutcome;
  readonly data: Data;
}

const NULL_DATA: Data = { kind: 'null-data' };

/** Undefined where the request does not want an answer. */
export function answerAccess(
  { longInvokeIdAndPriority, specifications, data }: AccessRequest,
  context: AccessContext,
  faults: ApplicationFaults,
): Uint8Array | undefined {
  if (!context.association.conformance.has('access') || faults.accessFails) {
    return exception('service-unknown', 'service-not-supported');
  }
  if (specifications.length !== data.length) return exception('service-unknown', 'other-reason');
  const places: Place[] = [];
  for (const [at, specification] of specifications.entries()) {
    const given = data[at] ?? NULL_DATA;
    const broken =
      breaksOnError(longInvokeIdAndPriority) && places.some(({ outcome }) => outcome.result !== 'success');
    places.push(broken ? notDone(specification) : placeOf(specification, given, context));
  }
  if (!isConfirmedLong(longInvokeIdAndPriority)) return undefined;
  return encodeAccessResponse(new OctetWriter(), {
    kind: 'access-response',
    longInvokeIdAndPriority,
    data: places.map((place) => place.data),
    outcomes: places.map((place) => place.outcome),
  }).toOctets();
}

function placeOf(specification: AccessSpecification, given: Data, context: AccessContext): Place {
  switch (specification.service) {
    case 'get': {
      const result = readAttribute(context, specification.attribute);
      return result.kind === 'data'
        ? { outcome: { service: 'get', result: 'success' }, data: result.data }
        : { outcome: { service: 'get', result: result.result }, data: NULL_DATA };
    }
    case 'set':
      return {
        outcome: { service: 'set', result: writeAttribute(context, specification.attribute) },
        data: NULL_DATA,
      };
    case 'action': {
      const { result, returnParameters } = invokeMethod(context, specification.method, given);
      const data = returnParameters?.kind === 'data' ? returnParameters.data : NULL_DATA;
      return { outcome: { service: 'action', result }, data };
    }
  }
}

/** An earlier one has failed, and the client wanted no more then. */
function notDone({ service }: AccessSpecification): Place {
  return { outcome: { service, result: 'other-reason' }, data: NULL_DATA };
}
