/** Parts that the PDUs of several services have: invoke-ids, descriptors, results, blocks (Green Book). */
import { ACTION_RESULT } from '../../../apdu/action-outcome.js';
import { isSecretAttribute, isSecretMethod } from '../../../apdu/redact.js';
import { logicalNameOf } from '../../../cosem/descriptor.js';
import { attributeName, interfaceClassName } from '../../../cosem/interface-class.js';
import { obisName } from '../../../cosem/obis-name.js';
import { DATA_ACCESS_RESULT } from '../../../cosem/result.js';
import { readOctetString } from '../../../encoding/axdr.js';
import type { OctetReader } from '../../../encoding/octet-reader.js';
import { noteData, noteSecretData } from './data-fields.js';
import type { Told } from './field.js';
import type { FieldNotes } from './field-notes.js';
import {
  dateTimeTold,
  flagTold,
  hexTold,
  invokeIdTold,
  logicalNameTold,
  longInvokeIdTold,
  named,
  secretTold,
} from './meanings.js';

/** What a descriptor is about. */
export interface Target {
  /** Whether what is written there must not be shown. */
  readonly secret: boolean;
}

const LOGICAL_NAME_LENGTH = 6;
const DATE_TIME_TAG = 0x09;

export function noteInvokeId(notes: FieldNotes): void {
  notes.u8('invoke-id-and-priority', invokeIdTold);
}

export function noteLongInvokeId(notes: FieldNotes): void {
  notes.u32('long-invoke-id-and-priority', longInvokeIdTold);
}

/** Class, logical name and attribute. */
export function noteAttribute(notes: FieldNotes): Target {
  return notes.group(
    'attribute',
    (inner) => noteDescriptor(inner, 'attribute-id', attributeOf),
    describeTarget,
  );
}

/** With the access-selection that may follow. */
export function noteAttributeWithSelection(notes: FieldNotes): Target {
  return notes.group(
    'attribute',
    (inner) => {
      const target = noteDescriptor(inner, 'attribute-id', attributeOf);
      if (inner.u8('access-selection', presenceTold) !== 0) noteSelection(inner);
      return target;
    },
    describeTarget,
  );
}

export function noteSelection(notes: FieldNotes): void {
  notes.u8('access-selector');
  noteData(notes);
}

export function noteMethod(notes: FieldNotes): Target {
  return notes.group('method', (inner) => noteDescriptor(inner, 'method-id', methodOf), describeTarget);
}

interface Described extends Target {
  readonly text: string;
}

type Describe = (classId: number, logicalName: string, id: number) => Described;

function noteDescriptor(notes: FieldNotes, idName: string, describe: Describe): Described {
  const classId = notes.u16('class-id', (id) => ({ value: id, meaning: interfaceClassName(id) }));
  const logicalName = logicalNameOf(
    notes.note('instance-id', (reader) => reader.octets(LOGICAL_NAME_LENGTH), logicalNameTold),
  );
  const id = notes.note(
    idName,
    (reader) => reader.i8(),
    (value) => ({ value, ...(idName === 'attribute-id' ? { meaning: attributeName(classId, value) } : {}) }),
  );
  return describe(classId, logicalName, id);
}

function attributeOf(classId: number, logicalName: string, attributeId: number): Described {
  const text = `${objectText(classId, logicalName)}, ${attributeName(classId, attributeId)}`;
  return { text, secret: isSecretAttribute({ classId, logicalName, attributeId }) };
}

function methodOf(classId: number, logicalName: string, methodId: number): Described {
  const text = `${objectText(classId, logicalName)}, method ${methodId}`;
  return { text, secret: isSecretMethod({ classId, logicalName, methodId }) };
}

function objectText(classId: number, logicalName: string): string {
  const name = obisName(logicalName);
  return `${interfaceClassName(classId)} ${logicalName}${name === undefined ? '' : ` ${name}`}`;
}

function describeTarget({ text }: Described): Told {
  return { meaning: text };
}

/** A list of what `read` notes. */
export function noteList<T>(notes: FieldNotes, name: string, read: (inner: FieldNotes) => T): readonly T[] {
  return notes.group(
    name,
    (inner) => {
      const items: T[] = [];
      for (let left = inner.count('count'); left > 0; left -= 1) items.push(read(inner));
      return items;
    },
    (items) => ({ meaning: `${items.length}` }),
  );
}

/** As many Data as the list counts, which belong to `targets` one by one. */
export function noteValues(notes: FieldNotes, name: string, targets: readonly Target[]): void {
  let at = 0;
  noteList(notes, name, (inner) => {
    if (targets[at]?.secret) noteSecretData(inner, 'value');
    else noteData(inner);
    at += 1;
  });
}

export function noteValue(notes: FieldNotes, { secret }: Target): void {
  if (secret) noteSecretData(notes, 'value');
  else noteData(notes);
}

/** Get-Data-Result. */
export function noteGetDataResult(notes: FieldNotes): void {
  notes.group('result', (inner) => {
    if (noteChoice(inner, ['data', 'data-access-result'], 'Get-Data-Result') === 0) noteData(inner);
    else noteAccessResult(inner);
  });
}

/** A choice out of `names`, which stand for 0 and so on. @throws DlmsError DLMS_MALFORMED */
export function noteChoice(notes: FieldNotes, names: readonly string[], what: string): number {
  const read = (reader: OctetReader): number => {
    const choice = reader.u8();
    if (names[choice] === undefined) throw reader.malformed(`${what} with the unknown choice ${choice}`);
    return choice;
  };
  return notes.note('choice', read, (choice) => ({ value: choice, meaning: names[choice] }));
}

export function noteAccessResult(notes: FieldNotes): number {
  return notes.u8('data-access-result', named(DATA_ACCESS_RESULT));
}

export function noteActionResult(notes: FieldNotes): number {
  return notes.u8('action-result', named(ACTION_RESULT));
}

/** DataBlock-SA. */
export function noteDataBlock(notes: FieldNotes, { secret }: Target): void {
  notes.group('data block', (inner) => {
    inner.u8('last-block', flagTold);
    inner.u32('block-number');
    noteOctetString(inner, 'raw-data', secret ? secretTold : hexTold);
  });
}

/** A length, and that many octets, as one field. */
export function noteOctetString(notes: FieldNotes, name: string, tell: (octets: Uint8Array) => Told): void {
  notes.note(name, readOctetString, tell);
}

/** OPTIONAL. */
export function noteOptional(notes: FieldNotes, name: string, read: () => void): void {
  if (notes.u8(`${name} present`, presenceTold) !== 0) read();
}

export function presenceTold(octet: number): Told {
  return { value: octet, meaning: octet === 0 ? 'absent' : 'present' };
}

/** The date-time of ACCESS and DataNotification, with the tag that some meters put before it. */
export function noteDateTimeField(notes: FieldNotes): void {
  const read = (reader: OctetReader): Uint8Array => {
    if (reader.peek() === DATE_TIME_TAG) reader.u8();
    return readOctetString(reader);
  };
  notes.note('date-time', read, (octets) =>
    octets.length === 0 ? { meaning: 'none' } : dateTimeTold(octets),
  );
}
