/** The fields of READ, WRITE and InformationReport by short names (Green Book, COSEMpdu). */
import { isSecretShortName, namesSecret } from '../../../apdu/redact.js';
import { readOctetString } from '../../../encoding/axdr.js';
import { noteData, noteSecretData } from './data-fields.js';
import type { Told } from './field.js';
import type { FieldNotes } from './field-notes.js';
import { flagTold, hexTold, secretTold, textTold } from './meanings.js';
import { noteAccessResult, noteChoice, noteList, noteOptional, type Target } from './parts.js';

const ACCESS: readonly (string | undefined)[] = [
  undefined,
  undefined,
  'variable-name',
  undefined,
  'parameterized-access',
  'block-number-access',
  'read-data-block-access',
  'write-data-block-access',
];
const READ_RESULT = ['data', 'data-access-error', 'data-block-result', 'block-number'];
const WRITE_RESULT = ['success', 'data-access-error', 'block-number'];

/** Whether the value is a block that may name a secret itself. */
interface Variable extends Target {
  readonly block: boolean;
}

export function noteReadRequest(notes: FieldNotes): void {
  noteList(notes, 'variables', noteVariable);
}

export function noteReadResponse(notes: FieldNotes): void {
  noteList(notes, 'results', (list) =>
    list.group('result', (inner) => {
      switch (noteChoice(inner, READ_RESULT, 'result of a READ')) {
        case 0:
          noteData(inner);
          return;
        case 1:
          noteAccessResult(inner);
          return;
        case 2:
          noteBlock(inner);
          inner.note('raw-data', readOctetString, hexTold);
          return;
        default:
          inner.u16('block-number');
      }
    }),
  );
}

export function noteWriteRequest(notes: FieldNotes): void {
  const variables = noteList(notes, 'variables', noteVariable);
  let at = 0;
  noteList(notes, 'values', (inner) => {
    const { secret = false, block = false } = variables[at] ?? {};
    at += 1;
    // What a block holds is seen only once it has been read.
    if (secret || block) noteSecretData(inner, 'value');
    else noteData(inner);
  });
}

export function noteWriteResponse(notes: FieldNotes): void {
  noteList(notes, 'results', (list) =>
    list.group('result', (inner) => {
      const choice = noteChoice(inner, WRITE_RESULT, 'result of a WRITE');
      if (choice === 1) noteAccessResult(inner);
      if (choice === 2) inner.u16('block-number');
    }),
  );
}

export function noteInformationReport(notes: FieldNotes): void {
  noteOptional(notes, 'current-time', () => {
    notes.note('current-time', readOctetString, (octets) => textTold(Buffer.from(octets).toString('latin1')));
  });
  noteWriteRequest(notes);
}

function noteVariable(notes: FieldNotes): Variable {
  return notes.group('variable', (inner) => {
    const choice = inner.note(
      'choice',
      (reader) => {
        const octet = reader.u8();
        const name = ACCESS[octet];
        if (name !== undefined) return name;
        throw reader.malformed(`Variable-Access-Specification with the unknown choice ${octet}`);
      },
      (name) => ({ value: ACCESS.indexOf(name), meaning: name }),
    );
    return noteAccess(inner, choice);
  });
}

function noteAccess(notes: FieldNotes, choice: string): Variable {
  const plain = { secret: false, block: false };
  switch (choice) {
    case 'variable-name':
      return { ...plain, secret: isSecretShortName(noteShortName(notes)) };
    case 'parameterized-access': {
      const secret = isSecretShortName(noteShortName(notes));
      notes.u8('selector');
      if (secret) noteSecretData(notes, 'parameters');
      else noteData(notes);
      return { ...plain, secret };
    }
    case 'block-number-access':
      notes.u16('block-number');
      return plain;
    case 'read-data-block-access':
      noteBlock(notes);
      notes.note('raw-data', readOctetString, (octets) =>
        namesSecret(octets) ? secretTold() : hexTold(octets),
      );
      return plain;
    default:
      noteBlock(notes);
      return { ...plain, block: true };
  }
}

function noteShortName(notes: FieldNotes): number {
  return notes.u16('short name', shortNameTold);
}

function shortNameTold(name: number): Told {
  return { value: `0x${name.toString(16).padStart(4, '0').toUpperCase()}` };
}

function noteBlock(notes: FieldNotes): void {
  notes.u8('last-block', flagTold);
  notes.u16('block-number');
}
