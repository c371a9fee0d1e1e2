/** The fields of Data (Blue Book 4.1.5): one for each value, with what its neighbours make of it. */
import { describeData } from '../../../apdu/describe.js';
import { decodeData, MAX_DEPTH } from '../../../cosem/data.js';
import { dataKindOf } from '../../../cosem/data-tag.js';
import { dateOrTimeText } from '../../../cosem/date-text.js';
import { isSimpleKind, readSimple, type SimpleData } from '../../../cosem/simple-data.js';
import { decodeTypeDescription, type TypeDescription } from '../../../cosem/type-description.js';
import { readLength } from '../../../encoding/axdr.js';
import type { OctetReader } from '../../../encoding/octet-reader.js';
import type { Told } from './field.js';
import type { FieldNotes } from './field-notes.js';
import { dateTimeTold, octetsTold, secretTold } from './meanings.js';
import { explainNeighbours, type Seen, scalerUnitIn, scalerUnitText } from './neighbours.js';

interface Elements {
  readonly count: number;
  readonly data: Seen;
}

/** One Data; what it is, where it is a value or a structure of two. */
export function noteData(notes: FieldNotes, depth = MAX_DEPTH): Seen {
  const kind = dataKindOf(notes.reader.peek() ?? -1);
  switch (kind) {
    case undefined:
      return notes.note('data', unknownTag);
    case 'array':
    case 'structure':
      return notes.group(kind, (inner) => noteElements(inner, kind, depth), elementsTold).data;
    case 'compact-array':
      notes.group(kind, (inner) => noteCompactArray(inner, depth - 1));
      return undefined;
    default:
      return notes.note(kind, (reader) => readSimple(behindTag(reader), kind), simpleTold);
  }
}

/** A Data that is not shown. */
export function noteSecretData(notes: FieldNotes, name: string): void {
  notes.note(name, decodeData, secretTold);
}

function behindTag(reader: OctetReader): OctetReader {
  reader.u8();
  return reader;
}

function unknownTag(reader: OctetReader): never {
  const tag = reader.u8();
  throw reader.malformed(`Data with the unknown tag ${tag}`);
}

function noteElements(notes: FieldNotes, kind: 'array' | 'structure', depth: number): Elements {
  const count = notes.skim('number of elements', (reader) => {
    if (depth === 0) throw reader.malformed(`Data nested deeper than ${MAX_DEPTH} levels`);
    return readLength(behindTag(reader));
  });
  const seen: Seen[] = [];
  for (let left = count; left > 0; left -= 1) seen.push(noteData(notes, depth - 1));
  return elementsOf(notes, kind, seen);
}

function noteCompactArray(notes: FieldNotes, depth: number): void {
  const type = notes.note(
    'type description',
    (reader) => decodeTypeDescription(behindTag(reader), depth),
    ({ kind }) => ({ value: kind }),
  );
  const length = notes.count('length of the contents');
  notes.within('contents', length, (contents) => {
    while (contents.reader.remaining > 0)
      contents.skim('element', (reader) => noteWhole(contents, type, reader));
  });
}

function noteWhole(notes: FieldNotes, type: TypeDescription, reader: OctetReader): void {
  const before = reader.position;
  noteElement(notes, type);
  if (reader.position === before) throw reader.malformed('compact-array of elements without octets');
}

/** Without tags. */
function noteElement(notes: FieldNotes, type: TypeDescription): Seen {
  const { kind } = type;
  if (kind === 'array') return noteMembers(notes, kind, type.count, () => type.element);
  if (kind === 'structure') {
    return noteMembers(notes, kind, type.elements.length, (at) => type.elements[at] ?? type);
  }
  return notes.note(kind, (reader) => readSimple(reader, kind), simpleTold);
}

function noteMembers(
  notes: FieldNotes,
  kind: 'array' | 'structure',
  count: number,
  typeAt: (at: number) => TypeDescription,
): Seen {
  const read = (inner: FieldNotes): Elements => {
    const seen: Seen[] = [];
    for (let at = 0; at < count; at += 1) seen.push(noteElement(inner, typeAt(at)));
    return elementsOf(inner, kind, seen);
  };
  return notes.group(kind, read, elementsTold).data;
}

function elementsOf(notes: FieldNotes, kind: 'array' | 'structure', seen: readonly Seen[]): Elements {
  explainNeighbours(notes.fields, seen);
  const [first, second] = seen;
  const isPair = kind === 'structure' && seen.length === 2 && isSimple(first) && isSimple(second);
  return { count: seen.length, data: isPair ? { kind, elements: [first, second] } : undefined };
}

function isSimple(data: Seen): data is SimpleData {
  return data !== undefined && isSimpleKind(data.kind);
}

function elementsTold({ count, data }: Elements): Told {
  const scalerUnit = scalerUnitIn(data);
  const meaning = scalerUnit === undefined ? undefined : scalerUnitText(scalerUnit);
  return { meaning: meaning ?? `${count} element${count === 1 ? '' : 's'}` };
}

function simpleTold(data: SimpleData): Told {
  const { value } = describeData(data);
  return { value, meaning: simpleMeaning(data) };
}

function simpleMeaning(data: SimpleData): string | undefined {
  switch (data.kind) {
    case 'octet-string':
      return octetsTold(data.octets).meaning;
    case 'date-time':
      return dateTimeTold(data.octets).meaning;
    case 'date':
    case 'time':
      return dateOrTimeText(data.octets);
    default:
      return undefined;
  }
}
