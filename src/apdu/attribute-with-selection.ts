/** Cosem-Attribute-Descriptor-With-Selection (Green Book): 9 octets, then access-selection OPTIONAL. */
import { decodeData, encodeData } from '../cosem/data.js';
import {
  type AttributeDescriptor,
  decodeAttributeDescriptor,
  encodeAttributeDescriptor,
} from '../cosem/descriptor.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';

export function encodeAttributeWithSelection(
  writer: OctetWriter,
  attribute: AttributeDescriptor,
): OctetWriter {
  encodeAttributeDescriptor(writer, attribute);
  const { selection } = attribute;
  return selection === undefined
    ? writer.u8(0)
    : encodeData(writer.u8(1).u8(selection.selector), selection.parameters);
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeAttributeWithSelection(reader: OctetReader): AttributeDescriptor {
  const attribute = decodeAttributeDescriptor(reader);
  if (reader.u8() === 0) return attribute;
  return { ...attribute, selection: { selector: reader.u8(), parameters: decodeData(reader) } };
}
