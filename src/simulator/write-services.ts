/** SET and ACTION of a server (Green Book): one or a list in one APDU; their block transfer is not granted. */
import { type ActionRequest, encodeActionResponse } from '../apdu/action.js';
import { isConfirmed } from '../apdu/invoke-id.js';
import { encodeSetResponse, type SetRequest } from '../apdu/set.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import { exception } from './exceptions.js';
import { type AccessContext, invokeMethod, writeAttribute } from './object-model.js';

/** Undefined where the request does not want an answer. */
export function answerSet(request: SetRequest, context: AccessContext): Uint8Array | undefined {
  const { invokeIdAndPriority } = request;
  const { conformance } = context.association;
  if (!conformance.has('set')) return notSupported();
  switch (request.kind) {
    case 'set-request-normal': {
      const result = writeAttribute(context, request.attribute);
      const response = { kind: 'set-response-normal', invokeIdAndPriority, result } as const;
      return confirmed(invokeIdAndPriority, encodeSetResponse(new OctetWriter(), response));
    }
    case 'set-request-with-list': {
      if (!conformance.has('multiple-references')) return notSupported();
      const results = request.attributes.map((attribute) => writeAttribute(context, attribute));
      const response = { kind: 'set-response-with-list', invokeIdAndPriority, results } as const;
      return confirmed(invokeIdAndPriority, encodeSetResponse(new OctetWriter(), response));
    }
    default:
      return notSupported();
  }
}

/** Undefined where the request does not want an answer. */
export function answerAction(request: ActionRequest, context: AccessContext): Uint8Array | undefined {
  const { invokeIdAndPriority } = request;
  const { conformance } = context.association;
  if (!conformance.has('action')) return notSupported();
  switch (request.kind) {
    case 'action-request-normal': {
      const outcome = invokeMethod(context, request.method, request.parameters);
      const response = { kind: 'action-response-normal', invokeIdAndPriority, outcome } as const;
      return confirmed(invokeIdAndPriority, encodeActionResponse(new OctetWriter(), response));
    }
    case 'action-request-with-list': {
      if (!conformance.has('multiple-references')) return notSupported();
      const outcomes = request.methods.map((method, at) =>
        invokeMethod(context, method, request.parameters[at]),
      );
      const response = { kind: 'action-response-with-list', invokeIdAndPriority, outcomes } as const;
      return confirmed(invokeIdAndPriority, encodeActionResponse(new OctetWriter(), response));
    }
    default:
      return notSupported();
  }
}

function confirmed(invokeIdAndPriority: number, writer: OctetWriter): Uint8Array | undefined {
  return isConfirmed(invokeIdAndPriority) ? writer.toOctets() : undefined;
}

function notSupported(): Uint8Array {
  return exception('service-unknown', 'service-not-supported');
}
