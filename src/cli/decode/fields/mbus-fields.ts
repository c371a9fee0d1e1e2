/** The fields of M-Bus long frames (EN 13757-2 and -3), lengths and checksum compared. */

import type { OctetReader } from '../../../encoding/octet-reader.js';
import { DlmsError } from '../../../errors.js';
import { MBUS_STOP, mbusChecksum } from '../../../framing/mbus-frame.js';
import type { PlacedOctets } from '../place.js';
import type { Field, Told } from './field.js';
import { FieldNotes } from './field-notes.js';

const CONTROLS: Readonly<Record<number, string>> = {
  83: 'SND-UD',
  115: 'SND-UD, frame count bit',
  8: 'RSP-UD',
};
const EVERYBODY = 0xff;
const MOST_DLMS_CI = 0x1f;
const LAST = 0x10;
const NUMBER = 0x0f;
/** C, A and CI fields. */
const COUNTED_FIELDS = 3;
const TRAILER = 2;

/**
 * @param source from the start octet to the stop octet
 * @param inside fields of the data behind the CI field, or of the service access points as well; left out where
 * it is not told
 */
export function mbusFields(source: PlacedOctets, inside?: readonly Field[]): readonly Field[] {
  return FieldNotes.of(source, (notes) => {
    noteStart(notes);
    const length = notes.u8('length');
    noteLengthAgain(notes, length);
    noteStart(notes);
    const from = notes.reader.position;
    notes.u8('C field', (octet) => ({ value: octet, meaning: CONTROLS[octet] }));
    notes.u8('A field', (octet) => ({
      value: octet,
      meaning: octet === EVERYBODY ? 'everybody' : undefined,
    }));
    const information = notes.u8('CI field', informationTold);
    noteData(notes, information, source.octets.length - TRAILER - from - COUNTED_FIELDS, inside);
    noteChecksum(notes, source.octets.subarray(from, notes.reader.position));
    notes.note('stop', readStop, () => ({}));
  });
}

function noteStart(notes: FieldNotes): void {
  notes.u8('start', () => ({}));
}

/** The two lengths are one and the same, and count what stands up to the checksum. */
function noteLengthAgain(notes: FieldNotes, length: number): void {
  notes.note(
    'length again',
    (reader) => ({ again: reader.u8(), counted: reader.remaining - 1 - TRAILER }),
    ({ again, counted }) => {
      if (again !== length) return wrong(again, `lengths ${length} and ${again} in one frame`);
      return counted === length
        ? { value: again }
        : wrong(again, `the length is ${length} where the frame has ${counted} octets to count`);
    },
  );
}

function noteData(notes: FieldNotes, information: number, count: number, inside?: readonly Field[]): void {
  let left = Math.max(0, count);
  if (information <= MOST_DLMS_CI && left >= 2) {
    notes.u8('source TSAP');
    notes.u8('destination TSAP');
    left -= 2;
  }
  if (inside !== undefined) notes.insert(left, inside);
  else
    notes.note(
      'data',
      (reader) => reader.octets(left),
      ({ length }) => ({ hidden: true, meaning: `${length} octets` }),
    );
}

function noteChecksum(notes: FieldNotes, counted: Uint8Array): void {
  const due = mbusChecksum(counted);
  notes.u8('checksum', (stated) =>
    stated === due
      ? { value: stated, meaning: 'ok' }
      : wrong(
          stated,
          `the checksum of a frame is ${hex(stated)} where its octets give ${hex(due)}`,
          'DLMS_FRAME_CHECK',
        ),
  );
}

function readStop(reader: OctetReader): number {
  if (reader.peek() !== MBUS_STOP)
    throw reader.malformed('no stop octet where the length of a frame puts it');
  return reader.u8();
}

function informationTold(octet: number): Told {
  if (octet > MOST_DLMS_CI) return { value: octet, meaning: 'not DLMS' };
  const last = (octet & LAST) === 0 ? '' : ', the last';
  return { value: octet, meaning: `segment ${octet & NUMBER}${last}` };
}

function wrong(value: number, message: string, code = 'DLMS_MALFORMED'): Told {
  return { value, error: new DlmsError(message, { code, layer: 'transport', fault: 'line' }) };
}

function hex(octet: number): string {
  return octet.toString(16).padStart(2, '0').toUpperCase();
}
