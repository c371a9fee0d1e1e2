/** Short ways to build COSEM objects whose attributes are values of time. */
import type { Data } from '../cosem/data.js';
import type { LogicalName } from '../cosem/descriptor.js';
import type { ScalerUnit } from '../cosem/scaler-unit.js';
import { scalerUnitData } from './data-values.js';
import type { AccessContext, CosemAttribute, CosemMethod, CosemObject, Permission } from './object-model.js';

export type Getter = (context: AccessContext) => Data;

export function attribute(id: number, get: Getter, readers: Permission = 'users'): CosemAttribute {
  return { id, readers, get };
}

/** A method that exists, as its class demands, but that no client of this meter may call. */
export function lockedMethod(id: number): CosemMethod {
  return { id, callers: 'nobody', invoke: () => ({ result: 'read-write-denied' }) };
}

/** Data (class 1). */
export function dataObject(
  logicalName: LogicalName,
  get: Getter,
  readers: Permission = 'users',
): CosemObject {
  return { classId: 1, version: 0, logicalName, attributes: [attribute(2, get, readers)], methods: [] };
}

/** Register (class 3). */
export function registerObject(logicalName: LogicalName, scalerUnit: ScalerUnit, get: Getter): CosemObject {
  return {
    classId: 3,
    version: 0,
    logicalName,
    attributes: [attribute(2, get), attribute(3, () => scalerUnitData(scalerUnit))],
    methods: [lockedMethod(1)],
  };
}
