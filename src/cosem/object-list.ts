/** object_list of the Association LN (Blue Book 4.4.4, class 15, attribute 2): what the meter holds. */
import { DlmsError } from '../errors.js';
import type { Data } from './data.js';
import { type LogicalName, logicalNameOctets, logicalNameOf } from './descriptor.js';

export interface AttributeAccess {
  readonly id: number;
  /** As sent; access-mode.ts has the names. */
  readonly mode: number;
  /** Selectors of selective access that the attribute knows. */
  readonly selectors?: readonly number[] | undefined;
}

export interface MethodAccess {
  readonly id: number;
  readonly mode: number;
}

export interface ObjectListElement {
  readonly classId: number;
  readonly version: number;
  readonly logicalName: LogicalName;
  /** Empty where the meter's access rights cannot be read. */
  readonly attributes: readonly AttributeAccess[];
  readonly methods: readonly MethodAccess[];
}

/**
 * Elements whose access rights cannot be read are listed without them; what has no class or logical name
 * is left out.
 * @throws DlmsError DLMS_MALFORMED when the value is no array at all.
 */
export function decodeObjectList(data: Data): readonly ObjectListElement[] {
  if ('elements' in data) return data.elements.map(elementOf).filter((element) => element !== undefined);
  throw new DlmsError(`the object list is ${data.kind}, not an array`, {
    code: 'DLMS_MALFORMED',
    layer: 'service',
    fault: 'meter',
    hint: 'Name the class of each object in the settings, or record a trace and report it.',
  });
}

/** @param associationVersion Version 0 of the class has booleans for methods, later ones modes. */
export function objectListData(elements: readonly ObjectListElement[], associationVersion: number): Data {
  return array(
    elements.map(({ classId, version, logicalName, attributes, methods }) =>
      structure(
        { kind: 'long-unsigned', value: classId },
        { kind: 'unsigned', value: version },
        { kind: 'octet-string', octets: logicalNameOctets(logicalName) },
        structure(
          array(attributes.map(attributeAccessData)),
          array(methods.map((method) => methodAccessData(method, associationVersion))),
        ),
      ),
    ),
  );
}

function elementOf(data: Data): ObjectListElement | undefined {
  const [classId, version, name, rights] = membersOf(data);
  const id = integerOf(classId);
  if (id === undefined || name?.kind !== 'octet-string' || name.octets.length !== 6) return undefined;
  const [attributes, methods] = membersOf(rights);
  return {
    classId: id,
    version: integerOf(version) ?? 0,
    logicalName: logicalNameOf(name.octets),
    attributes: membersOf(attributes)
      .map(attributeAccessOf)
      .filter((access) => access !== undefined),
    methods: membersOf(methods)
      .map(methodAccessOf)
      .filter((access) => access !== undefined),
  };
}

function attributeAccessOf(data: Data): AttributeAccess | undefined {
  const access = methodAccessOf(data);
  const selectors = membersOf(membersOf(data)[2])
    .map(integerOf)
    .filter((selector) => selector !== undefined);
  return access === undefined || selectors.length === 0 ? access : { ...access, selectors };
}

function methodAccessOf(data: Data): MethodAccess | undefined {
  const [id, mode] = membersOf(data).map(integerOf);
  return id === undefined || mode === undefined ? undefined : { id, mode };
}

function attributeAccessData({ id, mode, selectors = [] }: AttributeAccess): Data {
  return structure(
    { kind: 'integer', value: id },
    { kind: 'enum', value: mode },
    selectors.length === 0
      ? { kind: 'null-data' }
      : array(selectors.map((value) => ({ kind: 'integer', value }))),
  );
}

function methodAccessData({ id, mode }: MethodAccess, associationVersion: number): Data {
  return structure(
    { kind: 'integer', value: id },
    associationVersion === 0 ? { kind: 'boolean', value: mode !== 0 } : { kind: 'enum', value: mode },
  );
}

function array(elements: readonly Data[]): Data {
  return { kind: 'array', elements };
}

function structure(...elements: readonly Data[]): Data {
  return { kind: 'structure', elements };
}

function membersOf(data: Data | undefined): readonly Data[] {
  return data !== undefined && 'elements' in data ? data.elements : [];
}

/** A number, or a boolean as 0 or 1. */
function integerOf(data: Data | undefined): number | undefined {
  if (data === undefined || !('value' in data)) return undefined;
  const value = Number(data.value);
  return Number.isInteger(value) ? value : undefined;
}
