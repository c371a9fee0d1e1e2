/**
 * The address plan of a meter with short names (Blue Book, short name referencing): where its objects stand,
 * and what stands at a short name.
 */
import {
  attributeAtOffset,
  methodAtOffset,
  methodShortName,
  RESERVED_BASE_NAME,
  SHORT_NAME_STEP,
} from '../cosem/short-name.js';
import type { CosemObject, ObjectModel } from './object-model.js';

export interface PlacedObject {
  readonly baseName: number;
  readonly object: CosemObject;
  /** Short names that belong to it, from its base name on. */
  readonly size: number;
}

/** What a short name means. */
export type Variable =
  | { readonly kind: 'attribute'; readonly object: CosemObject; readonly attributeId: number }
  | { readonly kind: 'method'; readonly object: CosemObject; readonly methodId: number };

const FIRST_BASE_NAME = 0x0100;

/** The same for every meter. */
const RESERVED: ReadonlyMap<string, number> = new Map([
  ['0.0.40.0.0.255', RESERVED_BASE_NAME['current association']],
  ['0.0.41.0.0.255', RESERVED_BASE_NAME['SAP assignment']],
  ['0.0.42.0.0.255', RESERVED_BASE_NAME['COSEM logical device name']],
]);

/** In the order of the object list; objects that find no room have no short name. */
export function shortNamePlan(model: ObjectModel): readonly PlacedObject[] {
  const placed: PlacedObject[] = [];
  let next = FIRST_BASE_NAME;
  for (const listed of model.values()) {
    const object = listed.shortNamed ?? listed;
    const size = sizeOf(object);
    const reserved = RESERVED.get(object.logicalName);
    if (reserved === undefined && next + size > RESERVED_BASE_NAME['current association']) continue;
    placed.push({ baseName: reserved ?? next, object, size });
    if (reserved === undefined) next += size;
  }
  return placed;
}

/** Methods win over attributes of the same offset. */
export function variableAt(plan: readonly PlacedObject[], shortName: number): Variable | undefined {
  const found = plan.find(({ baseName, size }) => shortName >= baseName && shortName < baseName + size);
  if (found === undefined) return undefined;
  const { object, baseName } = found;
  const methodId = methodAtOffset(object, shortName - baseName);
  if (methodId !== undefined) return { kind: 'method', object, methodId };
  const attributeId = attributeAtOffset(shortName - baseName);
  return attributeId === undefined ? undefined : { kind: 'attribute', object, attributeId };
}

function sizeOf(object: CosemObject): number {
  const lastAttribute = Math.max(1, ...object.attributes.map(({ id }) => id));
  const methods = object.methods.map(({ id }) => methodShortName(0, object, id) ?? 0);
  return Math.max(SHORT_NAME_STEP * lastAttribute, ...methods.map((offset) => offset + SHORT_NAME_STEP));
}
