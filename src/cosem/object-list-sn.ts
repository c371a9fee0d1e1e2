/**
 * object_list of the Association SN (Blue Book, class 12, attribute 2): what the meter holds, and at which
 * base names.
 */
import { DlmsError } from '../errors.js';
import type { Data } from './data.js';
import { type LogicalName, logicalNameOctets, logicalNameOf } from './descriptor.js';
import { shortNameOf } from './short-name.js';

export interface SnObjectListElement {
  /** 0 to 65535, the short name of attribute 1. */
  readonly baseName: number;
  readonly classId: number;
  readonly version: number;
  readonly logicalName: LogicalName;
}

/**
 * What has no base name, class or logical name is left out. Base names may be signed or not.
 * @throws DlmsError DLMS_MALFORMED when the value is no array, or holds elements and none can be read.
 */
export function decodeObjectListSn(data: Data): readonly SnObjectListElement[] {
  if (!('elements' in data)) throw malformed(`the object list is ${data.kind}, not an array`);
  const elements = data.elements.map(elementOf).filter((element) => element !== undefined);
  if (elements.length === 0 && data.elements.length > 0) {
    throw malformed(`none of the ${data.elements.length} elements of the object list can be read`);
  }
  return elements;
}

/** As meters send it: base names are `long`, 0xFA00 is −1536. */
export function objectListSnData(elements: readonly SnObjectListElement[]): Data {
  return {
    kind: 'array',
    elements: elements.map(({ baseName, classId, version, logicalName }) => ({
      kind: 'structure',
      elements: [
        baseNameData(baseName),
        { kind: 'long-unsigned', value: classId },
        { kind: 'unsigned', value: version },
        { kind: 'octet-string', octets: logicalNameOctets(logicalName) },
      ],
    })),
  };
}

/** A base name of 0 to 65535 as the signed number that class 12 holds. */
export function baseNameData(baseName: number): Data {
  return { kind: 'long', value: (baseName << 16) >> 16 };
}

function elementOf(data: Data): SnObjectListElement | undefined {
  const [base, classOf, versionOf, name] = 'elements' in data ? data.elements : [];
  const baseName = shortNameOf(numberOf(base));
  const classId = numberOf(classOf);
  const version = numberOf(versionOf);
  if (baseName === undefined || !isUnsigned(classId, 0xffff)) return undefined;
  if (name?.kind !== 'octet-string' || name.octets.length !== 6) return undefined;
  const logicalName = logicalNameOf(name.octets);
  return { baseName, classId, version: isUnsigned(version, 0xff) ? version : 0, logicalName };
}

function isUnsigned(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= most;
}

/** Not a number for what is none. */
function numberOf(data: Data | undefined): number {
  return data !== undefined && 'value' in data && typeof data.value === 'number' ? data.value : Number.NaN;
}

function malformed(message: string): DlmsError {
  return new DlmsError(message, {
    code: 'DLMS_MALFORMED',
    layer: 'service',
    fault: 'meter',
    hint: 'Give each signal its short name (SN), or record a trace and report it.',
  });
}
