/** SEQUENCE OF in A-XDR (IEC 61334-6): a count, then the items. */
import { readLength, writeLength } from '../encoding/axdr.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';

/** Items of an octet or more each: a count that the input cannot back ends as DLMS_TRUNCATED. */
export function readSequenceOf<T>(reader: OctetReader, read: (reader: OctetReader) => T): readonly T[] {
  const items: T[] = [];
  for (let left = readLength(reader); left > 0; left -= 1) items.push(read(reader));
  return items;
}

export function writeSequenceOf<T>(
  writer: OctetWriter,
  items: readonly T[],
  write: (writer: OctetWriter, item: T) => OctetWriter,
): OctetWriter {
  writeLength(writer, items.length);
  for (const item of items) write(writer, item);
  return writer;
}
