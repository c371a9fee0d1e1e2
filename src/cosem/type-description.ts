/** TypeDescription of a compact-array (Green Book, xDLMS ASN.1): what each element looks like. */
import { readLength, writeLength } from '../encoding/axdr.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';
import { DATA_TAG, dataKindOf } from './data-tag.js';
import { isSimpleKind, type SimpleKind } from './simple-data.js';

export type TypeDescription =
  | { readonly kind: SimpleKind }
  /** `count` elements, 0…65535. */
  | { readonly kind: 'array'; readonly count: number; readonly element: TypeDescription }
  | { readonly kind: 'structure'; readonly elements: readonly TypeDescription[] };

/** @param depth How many further levels of nesting are allowed. */
export function decodeTypeDescription(reader: OctetReader, depth: number): TypeDescription {
  if (depth < 0) throw reader.malformed('type description nested too deeply');
  const tag = reader.u8();
  const kind = dataKindOf(tag);
  if (kind === undefined || kind === 'compact-array') {
    throw reader.malformed(`type description with tag ${tag}`);
  }
  if (isSimpleKind(kind)) return { kind };
  if (kind === 'array') {
    return { kind, count: reader.u16(), element: decodeTypeDescription(reader, depth - 1) };
  }
  const elements: TypeDescription[] = [];
  for (let left = readLength(reader); left > 0; left -= 1) {
    elements.push(decodeTypeDescription(reader, depth - 1));
  }
  return { kind, elements };
}

export function encodeTypeDescription(writer: OctetWriter, type: TypeDescription): void {
  writer.u8(DATA_TAG[type.kind]);
  if (type.kind === 'array') encodeTypeDescription(writer.u16(type.count), type.element);
  if (type.kind !== 'structure') return;
  writeLength(writer, type.elements.length);
  for (const element of type.elements) encodeTypeDescription(writer, element);
}
