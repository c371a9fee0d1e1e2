/** The fields of GET and SET (Green Book, Get-Request, Get-Response, Set-Request, Set-Response). */
import type { FieldNotes } from './field-notes.js';
import { flagTold, hexTold } from './meanings.js';
import {
  noteAccessResult,
  noteAttributeWithSelection,
  noteChoice,
  noteDataBlock,
  noteGetDataResult,
  noteInvokeId,
  noteList,
  noteOctetString,
  noteValue,
  noteValues,
  type Target,
} from './parts.js';
import { noteType } from './type-field.js';

const GET_REQUEST = ['normal', 'next', 'with-list'];
const GET_RESPONSE = ['normal', 'with-datablock', 'with-list'];
const SET_REQUEST = [
  'normal',
  'with-first-datablock',
  'with-datablock',
  'with-list',
  'with-list-and-first-datablock',
];
const SET_RESPONSE = ['normal', 'datablock', 'last-datablock', 'last-datablock-with-list', 'with-list'];
const HARDWARE_FAULT = 1;

export function noteGetRequest(notes: FieldNotes): void {
  const type = noteType(notes, 'get-request', GET_REQUEST);
  noteInvokeId(notes);
  if (type === 'normal') noteAttributeWithSelection(notes);
  else if (type === 'next') notes.u32('block-number');
  else noteList(notes, 'attributes', noteAttributeWithSelection);
}

export function noteGetResponse(notes: FieldNotes): void {
  const type = noteType(notes, 'get-response', GET_RESPONSE);
  noteInvokeId(notes);
  if (type === 'normal') noteGetDataResult(notes);
  else if (type === 'with-list') noteList(notes, 'results', noteGetDataResult);
  else noteGetBlock(notes);
}

function noteGetBlock(notes: FieldNotes): void {
  notes.u8('last-block', flagTold);
  notes.u32('block-number');
  notes.group('result', (inner) => {
    const choice = noteChoice(inner, ['raw-data', 'data-access-result'], 'data block');
    if (choice === 0) noteOctetString(inner, 'raw-data', hexTold);
    else noteAccessResult(inner);
  });
}

/** @param block what a block that follows others belongs to */
export function noteSetRequest(notes: FieldNotes, block: Target): void {
  const type = noteType(notes, 'set-request', SET_REQUEST);
  noteInvokeId(notes);
  if (type === 'normal') noteValue(notes, noteAttributeWithSelection(notes));
  else if (type === 'with-first-datablock') noteDataBlock(notes, noteAttributeWithSelection(notes));
  else if (type === 'with-datablock') noteDataBlock(notes, block);
  else {
    const attributes = noteList(notes, 'attributes', noteAttributeWithSelection);
    if (type === 'with-list') noteValues(notes, 'values', attributes);
    else noteDataBlock(notes, anyOf(attributes));
  }
}

export function noteSetResponse(notes: FieldNotes): void {
  const type = noteType(notes, 'set-response', SET_RESPONSE);
  noteInvokeId(notes);
  if (type === 'normal') {
    const result = noteAccessResult(notes);
    // Some servers put the reason behind it.
    if (result === HARDWARE_FAULT && notes.reader.remaining === 1) notes.u8('surplus octet');
    return;
  }
  if (type === 'last-datablock') noteAccessResult(notes);
  if (type.endsWith('with-list')) noteList(notes, 'results', noteAccessResult);
  if (type.includes('datablock')) notes.u32('block-number');
}

/** What blocks of several values belong to. */
export function anyOf(targets: readonly Target[]): Target {
  return { secret: targets.some(({ secret }) => secret) };
}
