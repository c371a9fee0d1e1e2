/** The fields of the user-information of ACSE APDUs (Green Book): an OCTET STRING around one xDLMS APDU. */
import { isProtectedTag } from '../../../apdu/protected-apdu.js';
import { APDU_TAG } from '../../../apdu/tag.js';
import { readUserInformation } from '../../../apdu/user-information.js';
import { readLength } from '../../../encoding/axdr.js';
import { OctetReader } from '../../../encoding/octet-reader.js';
import { isApdu } from '../wrapper-detection.js';
import type { FieldNotes } from './field-notes.js';
import { noteConfirmedServiceError, noteInitiateRequest, noteInitiateResponse } from './initiate-fields.js';
import { noteProtected } from './protected-fields.js';
import { tagTold } from './tag-field.js';

const OCTET_STRING = 0x04;
const NONE = new Uint8Array();

const READERS: Readonly<Record<number, (notes: FieldNotes) => void>> = {
  [APDU_TAG.initiateRequest]: noteInitiateRequest,
  [APDU_TAG.initiateResponse]: noteInitiateResponse,
  [APDU_TAG.confirmedServiceError]: noteConfirmedServiceError,
};

export function noteUserInformation(notes: FieldNotes): void {
  const { ahead } = notes;
  if (notes.reader.peek() === OCTET_STRING) {
    notes.skim('length', (reader) => {
      reader.u8();
      return readLength(reader);
    });
  }
  const tag = notes.reader.peek();
  const read = READERS[tag ?? -1];
  if (read !== undefined) {
    notes.u8('APDU', tagTold);
    read(notes);
  } else if (tag !== undefined) noteOctets(notes, ahead);
}

/** A protected APDU, or other octets, which are kept as they are. */
function noteOctets(notes: FieldNotes, whole: Uint8Array): void {
  const information = notes.skim('octets', () => readUserInformation(new OctetReader(whole, 'association')));
  const octets = information?.kind === 'unsupported' ? information.octets : NONE;
  if (isProtectedTag(octets[0]) && isApdu(octets)) noteProtected(notes);
  else
    notes.note(
      'octets',
      (reader) => reader.octets(octets.length),
      () => ({ hidden: true }),
    );
}
