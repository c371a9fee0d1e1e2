/** Octets, errors and data of the tests in a few letters. */
import assert from 'node:assert/strict';
import type { AttributeDescriptor } from '../../src/cosem/descriptor.js';
import { DlmsError } from '../../src/errors.js';
import { octetsOf } from './recorded-conversation.js';

/** An attribute by class, logical name and number: `attribute(3, '1.0.1.8.0.255', 2)`. */
export function attribute(classId: number, logicalName: string, attributeId: number): AttributeDescriptor {
  return { classId, logicalName, attributeId };
}

/** As above, with a short name. */
export function shortNamed(
  shortName: number,
  classId = 3,
  logicalName = '1.0.1.8.0.255',
  attributeId = 2,
): AttributeDescriptor {
  return { classId, logicalName, attributeId, shortName };
}

/** A ReadResponse with a data-block-result in octets. */
export function readBlock(number: number, last: boolean, rawData: string): Uint8Array {
  const size = octetsOf(rawData).length;
  assert.ok(size < 128);
  const [count, length] = [number.toString(16).padStart(4, '0'), size.toString(16).padStart(2, '0')];
  return octetsOf(`0C0102${last ? '01' : '00'}${count}${length}${rawData}`);
}

/** A get-response-with-datablock in octets. */
export function dataBlock(number: number, last: boolean, rawData: string, invoke = 'C1'): Uint8Array {
  const size = octetsOf(rawData).length;
  assert.ok(size < 128);
  const count = number.toString(16).padStart(8, '0');
  return octetsOf(
    `C402${invoke}${last ? '01' : '00'}${count}00${size.toString(16).padStart(2, '0')}${rawData}`,
  );
}

/** What is told of an error: code, layer, fault. */
export function told(error: unknown): string {
  assert.ok(error instanceof DlmsError);
  return `${error.code} ${error.layer} ${error.fault}`;
}
