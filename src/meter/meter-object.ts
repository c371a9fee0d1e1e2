/** The objects of a meter as its user sees them, however they are referred to. */
import type { Readout } from '../client/readout-primitive.js';
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import { decodeObjectList, type ObjectListElement } from '../cosem/object-list.js';
import { decodeObjectListSn } from '../cosem/object-list-sn.js';
import type { GetDataResult } from '../cosem/result.js';
import { DlmsError } from '../errors.js';
import { OBJECT_LIST } from './learner.js';
import type { ObjectDirectory } from './object-directory.js';
import { readoutObjects } from './plain-readout.js';
import { OBJECT_LIST_SN } from './short-naming.js';

export interface MeterObject extends ObjectListElement {
  /** 0 to 65535, by short names: the short name of attribute 1. */
  readonly baseName?: number | undefined;
}

type Get = (attribute: AttributeDescriptor) => Promise<GetDataResult>;

const DATA = 1;
const REGISTER = 3;

/** @throws DlmsError also where the meter refuses its object list */
export async function objectsByLogicalNames(
  get: Get,
  directory: ObjectDirectory,
): Promise<readonly MeterObject[]> {
  const result = await get(OBJECT_LIST);
  if (result.kind !== 'data') throw refused(result.result);
  const elements = decodeObjectList(result.data);
  directory.learnObjectList(elements);
  return elements;
}

/** As by logical names; the list does not tell access rights. */
export async function objectsByShortNames(
  get: Get,
  directory: ObjectDirectory,
): Promise<readonly MeterObject[]> {
  const result = await get(OBJECT_LIST_SN);
  if (result.kind !== 'data') throw refused(result.result);
  const elements = decodeObjectListSn(result.data);
  directory.learnBaseNames(elements);
  return elements.map((element) => ({ ...element, attributes: [], methods: [] }));
}

/** A line with a unit is as good as a register, one without as a data object. */
export function objectsOfReadout(readout: Readout): readonly MeterObject[] {
  return readoutObjects(readout).map(({ logicalName, hasUnit }) => ({
    classId: hasUnit ? REGISTER : DATA,
    version: 0,
    logicalName,
    attributes: [],
    methods: [],
  }));
}

function refused(reason: string): DlmsError {
  return new DlmsError(`the meter refuses its object list: ${reason}`, {
    code: 'DLMS_REFUSED',
    layer: 'service',
    fault: 'meter',
    hint: 'This client may not read the object list: try another client address or authentication.',
  });
}
