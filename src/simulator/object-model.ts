/**
 * COSEM objects as a server holds them (Blue Book 4.1): classes, logical names, attributes as functions
 * of time, methods, and who may use them; and the lookup that answers with the standard's result codes.
 */
import type { ActionOutcome } from '../apdu/action-outcome.js';
import type { Conformance } from '../apdu/conformance.js';
import type { MethodDescriptor } from '../apdu/method-descriptor.js';
import type { Data } from '../cosem/data.js';
import type { AttributeDescriptor, LogicalName, SelectiveAccess } from '../cosem/descriptor.js';
import type { DataAccessResult, GetDataResult } from '../cosem/result.js';
import { logicalNameData, structure } from './data-values.js';
import type { ApplicationFaults } from './faults.js';
import type { HlsExchange } from './hls-exchange.js';

/** `public` is a client that did not prove who it is, on a meter that asks for a password. */
export type Role = 'public' | 'user';

/** Who may use an attribute or a method. */
export type Permission = 'everybody' | 'users' | 'nobody';

/** The association that a request came in, as the objects may show it. */
export interface AssociationView {
  readonly role: Role;
  readonly clientSap: number;
  readonly serverSap: number;
  /** Mechanism id: 0 lowest, 1 low, 2 to 7 high. */
  readonly mechanism: number;
  /** The application context is one with ciphering. */
  readonly ciphered?: boolean | undefined;
  /** Where the client has told it; 8 octets. */
  readonly clientSystemTitle?: Uint8Array | undefined;
  readonly conformance: Conformance;
  /** Octets that this server receives and sends at most; 0 is no limit. */
  readonly maxReceivePduSize: number;
  readonly maxSendPduSize: number;
}

export interface AccessContext {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly association: AssociationView;
  readonly model: ObjectModel;
  /** How the meter misbehaves. */
  readonly faults?: ApplicationFaults | undefined;
  /** Present where the client has to prove who it is, or has done so, by high level security. */
  readonly hls?: HlsExchange | undefined;
  /** Octets that protection adds to an answer; none where it is left out. */
  readonly overhead?: number | undefined;
}

/** Class and attribute of each scaler_unit. */
const SCALER_UNITS: readonly string[] = ['3/3', '4/3', '5/4'];

export interface CosemAttribute {
  readonly id: number;
  readonly readers: Permission;
  get(context: AccessContext): Data;
  /** Only where the attribute knows selective access; `selectors` are the ones it knows. */
  readonly selectors?: readonly number[] | undefined;
  select?(context: AccessContext, selection: SelectiveAccess): GetDataResult;
}

export interface CosemMethod {
  readonly id: number;
  readonly callers: Permission;
  invoke(context: AccessContext, parameters: Data | undefined): ActionOutcome;
  /** What its last call has returned, for clients by short names that call it with a WRITE and READ that then. */
  returned?(context: AccessContext): Data | undefined;
}

export interface CosemObject {
  readonly classId: number;
  readonly version: number;
  readonly logicalName: LogicalName;
  /** Attribute 2 and up, by id; attribute 1 is the logical name, which everybody may read. */
  readonly attributes: readonly CosemAttribute[];
  readonly methods: readonly CosemMethod[];
  /** What stands at this logical name for a client by short names, where it is another object. */
  readonly shortNamed?: CosemObject | undefined;
}

/** In the order of the object list. */
export type ObjectModel = ReadonlyMap<LogicalName, CosemObject>;

export function objectModel(objects: readonly CosemObject[]): ObjectModel {
  return new Map(objects.map((object) => [object.logicalName, object]));
}

export function permits(permission: Permission, role: Role): boolean {
  return permission === 'everybody' || (permission === 'users' && role === 'user');
}

/** Objects of which this client may read more than the name. */
export function visibleObjects({ model, association }: AccessContext): readonly CosemObject[] {
  return [...model.values()].filter((object) => isVisible(object, association.role));
}

/** Whether a client of this role may read more than the name. */
export function isVisible({ attributes }: CosemObject, role: Role): boolean {
  return attributes.some(({ readers }) => permits(readers, role));
}

/** GET of one attribute. */
export function readAttribute(context: AccessContext, descriptor: AttributeDescriptor): GetDataResult {
  const object = context.model.get(descriptor.logicalName);
  if (object === undefined) return refusal('object-undefined');
  if (object.classId !== descriptor.classId) return refusal('object-class-inconsistent');
  if (descriptor.attributeId === 0) return readAll(context, object);
  return readAttributeOf(object, context, descriptor.attributeId, descriptor.selection);
}

/** One attribute of an object that was found, from 1 on. */
export function readAttributeOf(
  object: CosemObject,
  context: AccessContext,
  attributeId: number,
  selection?: SelectiveAccess,
): GetDataResult {
  if (attributeId === 1) return { kind: 'data', data: logicalNameData(object.logicalName) };
  const attribute = object.attributes.find(({ id }) => id === attributeId);
  const missing = context.faults?.scalerMissing && SCALER_UNITS.includes(`${object.classId}/${attributeId}`);
  if (attribute === undefined || missing) return refusal('object-undefined');
  if (!permits(attribute.readers, context.association.role)) return refusal('read-write-denied');
  if (selection === undefined) return { kind: 'data', data: attribute.get(context) };
  if (attribute.select === undefined) return refusal('other-reason');
  if (!attribute.selectors?.includes(selection.selector)) return refusal('type-unmatched');
  return attribute.select(context, selection);
}

/** Attribute 0: all of them in one structure, null-data for those that this client may not read. */
function readAll(context: AccessContext, object: CosemObject): GetDataResult {
  if (!context.association.conformance.has('attribute0-supported-with-get'))
    return refusal('object-undefined');
  const { role } = context.association;
  const values = object.attributes.map(
    (attribute): Data => (permits(attribute.readers, role) ? attribute.get(context) : { kind: 'null-data' }),
  );
  return { kind: 'data', data: structure(logicalNameData(object.logicalName), ...values) };
}

/** SET of one attribute: this meter is configured in the factory. */
export function writeAttribute(context: AccessContext, descriptor: AttributeDescriptor): DataAccessResult {
  const object = context.model.get(descriptor.logicalName);
  if (object === undefined) return 'object-undefined';
  if (object.classId !== descriptor.classId) return 'object-class-inconsistent';
  return writeAttributeOf(object, descriptor.attributeId);
}

/** One attribute of an object that was found. */
export function writeAttributeOf({ attributes }: CosemObject, attributeId: number): DataAccessResult {
  const known = attributeId === 1 || attributes.some(({ id }) => id === attributeId);
  return known ? 'read-write-denied' : 'object-undefined';
}

/** ACTION on one method. */
export function invokeMethod(
  context: AccessContext,
  { classId, logicalName, methodId }: MethodDescriptor,
  parameters: Data | undefined,
): ActionOutcome {
  const object = context.model.get(logicalName);
  if (object === undefined) return { result: 'object-undefined' };
  if (object.classId !== classId) return { result: 'object-class-inconsistent' };
  return invokeMethodOf(object, context, methodId, parameters);
}

/** One method of an object that was found. */
export function invokeMethodOf(
  object: CosemObject,
  context: AccessContext,
  methodId: number,
  parameters: Data | undefined,
): ActionOutcome {
  const method = object.methods.find(({ id }) => id === methodId);
  if (method === undefined) return { result: 'object-undefined' };
  if (!permits(method.callers, context.association.role)) return { result: 'read-write-denied' };
  return method.invoke(context, parameters);
}

function refusal(result: Exclude<DataAccessResult, 'success'>): GetDataResult {
  return { kind: 'data-access-result', result };
}
