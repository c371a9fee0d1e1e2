/** What WRITE and InformationReport carry (Green Book): variables, and a value for each. */
import { type Data, decodeData, encodeData } from '../cosem/data.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';
import { readSequenceOf, writeSequenceOf } from './sequence-of.js';
import { decodeVariableAccess, encodeVariableAccess, type VariableAccess } from './variable-access.js';

/** Two lists of their own; nothing but the book makes them equally long. */
export interface VariableValues {
  readonly specifications: readonly VariableAccess[];
  readonly values: readonly Data[];
}

export function encodeVariableValues(
  writer: OctetWriter,
  { specifications, values }: VariableValues,
): OctetWriter {
  return writeSequenceOf(writeSequenceOf(writer, specifications, encodeVariableAccess), values, encodeData);
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeVariableValues(reader: OctetReader): VariableValues {
  const specifications = readSequenceOf(reader, decodeVariableAccess);
  return { specifications, values: readSequenceOf(reader, decodeData) };
}
