/** The octet behind the tag of a service's APDU, which says what kind of request or response it is. */
import type { OctetReader } from '../../../encoding/octet-reader.js';
import type { FieldNotes } from './field-notes.js';

/** @param names they stand for 1 and so on. @throws DlmsError DLMS_MALFORMED for any other octet */
export function noteType(notes: FieldNotes, what: string, names: readonly string[]): string {
  const read = (reader: OctetReader): string => {
    const type = reader.u8();
    const name = names[type - 1];
    if (name === undefined) throw reader.malformed(`${what} of the unknown type ${type}`);
    return name;
  };
  return notes.note('type', read, (name) => ({ value: names.indexOf(name) + 1, meaning: name }));
}
