/** WRITE of a server (Green Book, Write service): one or several in one APDU; no block transfer is granted. */
import { encodeWriteResponse, type WriteRequest } from '../apdu/write.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import { confirmedServiceError, exception } from './exceptions.js';
import type { AccessContext } from './object-model.js';
import { writeVariable } from './short-name-access.js';
import { shortNamePlan } from './short-name-plan.js';

const SERVICE = { 'write-request': 'write', 'unconfirmed-write-request': 'unconfirmed-write' } as const;

/** Undefined where the request does not want an answer. */
export function answerWrite(request: WriteRequest, context: AccessContext): Uint8Array | undefined {
  const answer = write(request, context);
  return request.kind === 'write-request' ? answer : undefined;
}

function write({ kind, specifications, values }: WriteRequest, context: AccessContext): Uint8Array {
  const { conformance } = context.association;
  const several = specifications.length > 1;
  const inBlocks = specifications.some((access) => access.kind === 'write-data-block-access');
  if (!conformance.has(SERVICE[kind])) return exception('service-unknown', 'service-not-supported');
  if ((several && !conformance.has('multiple-references')) || inBlocks) {
    return confirmedServiceError('write', 'service', 'service-unsupported');
  }
  if (values.length !== specifications.length) return confirmedServiceError('write', 'service', 'other');
  const plan = shortNamePlan(context.model);
  const results = values.map((value, at) => {
    const result = writeVariable(plan, specifications[at], value, context);
    return { kind: 'data-access-result', result } as const;
  });
  return encodeWriteResponse(new OctetWriter(), { kind: 'write-response', results }).toOctets();
}
