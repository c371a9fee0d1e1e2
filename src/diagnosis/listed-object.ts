/** One object of a list as its JSON has it: attributes as `[id, mode]`, with selectors `[id, mode, [1, 2]]`. */
import type { AttributeAccess, MethodAccess } from '../cosem/object-list.js';
import type { MeterObject } from '../meter/meter-object.js';

const LOGICAL_NAME = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){5}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/;
/** An object has no more attributes or methods than an octet counts. */
const MOST_MEMBERS = 256;
const MOST_SELECTORS = 16;

/** Undefined for what no meter should have listed: it could not be read back. */
export function listedObject(object: MeterObject): object | undefined {
  const { classId, version, logicalName, baseName, attributes, methods } = object;
  const listed = {
    classId,
    version,
    logicalName,
    baseName,
    attributes: attributes.map(listedMember).filter((member) => memberOf(member) !== undefined),
    methods: methods.map(listedMember).filter((member) => memberOf(member) !== undefined),
  };
  return objectOf(listed) && listed;
}

function listedMember({ id, mode, selectors }: AttributeAccess): readonly unknown[] {
  return selectors === undefined ? [id, mode] : [id, mode, selectors];
}

/** Undefined for what is no object. */
export function objectOf(record: Readonly<Record<string, unknown>>): MeterObject | undefined {
  const { classId, version, logicalName, baseName } = record;
  const [attributes, methods] = [membersOf(record.attributes), membersOf(record.methods)];
  if (!isInteger(classId, 1, 0xffff) || !isInteger(version, 0, 0xff)) return undefined;
  if (typeof logicalName !== 'string' || !LOGICAL_NAME.test(logicalName)) return undefined;
  if (baseName !== undefined && !isInteger(baseName, 0, 0xffff)) return undefined;
  if (attributes === undefined || methods === undefined) return undefined;
  return { classId, version, logicalName, baseName, attributes, methods };
}

/** Undefined where one of them is none. */
function membersOf(value: unknown): (AttributeAccess & MethodAccess)[] | undefined {
  if (!Array.isArray(value) || value.length > MOST_MEMBERS) return undefined;
  const members = value.map(memberOf).filter((member) => member !== undefined);
  return members.length === value.length ? members : undefined;
}

function memberOf(value: unknown): (AttributeAccess & MethodAccess) | undefined {
  const [id, mode, given] = Array.isArray(value) ? (value as unknown[]) : [];
  if (!isInteger(id, -128, 127) || !isInteger(mode, 0, 0xff)) return undefined;
  if (given === undefined) return { id, mode };
  if (!Array.isArray(given) || given.length > MOST_SELECTORS) return undefined;
  const selectors = given.filter((selector) => isInteger(selector, -128, 0xff));
  return selectors.length === given.length ? { id, mode, selectors } : undefined;
}

function isInteger(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}
