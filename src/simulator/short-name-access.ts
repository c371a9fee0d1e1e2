/** What a READ or a WRITE does with one short name (Green Book, Read and Write services of a server). */
import type { ActionResult } from '../apdu/action-outcome.js';
import type { VariableAccess } from '../apdu/variable-access.js';
import type { Data } from '../cosem/data.js';
import { DATA_ACCESS_RESULT, type DataAccessResult, type GetDataResult } from '../cosem/result.js';
import {
  type AccessContext,
  type CosemObject,
  invokeMethodOf,
  readAttributeOf,
  writeAttributeOf,
} from './object-model.js';
import { type PlacedObject, variableAt } from './short-name-plan.js';

/** The selector that calls a method. */
const METHOD_CALL = 0;

/** An attribute, a part of it, or the call of a method, which gives null-data. */
export function readVariable(
  plan: readonly PlacedObject[],
  access: VariableAccess,
  context: AccessContext,
): GetDataResult {
  if (access.kind !== 'variable-name' && access.kind !== 'parameterized-access')
    return refusal('other-reason');
  const parameterized = access.kind === 'parameterized-access' ? access : undefined;
  if (parameterized && !context.association.conformance.has('parameterized-access'))
    return refusal('other-reason');
  const variable = variableAt(plan, access.shortName);
  if (variable === undefined) return refusal('object-undefined');
  if (variable.kind === 'attribute')
    return readAttributeOf(variable.object, context, variable.attributeId, parameterized);
  if (parameterized === undefined) return refusal('read-write-denied');
  if (parameterized.selector !== METHOD_CALL) return refusal('type-unmatched');
  const result = call(variable.object, variable.methodId, parameterized.parameters, context);
  return result === 'success' ? { kind: 'data', data: { kind: 'null-data' } } : refusal(result);
}

/** Attributes cannot be written; the value for a method is its parameter. */
export function writeVariable(
  plan: readonly PlacedObject[],
  access: VariableAccess | undefined,
  value: Data,
  context: AccessContext,
): DataAccessResult {
  if (access?.kind !== 'variable-name') return 'other-reason';
  const variable = variableAt(plan, access.shortName);
  if (variable === undefined) return 'object-undefined';
  return variable.kind === 'method'
    ? call(variable.object, variable.methodId, value, context)
    : writeAttributeOf(variable.object, variable.attributeId);
}

function call(
  object: CosemObject,
  methodId: number,
  parameters: Data,
  context: AccessContext,
): DataAccessResult {
  const result = invokeMethodOf(object, context, methodId, parameters);
  return isDataAccessResult(result) ? result : 'other-reason';
}

function isDataAccessResult(result: ActionResult): result is ActionResult & DataAccessResult {
  return Object.hasOwn(DATA_ACCESS_RESULT, result);
}

function refusal(result: Exclude<DataAccessResult, 'success'>): GetDataResult {
  return { kind: 'data-access-result', result };
}
