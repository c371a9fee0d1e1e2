/** Names of interface classes and their attributes, and what the attributes of value-bearing classes do. */
import { INTERFACE_CLASSES } from './interface-class-table.js';
import type { AttributeMeaning } from './numeric.js';

/** Attributes that stand beside a value: its scaler_unit, status and capture_time. */
export interface ValueCompanions {
  readonly scalerUnit?: number;
  readonly status?: number;
  readonly captureTime?: number;
}

const VALUES: Readonly<Record<string, ValueCompanions>> = {
  '1:2': {},
  '3:2': { scalerUnit: 3 },
  '4:2': { scalerUnit: 3, status: 4, captureTime: 5 },
  '5:2': { scalerUnit: 4, status: 5, captureTime: 6 },
  '5:3': { scalerUnit: 4, status: 5, captureTime: 6 },
  '61:2': { scalerUnit: 4 },
  '67:7': { scalerUnit: 8, status: 9, captureTime: 10 },
};

/** Data, Register, Extended register, Demand register: their value is attribute 2 where none is named. */
const CLASSES_WITH_VALUE: ReadonlySet<number> = new Set([1, 3, 4, 5]);

const DATE_TIMES: ReadonlySet<string> = new Set([
  ...['4:5', '5:6', '5:7', '8:2', '8:5', '8:6', '20:10', '40:13', '47:8', '65:3', '67:10'],
  ...['111:13', '111:14', '112:11', '113:7', '113:10', '115:3'],
]);

/** The Blue Book's name; `class 123` for a class that it does not know. */
export function interfaceClassName(classId: number): string {
  return INTERFACE_CLASSES[classId]?.[0] ?? `class ${classId}`;
}

/** Names of the attributes from 1 on, as far as they are known. */
export function attributeNames(classId: number): readonly string[] {
  const names = INTERFACE_CLASSES[classId]?.[1] ?? '';
  return ['logical_name', ...names.split(' ').filter((name) => name !== '')];
}

/** The Blue Book's name; `attribute 9` for an attribute that it does not know. */
export function attributeName(classId: number, attributeId: number): string {
  return attributeNames(classId)[attributeId - 1] ?? `attribute ${attributeId}`;
}

/** The attribute that is the value of an object of this class; undefined where one must be named. */
export function valueAttribute(classId: number): number | undefined {
  return CLASSES_WITH_VALUE.has(classId) ? 2 : undefined;
}

/** What to read beside this attribute to understand its value; undefined where it is no such value. */
export function valueCompanions(classId: number, attributeId: number): ValueCompanions | undefined {
  return VALUES[`${classId}:${attributeId}`];
}

/** Whether an octet-string in this attribute is a date-time. */
export function attributeMeaning(classId: number, attributeId: number): AttributeMeaning {
  return DATE_TIMES.has(`${classId}:${attributeId}`) ? 'date-time' : 'value';
}
