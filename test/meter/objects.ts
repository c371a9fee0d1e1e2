/** Values of meters for the tests, in few words. */
import type { Data } from '../../src/cosem/data.js';
import { encodeDateTime } from '../../src/cosem/date-time.js';
import { logicalNameOctets } from '../../src/cosem/descriptor.js';
import { objectListData } from '../../src/cosem/object-list.js';
import type { FakeMeter, FakeValue } from './fake-meter.js';

export function u32(value: number): Data {
  return { kind: 'double-long-unsigned', value };
}

export function text(value: string): Data {
  return { kind: 'octet-string', octets: Buffer.from(value, 'latin1') };
}

export function scalerUnit(scaler: number, unit: number): Data {
  return {
    kind: 'structure',
    elements: [
      { kind: 'integer', value: scaler },
      { kind: 'enum', value: unit },
    ],
  };
}

export function dateTime(year: number, month: number, dayOfMonth: number, hour: number): Data {
  const fields = { year, month, dayOfMonth, hour, minute: 0, second: 0, deviation: 0 };
  return { kind: 'octet-string', octets: encodeDateTime(fields) };
}

/** Attributes from 2 on; the rest of the object is not there. */
export function put(meter: FakeMeter, classId: number, name: string, ...attributes: FakeValue[]): void {
  meter.values.set(`${classId}:${name}:1`, { kind: 'octet-string', octets: logicalNameOctets(name) });
  attributes.forEach((value, at) => {
    meter.values.set(`${classId}:${name}:${at + 2}`, value);
  });
}

/** Makes the meter show these objects in its object list. */
export function list(
  meter: FakeMeter,
  ...objects: readonly (readonly [classId: number, name: string])[]
): void {
  const elements = objects.map(([classId, logicalName]) => ({
    classId,
    version: 0,
    logicalName,
    attributes: [],
    methods: [],
  }));
  put(meter, 15, '0.0.40.0.0.255', objectListData(elements, 1));
}
