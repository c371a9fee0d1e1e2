/**
 * What stands at the short names of a meter (Blue Book, short name referencing): the reserved ones, and all
 * of its object list once that has gone by.
 */
import type { Data } from '../cosem/data.js';
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import { decodeObjectListSn, type SnObjectListElement } from '../cosem/object-list-sn.js';
import { attributeAtOffset, methodAtOffset, RESERVED_BASE_NAME } from '../cosem/short-name.js';
import { memberWords, shortNameText } from './trace-fields.js';
import { snObjectLines } from './trace-object-list.js';
import { messageOf } from './trace-text.js';

export interface NamedPlace {
  /** `0x0530 = 1.0.32.7.0.255:2`, or the number alone. */
  readonly label: string;
  readonly name: string;
  /** Undefined for methods, and for what is not known. */
  readonly attribute?: AttributeDescriptor | undefined;
}

/** Of classes of the book none is larger. */
const MOST_OFFSET = 0x100;
const RESERVED: readonly SnObjectListElement[] = [
  reserved('current association', 12, '0.0.40.0.0.255'),
  reserved('SAP assignment', 17, '0.0.41.0.0.255'),
  reserved('COSEM logical device name', 1, '0.0.42.0.0.255'),
];

export class ShortNames {
  #objects: readonly SnObjectListElement[] = RESERVED;

  place(shortName: number): NamedPlace {
    const number = shortNameText(shortName);
    const object = this.#objectOf(shortName);
    if (object === undefined) return { label: number, name: '' };
    const { classId, logicalName, baseName } = object;
    const offset = shortName - baseName;
    const method = methodAtOffset(object, offset);
    const id = method ?? attributeAtOffset(offset);
    if (id === undefined) return { label: number, name: `within ${logicalName}` };
    const { label, name } = memberWords(method === undefined ? 'attribute' : 'method', {
      ...{ classId, logicalName, id },
    });
    const attribute = method === undefined ? { classId, logicalName, attributeId: id } : undefined;
    return { label: `${number} = ${label}`, name, attribute };
  }

  /** The object list, a line an object; what is none, as what keeps it from being one. */
  learn(list: Data): readonly string[] {
    try {
      const objects = decodeObjectListSn(list);
      this.#objects = [...RESERVED, ...objects].sort((a, b) => a.baseName - b.baseName);
      return snObjectLines(objects);
    } catch (error) {
      return [`! ${messageOf(error)}`];
    }
  }

  /** Nobody counts attributes beyond the next object. */
  #objectOf(shortName: number): SnObjectListElement | undefined {
    return this.#objects.findLast(
      ({ baseName }) => baseName <= shortName && shortName - baseName < MOST_OFFSET,
    );
  }
}

function reserved(
  name: keyof typeof RESERVED_BASE_NAME,
  classId: number,
  logicalName: string,
): SnObjectListElement {
  return { baseName: RESERVED_BASE_NAME[name], classId, version: 0, logicalName };
}
