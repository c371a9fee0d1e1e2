/** The fields of M-Bus long frames (EN 13757-2 and -3), lengths and checksum compared. */

import type { OctetReader } from '../../../encoding/octet-reader.js';
import { DlmsError } from '../../../errors.js';
import { MBUS_HEADER_LENGTH, MBUS_STOP, mbusChecksum } from '../../../framing/mbus-frame.js';
import { type PlacedOctets, placeBehind } from '../place.js';
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
/** Service access points of both ends. */
const TSAPS = 2;

/** Fields of what a segment holds, of which a damaged frame may have a part; undefined where they are not told. */
export type TellSegment = (source: PlacedOctets, controlInformation: number) => readonly Field[] | undefined;

/**
 * @param source from the start octet to the stop octet, where it came
 * @param tell of the data behind the CI field and the service access points
 */
export function mbusFields(source: PlacedOctets, tell: TellSegment): readonly Field[] {
  return FieldNotes.of(source, (notes) => {
    noteStart(notes);
    const length = notes.u8('length');
    const isCut = source.octets.length < MBUS_HEADER_LENGTH + length && source.octets.at(-1) !== MBUS_STOP;
    noteLengthAgain(notes, length, isCut);
    noteStart(notes);
    const from = notes.reader.position;
    notes.u8('C field', (octet) => ({ value: octet, meaning: CONTROLS[octet] }));
    notes.u8('A field', (octet) => ({
      value: octet,
      meaning: octet === EVERYBODY ? 'everybody' : undefined,
    }));
    const information = notes.u8('CI field', informationTold);
    const end = isCut ? MBUS_HEADER_LENGTH + length : source.octets.length - TRAILER;
    noteData(notes, source, { information, count: end - from - COUNTED_FIELDS, tell });
    noteChecksum(notes, source.octets.subarray(from, notes.reader.position));
    notes.note('stop', readStop, () => ({}));
  });
}

function noteStart(notes: FieldNotes): void {
  notes.u8('start', () => ({}));
}

/** The two lengths are one and the same, and count what stands up to the checksum. */
function noteLengthAgain(notes: FieldNotes, length: number, isCut: boolean): void {
  notes.note(
    'length again',
    (reader) => ({ again: reader.u8(), counted: reader.remaining - 1 - TRAILER }),
    ({ again, counted }) => {
      if (again !== length) return wrong(again, `lengths ${length} and ${again} in one frame`);
      return counted === length || isCut
        ? { value: again }
        : wrong(again, `the length is ${length} where the frame has ${counted} octets to count`);
    },
  );
}

interface SegmentData {
  readonly information: number;
  readonly count: number;
  readonly tell: TellSegment;
}

function noteData(notes: FieldNotes, source: PlacedOctets, { information, count, tell }: SegmentData): void {
  let left = Math.max(0, count);
  if (information <= MOST_DLMS_CI && left >= TSAPS) {
    notes.u8('source TSAP');
    notes.u8('destination TSAP');
    left -= TSAPS;
  }
  const { position: at, remaining } = notes.reader;
  const there = Math.min(left, remaining);
  const octets = source.octets.subarray(at, at + there);
  const inside = tell({ octets, place: placeBehind(source.place, at) }, information);
  const told = ({ length }: Uint8Array) => ({ hidden: true, meaning: `${length} octets` });
  if (inside === undefined) {
    notes.note('data', (reader) => reader.octets(left), told);
    return;
  }
  notes.insert(there, inside);
  notes.skim('data', (reader) => reader.octets(left - there));
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
