/** The fields of ACTION (Green Book, Action-Request and Action-Response). */
import type { FieldNotes } from './field-notes.js';
import { anyOf } from './get-fields.js';
import {
  noteActionResult,
  noteDataBlock,
  noteGetDataResult,
  noteInvokeId,
  noteList,
  noteMethod,
  noteOptional,
  noteValue,
  noteValues,
  type Target,
} from './parts.js';
import { noteType } from './type-field.js';

const REQUEST = [
  'normal',
  'next-pblock',
  'with-list',
  'with-first-pblock',
  'with-list-and-first-pblock',
  'with-pblock',
];
const RESPONSE = ['normal', 'with-pblock', 'with-list', 'next-pblock'];
const SUCCESS = 0;

/** @param block what a block that follows others belongs to */
export function noteActionRequest(notes: FieldNotes, block: Target): void {
  const type = noteType(notes, 'action-request', REQUEST);
  noteInvokeId(notes);
  if (type === 'normal') noteCall(notes);
  else if (type === 'next-pblock') notes.u32('block-number');
  else if (type === 'with-pblock') noteDataBlock(notes, block);
  else if (type === 'with-first-pblock') noteDataBlock(notes, noteMethod(notes));
  else {
    const methods = noteList(notes, 'methods', noteMethod);
    if (type === 'with-list') noteValues(notes, 'parameters', methods);
    else noteDataBlock(notes, anyOf(methods));
  }
}

function noteCall(notes: FieldNotes): void {
  const target = noteMethod(notes);
  noteOptional(notes, 'parameters', () => noteValue(notes, target));
}

export function noteActionResponse(notes: FieldNotes): void {
  const type = noteType(notes, 'action-response', RESPONSE);
  noteInvokeId(notes);
  if (type === 'normal') noteLastOutcome(notes);
  else if (type === 'with-list') noteList(notes, 'outcomes', noteOutcome);
  else if (type === 'with-pblock') noteDataBlock(notes, { secret: false });
  else notes.u32('block-number');
}

function noteOutcome(notes: FieldNotes): void {
  noteActionResult(notes);
  noteOptional(notes, 'return-parameters', () => noteGetDataResult(notes));
}

/** Some servers leave out the last 00, and some end a refusal with 01 00 (action-outcome.ts). */
function noteLastOutcome(notes: FieldNotes): void {
  const { reader } = notes;
  const refused = reader.peek() !== SUCCESS;
  const odd = refused && reader.remaining === 3 && reader.peek(1) === 1 && reader.peek(2) === 0;
  if (reader.remaining === 1 || odd) noteActionResult(notes);
  else noteOutcome(notes);
  if (odd) notes.u16('surplus octets');
}
