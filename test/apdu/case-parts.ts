/** Short ways to write down the parts of worked APDUs. */
import type { MethodDescriptor } from '../../src/apdu/method-descriptor.js';
import type { Data } from '../../src/cosem/data.js';
import type { AttributeDescriptor, LogicalName, SelectiveAccess } from '../../src/cosem/descriptor.js';
import type { GetDataResult } from '../../src/cosem/result.js';
import { fromHex } from '../../src/encoding/hex.js';

/** High priority, confirmed, invoke-id 1: in nearly all worked APDUs. */
export const invokeIdAndPriority = 0xc1;

export const octets = (hex: string): Data => ({ kind: 'octet-string', octets: fromHex(hex) });
export const unsigned = (value: number): Data => ({ kind: 'unsigned', value });
export const longUnsigned = (value: number): Data => ({ kind: 'long-unsigned', value });
export const doubleLongUnsigned = (value: number): Data => ({ kind: 'double-long-unsigned', value });
export const integer = (value: number): Data => ({ kind: 'integer', value });
export const enumerated = (value: number): Data => ({ kind: 'enum', value });
export const structure = (...elements: Data[]): Data => ({ kind: 'structure', elements });
export const array = (...elements: Data[]): Data => ({ kind: 'array', elements });
export const nullData: Data = { kind: 'null-data' };

export const got = (data: Data): GetDataResult => ({ kind: 'data', data });

export function attribute(
  classId: number,
  logicalName: LogicalName,
  attributeId: number,
  selection?: SelectiveAccess,
): AttributeDescriptor {
  return { classId, logicalName, attributeId, selection };
}

export function method(classId: number, logicalName: LogicalName, methodId: number): MethodDescriptor {
  return { classId, logicalName, methodId };
}
