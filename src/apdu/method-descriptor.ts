/** Cosem-Method-Descriptor (Green Book): class_id (2), instance (6), method_id (1, signed). */
import { type LogicalName, logicalNameOctets, logicalNameOf } from '../cosem/descriptor.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';

export interface MethodDescriptor {
  readonly classId: number;
  readonly logicalName: LogicalName;
  readonly methodId: number;
}

export function encodeMethodDescriptor(
  writer: OctetWriter,
  { classId, logicalName, methodId }: MethodDescriptor,
): OctetWriter {
  return writer.u16(classId).octets(logicalNameOctets(logicalName)).i8(methodId);
}

/** @throws DlmsError DLMS_TRUNCATED */
export function decodeMethodDescriptor(reader: OctetReader): MethodDescriptor {
  const classId = reader.u16();
  const logicalName = logicalNameOf(reader.octets(6));
  return { classId, logicalName, methodId: reader.i8() };
}
