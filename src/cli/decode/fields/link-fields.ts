/** The fields of HDLC frames around their information (IEC 62056-46, 6.4), check sequences compared. */

import { toHex } from '../../../encoding/hex.js';
import type { OctetReader } from '../../../encoding/octet-reader.js';
import { DlmsError } from '../../../errors.js';
import { decodeAddress, describeAddress, type HdlcAddress } from '../../../framing/hdlc/address.js';
import { decodeControl, describeControl } from '../../../framing/hdlc/control-field.js';
import { checkSequence } from '../../../framing/hdlc/fcs.js';
import { decodeFormat, FLAG, type FormatField } from '../../../framing/hdlc/frame.js';
import { type PlacedOctets, placeBehind } from '../place.js';
import type { Field, Told } from './field.js';
import { FieldNotes } from './field-notes.js';

const CHECK_SIZE = 2;

/** Fields of the information, of which a damaged frame may have a part; undefined where they are not told. */
export type TellInformation = (source: PlacedOctets, segmented: boolean) => readonly Field[] | undefined;

/**
 * @param source from the format field to the closing flag
 * @param tell of the information of a frame whose header holds
 */
export function frameFields(source: PlacedOctets, tell: TellInformation): readonly Field[] {
  return FieldNotes.of(source, (notes) => noteFrame(notes, source, tell));
}

function noteFrame(notes: FieldNotes, { octets, place }: PlacedOctets, tell: TellInformation): void {
  const { length, segmented } = notes.note('format', decodeFormat, formatTold);
  notes.note('destination', decodeAddress, addressTold);
  notes.note('source', decodeAddress, addressTold);
  notes.u8('control', (octet) => ({ value: octet, meaning: describeControl(decodeControl(octet)) }));
  const { reader } = notes;
  const body = length - CHECK_SIZE - reader.position;
  const holds = body <= 0 || noteCheck(notes, octets, 'HCS');
  const [at, count] = [reader.position, length - CHECK_SIZE - reader.position];
  const information = { octets: octets.subarray(at, at + Math.max(0, count)), place: placeBehind(place, at) };
  noteInformation(notes, count, holds ? tell(information, segmented) : undefined);
  noteCheck(notes, octets, 'FCS');
  notes.note('flag', readFlag, () => ({}));
}

function readFlag(reader: OctetReader): number {
  if (reader.peek() !== FLAG) throw reader.malformed('no flag where the length of a frame puts it');
  return reader.u8();
}

function noteInformation(notes: FieldNotes, count: number, inside: readonly Field[] | undefined): void {
  if (count < 0) notes.skim('information', tooShort);
  if (count === 0) return;
  if (inside === undefined) {
    notes.note('information', (reader) => reader.octets(count), hiddenTold);
    return;
  }
  const missing = Math.max(0, count - notes.reader.remaining);
  notes.insert(count - missing, inside);
  notes.skim('information', (reader) => reader.octets(missing));
}

function tooShort(reader: OctetReader): never {
  throw reader.malformed('the length of a frame ends it within its header');
}

/** Octets that were not decoded may hold a secret. */
function hiddenTold({ length }: Uint8Array): Told {
  return { hidden: true, meaning: `${length} octets` };
}

function formatTold({ length, segmented }: FormatField): Told {
  return { value: length, meaning: `type 3, ${length} octets${segmented ? ', segmented' : ''}` };
}

function addressTold(address: HdlcAddress): Told {
  return { value: describeAddress(address) };
}

/** A check sequence over all octets before it; whether it holds. */
function noteCheck(notes: FieldNotes, octets: Uint8Array, name: 'HCS' | 'FCS'): boolean {
  const due = checkSequence(octets.subarray(0, notes.reader.position));
  const right = Uint8Array.of(due & 0xff, due >> 8);
  const found = notes.note(
    name,
    (reader) => reader.octets(CHECK_SIZE),
    (stated) => {
      const value = toHex(stated);
      return value === toHex(right)
        ? { value, meaning: 'ok' }
        : { value, meaning: `wrong, ${toHex(right)} is due`, error: wrongCheck(name, value, toHex(right)) };
    },
  );
  return toHex(found) === toHex(right);
}

function wrongCheck(name: string, stated: string, right: string): DlmsError {
  return new DlmsError(`the ${name} of a frame is ${stated} where its octets give ${right}`, {
    code: 'DLMS_FRAME_CHECK',
    layer: 'hdlc',
    fault: 'line',
  });
}
