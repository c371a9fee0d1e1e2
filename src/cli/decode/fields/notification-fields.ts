/** The fields of what meters send unasked, and of general block transfer (Green Book, COSEMpdu). */
import { MAX_WINDOW } from '../../../apdu/general-block-transfer.js';
import { noteData } from './data-fields.js';
import type { Told } from './field.js';
import type { FieldNotes } from './field-notes.js';
import { dateTimeTold } from './meanings.js';
import {
  noteAttribute,
  noteDateTimeField,
  noteLongInvokeId,
  noteOctetString,
  noteOptional,
} from './parts.js';

const LAST_BLOCK = 0x80;
const STREAMING = 0x40;

export function noteDataNotification(notes: FieldNotes): void {
  noteLongInvokeId(notes);
  noteDateTimeField(notes);
  noteData(notes);
}

export function noteEventNotification(notes: FieldNotes): void {
  noteOptional(notes, 'time', () => noteOctetString(notes, 'time', dateTimeTold));
  noteAttribute(notes);
  noteData(notes);
}

/** Pieces by themselves are not shown: they may hold a part of a secret. */
export function noteGeneralBlockTransfer(notes: FieldNotes): void {
  notes.u8('block-control', controlTold);
  notes.u16('block-number');
  notes.u16('block-number-ack');
  noteOctetString(notes, 'block-data', ({ length }) => ({ hidden: true, meaning: `${length} octets` }));
}

function controlTold(control: number): Told {
  const words = [
    ...((control & LAST_BLOCK) === 0 ? [] : ['last block']),
    ...((control & STREAMING) === 0 ? [] : ['streaming']),
    `window ${control & MAX_WINDOW}`,
  ];
  return { value: control, meaning: words.join(', ') };
}
