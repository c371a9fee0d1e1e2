/**
 * The fields of AARQ, AARE, RLRQ and RLRE (Green Book, ACSE APDUs in BER), in the order in which they came.
 * Lengths are taken as tolerantly as where these APDUs are read (acse.ts).
 */
import { decodeLeadingApdu } from '../../../apdu/apdu.js';
import { readLength } from '../../../encoding/axdr.js';
import { readTlv } from '../../../encoding/ber.js';
import { OctetReader } from '../../../encoding/octet-reader.js';
import { DlmsError } from '../../../errors.js';
import { ACSE_FIELDS, type AcseRow, MECHANISM_TAGS } from './acse-field-table.js';
import type { Told } from './field.js';
import type { FieldNotes } from './field-notes.js';
import { noteUserInformation } from './user-information-fields.js';

const USER_INFORMATION = 0xbe;
/** Octets of APDUs of this kind that are looked at as a whole. */
const MOST_ACSE = 1024;
const UNKNOWN: AcseRow = { name: 'unknown field', tell: () => ({ hidden: true }) };

/** Behind the tag. */
export function noteAcse(notes: FieldNotes, tag: number): void {
  const whole = Uint8Array.of(tag, ...notes.ahead.subarray(0, MOST_ACSE));
  const { reader } = notes;
  const start = reader.position - 1;
  const tell = (value: number) => lengthTold(value, whole, reader.position - start);
  const length = notes.note('length', readLength, tell);
  const rows = ACSE_FIELDS[tag] ?? {};
  const after = Math.max(0, reader.remaining - length);
  if (after > 0) noteFields(notes, rows, after);
  else notes.within('contents', length, (inner) => noteFields(inner, rows, 0));
}

/** Some meters state too little, and are understood all the same. @param at where the contents begin */
function lengthTold(length: number, whole: Uint8Array, at: number): Told {
  const end = at + length < whole.length ? endOf(whole) : undefined;
  const short = end === undefined ? 0 : end - at - length;
  return { value: length, meaning: short > 0 ? `${short} too few` : undefined };
}

/** Of the APDU in front; undefined where it cannot be read. */
function endOf(octets: Uint8Array): number | undefined {
  try {
    return octets.length - decodeLeadingApdu(octets).trailing.length;
  } catch (error) {
    if (error instanceof DlmsError) return undefined;
    throw error;
  }
}

/** What is known of an APDU before its fields are noted one by one. */
interface Outline {
  readonly rows: Readonly<Record<number, AcseRow>>;
  readonly mechanism: string | undefined;
  /** How often each field still comes: only the last one of a tag counts. */
  readonly left: Map<number, number>;
}

/** Until no more than `after` octets are left; the user-information is then the last field. */
function noteFields(notes: FieldNotes, rows: Outline['rows'], after: number): void {
  const { reader } = notes;
  const outline = outlineOf(notes.ahead.subarray(0, reader.remaining - after), rows);
  while (reader.remaining > after) {
    const counts = after > 0 || (outline.left.get(USER_INFORMATION) ?? 1) === 1;
    const isInformation = counts && reader.peek() === USER_INFORMATION;
    if (isInformation) notes.group('user-information', (inner) => noteInformation(inner, after));
    else noteField(notes, outline);
    if (isInformation && after > 0) return;
  }
  if (reader.remaining < after) notes.skim('contents', tooFar);
}

function tooFar(reader: OctetReader): never {
  throw reader.malformed('a field reaches beyond its APDU');
}

/** As far as the fields can be told apart. */
function outlineOf(octets: Uint8Array, rows: Outline['rows']): Outline {
  const reader = new OctetReader(octets, 'association');
  const left = new Map<number, number>();
  let mechanism: string | undefined;
  try {
    while (reader.remaining > 0) {
      const { tag, value } = readTlv(reader);
      left.set(tag, (left.get(tag) ?? 0) + 1);
      if (MECHANISM_TAGS.includes(tag)) mechanism = String(rows[tag]?.tell(readerOf(value), undefined).value);
    }
  } catch (error) {
    if (!(error instanceof DlmsError)) throw error;
  }
  return { rows, mechanism, left };
}

/** The last field of an APDU that ends too soon goes as far as its own APDU. */
function noteInformation(notes: FieldNotes, after: number): void {
  const length = notes.skim('user-information', (reader) => {
    reader.u8();
    return readLength(reader);
  });
  if (after > 0) noteUserInformation(notes);
  else notes.within('user-information', length, noteUserInformation);
}

function noteField(notes: FieldNotes, { rows, mechanism, left }: Outline): void {
  const tag = notes.reader.peek() ?? 0;
  const row = rows[tag] ?? UNKNOWN;
  const again = (left.get(tag) ?? 1) > 1;
  left.set(tag, (left.get(tag) ?? 1) - 1);
  notes.note(row.name, readTlv, ({ value }) =>
    again ? { hidden: true, meaning: 'comes once more' } : told(row, value, mechanism),
  );
}

/** Contents that cannot be read spoil this field alone. */
function told({ tell }: AcseRow, value: Uint8Array, mechanism: string | undefined): Told {
  try {
    return tell(readerOf(value), mechanism);
  } catch (error) {
    if (error instanceof DlmsError) return { secret: true, error };
    throw error;
  }
}

function readerOf(contents: Uint8Array): OctetReader {
  return new OctetReader(contents, 'association');
}
