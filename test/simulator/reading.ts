/** Reads a simulated meter's objects directly, without any protocol. */
import assert from 'node:assert/strict';
import { conformanceOf } from '../../src/apdu/conformance.js';
import type { Data } from '../../src/cosem/data.js';
import type { SelectiveAccess } from '../../src/cosem/descriptor.js';
import type { GetDataResult } from '../../src/cosem/result.js';
import type { DemoMeter } from '../../src/simulator/demo-meter.js';
import { type AccessContext, type AssociationView, readAttribute } from '../../src/simulator/object-model.js';

/** Wednesday 2025-06-18 10:07:23 UTC, in summer time. */
export const NOON = Date.UTC(2025, 5, 18, 10, 7, 23);

export const USER: AssociationView = {
  role: 'user',
  clientSap: 16,
  serverSap: 1,
  mechanism: 0,
  conformance: conformanceOf(0x00721d),
  maxReceivePduSize: 2048,
  maxSendPduSize: 0xffff,
};

export function contextOf({ model }: DemoMeter, now: number, association = USER): AccessContext {
  return { now, association, model };
}

export function get(
  meter: DemoMeter,
  logicalName: string,
  attributeId: number,
  now: number,
  selection?: SelectiveAccess,
): GetDataResult {
  const classId = meter.model.get(logicalName)?.classId ?? 1;
  return readAttribute(contextOf(meter, now), { classId, logicalName, attributeId, selection });
}

export function dataOf(meter: DemoMeter, logicalName: string, attributeId: number, now: number): Data {
  const result = get(meter, logicalName, attributeId, now);
  assert.equal(result.kind, 'data', `${logicalName}:${attributeId}`);
  return result.kind === 'data' ? result.data : { kind: 'null-data' };
}

/** The number of an attribute as sent. */
export function raw(meter: DemoMeter, logicalName: string, now: number, attributeId = 2): number {
  const data = dataOf(meter, logicalName, attributeId, now);
  assert.ok('value' in data, `${logicalName} is ${data.kind}`);
  return Number(data.value);
}

export function elementsOf(data: Data | undefined): readonly Data[] {
  assert.ok(data !== undefined && 'elements' in data, `${data?.kind} has no elements`);
  return data.elements;
}

/** The value of a Register with its scaler applied. */
export function scaled(meter: DemoMeter, logicalName: string, now: number): number {
  const scalerAt = meter.model.get(logicalName)?.classId === 5 ? 4 : 3;
  const [scaler] = elementsOf(dataOf(meter, logicalName, scalerAt, now));
  assert.ok(scaler?.kind === 'integer');
  return raw(meter, logicalName, now) * 10 ** scaler.value;
}
