/** Data and attributes in the words of the captures' reference decoder. */
import type { Data } from '../../src/cosem/data.js';
import type { AttributeDescriptor } from '../../src/cosem/descriptor.js';

export type View = Readonly<Record<string, unknown>>;

export function attributeView({ classId, logicalName, attributeId }: AttributeDescriptor): View {
  return { class_id: classId, obis: logicalName, id: attributeId };
}

const FOREIGN_TYPE: Readonly<Record<string, string>> = {
  boolean: 'bool',
  integer: 'int8',
  long: 'int16',
  'double-long': 'int32',
  long64: 'int64',
  unsigned: 'uint8',
  'long-unsigned': 'uint16',
  'double-long-unsigned': 'uint32',
  'long64-unsigned': 'uint64',
};

export function dataView(data: Data): View {
  const type = FOREIGN_TYPE[data.kind] ?? data.kind;
  if ('elements' in data) return { type, value: data.elements.map(dataView) };
  if ('octets' in data) return { type, value: hex(data.octets) };
  if ('bits' in data) return { type, value: data.bits };
  if ('text' in data) return { type, value: data.text };
  if ('value' in data)
    return { type, value: typeof data.value === 'bigint' ? Number(data.value) : data.value };
  return { type: 'null' };
}

export function hex(octets: Uint8Array | undefined): string | undefined {
  return octets && Buffer.from(octets).toString('hex');
}
