/** The fields of any APDU by its first octet (Green Book, COSEMpdu). */
import { decodeLeadingApdu } from '../../../apdu/apdu.js';
import { nameOf } from '../../../apdu/enumeration.js';
import { isProtectedTag } from '../../../apdu/protected-apdu.js';
import { APDU_TAG } from '../../../apdu/tag.js';
import type { OctetReader } from '../../../encoding/octet-reader.js';
import type { PlacedOctets } from '../place.js';
import { noteAccessRequest, noteAccessResponse } from './access-fields.js';
import { noteAcse } from './acse-fields.js';
import { noteActionRequest, noteActionResponse } from './action-fields.js';
import { noteData } from './data-fields.js';
import type { Field, Told } from './field.js';
import { FieldNotes } from './field-notes.js';
import { noteGetRequest, noteGetResponse, noteSetRequest, noteSetResponse } from './get-fields.js';
import {
  noteConfirmedServiceError,
  noteExceptionResponse,
  noteInitiateRequest,
  noteInitiateResponse,
} from './initiate-fields.js';
import {
  noteDataNotification,
  noteEventNotification,
  noteGeneralBlockTransfer,
} from './notification-fields.js';
import { noteGetDataResult, noteList, type Target } from './parts.js';
import { noteProtected } from './protected-fields.js';
import { tagTold } from './tag-field.js';
import {
  noteInformationReport,
  noteReadRequest,
  noteReadResponse,
  noteWriteRequest,
  noteWriteResponse,
} from './variable-fields.js';

type Note = (notes: FieldNotes, block: Target) => void;

const NOTES: Readonly<Record<number, Note>> = {
  [APDU_TAG.initiateRequest]: noteInitiateRequest,
  [APDU_TAG.initiateResponse]: noteInitiateResponse,
  [APDU_TAG.readRequest]: noteReadRequest,
  [APDU_TAG.readResponse]: noteReadResponse,
  [APDU_TAG.writeRequest]: noteWriteRequest,
  [APDU_TAG.writeResponse]: noteWriteResponse,
  [APDU_TAG.unconfirmedWriteRequest]: noteWriteRequest,
  [APDU_TAG.informationReportRequest]: noteInformationReport,
  [APDU_TAG.confirmedServiceError]: noteConfirmedServiceError,
  [APDU_TAG['exception-response']]: noteExceptionResponse,
  [APDU_TAG['data-notification']]: noteDataNotification,
  [APDU_TAG['event-notification-request']]: noteEventNotification,
  [APDU_TAG['general-block-transfer']]: noteGeneralBlockTransfer,
  [APDU_TAG['get-request']]: noteGetRequest,
  [APDU_TAG['get-response']]: noteGetResponse,
  [APDU_TAG['set-request']]: noteSetRequest,
  [APDU_TAG['set-response']]: noteSetResponse,
  [APDU_TAG['action-request']]: noteActionRequest,
  [APDU_TAG['action-response']]: noteActionResponse,
  [APDU_TAG['access-request']]: noteAccessRequest,
  [APDU_TAG['access-response']]: noteAccessResponse,
};

/**
 * @param octets one APDU; what stands behind it is not noted
 * @param block what a block of a long SET or ACTION belongs to
 */
export function apduFields(source: PlacedOctets, block: Target = { secret: false }): readonly Field[] {
  return FieldNotes.of(source, (notes) => noteApdu(notes, block));
}

/** One Data without an APDU around it. */
export function dataFields(source: PlacedOctets): readonly Field[] {
  return FieldNotes.of(source, (notes) => void noteData(notes));
}

function noteApdu(notes: FieldNotes, block: Target): void {
  const tag = notes.reader.peek() ?? -1;
  if (isProtectedTag(tag)) {
    noteProtected(notes);
    return;
  }
  if (nameOf(APDU_TAG, tag).startsWith('unknown-')) notes.note('APDU', unknownApdu);
  notes.u8('APDU', tagTold);
  const note = NOTES[tag];
  if (tag >= APDU_TAG.AARQ && tag <= APDU_TAG.RLRE) noteAcse(notes, tag);
  else if (note !== undefined) note(notes, block);
  else notes.note('contents', (reader) => reader.rest(), contentsTold);
}

/** It says itself why it cannot be read. */
function unknownApdu(reader: OctetReader): void {
  decodeLeadingApdu(reader.rest());
}

function contentsTold({ length }: Uint8Array): Told {
  return { hidden: true, meaning: `${length} octets, not decoded yet` };
}

/** Get-Data-Results with their count, as the joined blocks of a list have them. */
export function resultFields(source: PlacedOctets): readonly Field[] {
  return FieldNotes.of(source, (notes) => void noteList(notes, 'results', noteGetDataResult));
}

/** Data with their count. */
export function valueFields(source: PlacedOctets): readonly Field[] {
  return FieldNotes.of(source, (notes) => void noteList(notes, 'values', (inner) => noteData(inner)));
}
