/** Cosem-Attribute-Descriptor with its optional Selective-Access-Descriptor (Green Book, xDLMS ASN.1). */
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';
import type { Data } from './data.js';

/** A logical name in its dotted form of six groups, for example `1.0.1.8.0.255`; fit as a map key. */
export type LogicalName = string;

export interface SelectiveAccess {
  readonly selector: number;
  readonly parameters: Data;
}

export interface AttributeDescriptor {
  readonly classId: number;
  readonly logicalName: LogicalName;
  /** Signed octet; 0 asks for all attributes. */
  readonly attributeId: number;
  /** 0 to 65535; what READ asks for in place of the three above (short-name.ts). GET does not send it. */
  readonly shortName?: number | undefined;
  readonly selection?: SelectiveAccess | undefined;
}

/** class_id (2), instance (6), attribute_id (1); the selection is coded by the service. */
export function encodeAttributeDescriptor(
  writer: OctetWriter,
  { classId, logicalName, attributeId }: AttributeDescriptor,
): OctetWriter {
  return writer.u16(classId).octets(logicalNameOctets(logicalName)).i8(attributeId);
}

export function decodeAttributeDescriptor(reader: OctetReader): AttributeDescriptor {
  const classId = reader.u16();
  const logicalName = logicalNameOf(reader.octets(6));
  return { classId, logicalName, attributeId: reader.i8() };
}

export function logicalNameOf(octets: Uint8Array): LogicalName {
  return octets.join('.');
}

export function logicalNameOctets(name: LogicalName): Uint8Array {
  return Uint8Array.from(name.split('.'), Number);
}
