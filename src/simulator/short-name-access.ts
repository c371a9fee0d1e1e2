/** What a READ or a WRITE does with one short name (Green Book, Read and Write services of a server). */
import type { ActionResult } from '../apdu/action-outcome.js';
import type { VariableAccess } from '../apdu/variable-access.js';
import type { Data } from '../cosem/data.js';
import { DATA_ACCESS_RESULT, type DataAccessResult, type GetDataResult } from '../cosem/result.js';
import { type AccessContext, invokeMethodOf, readAttributeOf, writeAttributeOf } from './object-model.js';
import { type PlacedObject, type Variable, variableAt } from './short-name-plan.js';

type Method = Extract<Variable, { kind: 'method' }>;
type Parameterized = Extract<VariableAccess, { kind: 'parameterized-access' }>;

/** The selector that calls a method. */
const METHOD_CALL = 0;

/** An attribute, a part of it, or the call of a method, which gives what it returns, or null-data. */
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
  return parameterized ? called(variable, parameterized, context) : returned(variable, context);
}

/** Attributes cannot be written; the value for a method is its parameter. */
export function writeVariable(
  plan: readonly PlacedObject[],
  access: VariableAccess | undefined,
  value: Data,
  context: AccessContext,
): DataAccessResult {
  if (access?.kind !== 'variable-name' && access?.kind !== 'parameterized-access') return 'other-reason';
  const variable = variableAt(plan, access.shortName);
  if (variable === undefined) return 'object-undefined';
  if (access.kind === 'parameterized-access') return writeParameterized(variable, access, context);
  return variable.kind === 'method'
    ? call(variable, value, context).result
    : writeAttributeOf(variable.object, variable.attributeId);
}

function called(method: Method, access: Parameterized, context: AccessContext): GetDataResult {
  if (access.selector !== METHOD_CALL) return refusal('type-unmatched');
  const { result, data = { kind: 'null-data' } } = call(method, access.parameters, context);
  return result === 'success' ? { kind: 'data', data } : refusal(result);
}

/** What a call by WRITE has returned, which its answer has no room for. */
function returned({ object, methodId }: Method, context: AccessContext): GetDataResult {
  const data = object.methods.find(({ id }) => id === methodId)?.returned?.(context);
  return data === undefined ? refusal('read-write-denied') : { kind: 'data', data };
}

function writeParameterized(
  variable: Variable,
  { selector, parameters }: Parameterized,
  context: AccessContext,
): DataAccessResult {
  if (variable.kind === 'attribute' || selector !== METHOD_CALL) return 'other-reason';
  return call(variable, parameters, context).result;
}

interface Called {
  readonly result: DataAccessResult;
  readonly data?: Data | undefined;
}

function call({ object, methodId }: Method, parameters: Data, context: AccessContext): Called {
  const { result, returnParameters } = invokeMethodOf(object, context, methodId, parameters);
  if (!isDataAccessResult(result)) return { result: 'other-reason' };
  return { result, data: returnParameters?.kind === 'data' ? returnParameters.data : undefined };
}

function isDataAccessResult(result: ActionResult): result is ActionResult & DataAccessResult {
  return Object.hasOwn(DATA_ACCESS_RESULT, result);
}

function refusal(result: Exclude<DataAccessResult, 'success'>): GetDataResult {
  return { kind: 'data-access-result', result };
}
