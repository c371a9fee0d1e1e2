/** The fields of link parameters in SNRM and UA (IEC 62056-46, 6.4.4.4.3.2). */
import { toHex } from '../../../encoding/hex.js';
import type { OctetReader } from '../../../encoding/octet-reader.js';
import type { PlacedOctets } from '../place.js';
import type { Field, Told } from './field.js';
import { FieldNotes } from './field-notes.js';

const NAMES: Readonly<Record<number, string>> = {
  5: 'max-info-transmit',
  6: 'max-info-receive',
  7: 'window-transmit',
  8: 'window-receive',
};
const HDLC_PARAMETERS = 0x80;

/** @param source a whole information field */
export function linkParameterFields(source: PlacedOctets): readonly Field[] {
  return FieldNotes.of(source, (notes) => {
    notes.u8('format identifier');
    while (notes.reader.remaining > 0) noteGroup(notes);
  });
}

function noteGroup(notes: FieldNotes): void {
  const identifier = notes.u8('group identifier');
  const length = notes.u8('group length');
  notes.within('parameters', length, (inner) => {
    while (identifier === HDLC_PARAMETERS && inner.reader.remaining > 0) noteParameter(inner);
  });
}

/** Identifier, length, value. */
function noteParameter(notes: FieldNotes): void {
  const name = NAMES[notes.reader.peek() ?? 0] ?? 'parameter';
  notes.note(name, readParameter, parameterTold);
}

function readParameter(reader: OctetReader): Uint8Array {
  reader.u8();
  return reader.octets(reader.u8());
}

/** Values of any size pass; those that are senselessly long are told as they are. */
function parameterTold(value: Uint8Array): Told {
  return { value: value.length > 6 ? toHex(value) : Number.parseInt(toHex(value) || '0', 16) };
}
