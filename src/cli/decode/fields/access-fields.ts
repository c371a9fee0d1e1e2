/** The fields of ACCESS (Green Book, Access-Request and Access-Response). */
import { noteData } from './data-fields.js';
import type { FieldNotes } from './field-notes.js';
import {
  noteAccessResult,
  noteActionResult,
  noteAttribute,
  noteDateTimeField,
  noteList,
  noteLongInvokeId,
  noteMethod,
  noteOptional,
  noteSelection,
  noteValues,
  type Target,
} from './parts.js';

/** Their choices begin with 1. */
const SERVICES = ['get', 'set', 'action'];
const WITH_SELECTION = ['get with selection', 'set with selection'];
const ACTION = 3;

export function noteAccessRequest(notes: FieldNotes): void {
  noteLongInvokeId(notes);
  noteDateTimeField(notes);
  noteValues(notes, 'data', noteList(notes, 'specifications', noteSpecification));
}

export function noteAccessResponse(notes: FieldNotes): void {
  noteLongInvokeId(notes);
  noteDateTimeField(notes);
  noteOptional(notes, 'specifications', () => noteList(notes, 'specifications', noteSpecification));
  noteList(notes, 'data', (inner) => noteData(inner));
  noteList(notes, 'outcomes', noteOutcome);
}

function noteSpecification(notes: FieldNotes): Target {
  return notes.group('specification', (inner) => {
    const choice = noteService(inner, [...SERVICES, ...WITH_SELECTION], 'access-request-specification');
    if (choice === ACTION) return noteMethod(inner);
    const target = noteAttribute(inner);
    if (choice > ACTION) noteSelection(inner);
    return target;
  });
}

function noteOutcome(notes: FieldNotes): void {
  notes.group('outcome', (inner) => {
    const choice = noteService(inner, SERVICES, 'access-response-specification');
    if (choice === ACTION) noteActionResult(inner);
    else noteAccessResult(inner);
  });
}

function noteService(notes: FieldNotes, names: readonly string[], what: string): number {
  return notes.note(
    'service',
    (reader) => {
      const choice = reader.u8();
      if (names[choice - 1] === undefined)
        throw reader.malformed(`${what} with the unknown choice ${choice}`);
      return choice;
    },
    (choice) => ({ value: choice, meaning: names[choice - 1] }),
  );
}
