/**
 * The Data CHOICE of the Blue Book (4.1.5) and its A-XDR coding: a tag, then the contents. 64-bit integers
 * are bigint. Decoded octets are copies of their own.
 */
import { readLength, writeLength } from '../encoding/axdr.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';
import {
  type CompactArray,
  decodeCompactArray,
  type ElementBudget,
  encodeCompactArray,
} from './compact-array.js';
import { DATA_TAG, dataKindOf } from './data-tag.js';
import { readSimple, type SimpleData, writeSimple } from './simple-data.js';

export type Data =
  | SimpleData
  | { readonly kind: 'array' | 'structure'; readonly elements: readonly Data[] }
  | CompactArray;

/** Levels of arrays and structures within one another; meters use four or five. */
export const MAX_DEPTH = 32;

/** Elements of compact arrays beyond those that their octets account for. */
const SPARE_ELEMENTS = 65_536;

/** @throws DlmsError DLMS_TRUNCATED; DLMS_MALFORMED for an unknown tag or too deep nesting. */
export function decodeData(reader: OctetReader): Data {
  return decodeAt(reader, MAX_DEPTH, { left: SPARE_ELEMENTS });
}

/** @throws DlmsError DLMS_VALUE_RANGE when a value does not fit its type. */
export function encodeData(writer: OctetWriter, data: Data): OctetWriter {
  writer.u8(DATA_TAG[data.kind]);
  switch (data.kind) {
    case 'array':
    case 'structure':
      writeLength(writer, data.elements.length);
      for (const element of data.elements) encodeData(writer, element);
      return writer;
    case 'compact-array':
      encodeCompactArray(writer, data);
      return writer;
    default:
      writeSimple(writer, data);
      return writer;
  }
}

function decodeAt(reader: OctetReader, depth: number, budget: ElementBudget): Data {
  const tag = reader.u8();
  const kind = dataKindOf(tag);
  if (kind === undefined) throw reader.malformed(`Data with the unknown tag ${tag}`);
  switch (kind) {
    case 'array':
    case 'structure':
      return { kind, elements: decodeElements(reader, depth, budget) };
    case 'compact-array':
      return decodeCompactArray(reader, depth - 1, budget);
    default:
      return readSimple(reader, kind);
  }
}

// Every element takes an octet at least: a count that the input cannot back ends as a truncation.
function decodeElements(reader: OctetReader, depth: number, budget: ElementBudget): readonly Data[] {
  if (depth === 0) throw reader.malformed(`Data nested deeper than ${MAX_DEPTH} levels`);
  const elements: Data[] = [];
  for (let left = readLength(reader); left > 0; left -= 1) elements.push(decodeAt(reader, depth - 1, budget));
  return elements;
}
