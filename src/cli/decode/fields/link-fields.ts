/** The fields of HDLC frames around their information (IEC 62056-46, 6.4), check sequences compared. */

import { toHex } from '../../../encoding/hex.js';
import type { OctetReader } from '../../../encoding/octet-reader.js';
import { DlmsError } from '../../../errors.js';
import { decodeAddress, describeAddress, type HdlcAddress } from '../../../framing/hdlc/address.js';
import { decodeControl, describeControl } from '../../../framing/hdlc/control-field.js';
import { checkSequence } from '../../../framing/hdlc/fcs.js';
import { decodeFormat, FLAG, type FormatField } from '../../../framing/hdlc/frame.js';
import type { PlacedOctets } from '../place.js';
import type { Field, Told } from './field.js';
import { FieldNotes } from './field-notes.js';

const CHECK_SIZE = 2;

/**
 * @param source from the format field to the closing flag
 * @param inside fields of the information; left out where it is not told
 */
export function frameFields(source: PlacedOctets, inside?: readonly Field[]): readonly Field[] {
  return FieldNotes.of(source, (notes) => noteFrame(notes, source.octets, inside));
}

function noteFrame(notes: FieldNotes, octets: Uint8Array, inside: readonly Field[] | undefined): void {
  const { length } = notes.note('format', decodeFormat, formatTold);
  notes.note('destination', decodeAddress, addressTold);
  notes.note('source', decodeAddress, addressTold);
  notes.u8('control', (octet) => ({ value: octet, meaning: describeControl(decodeControl(octet)) }));
  const { reader } = notes;
  const body = length - CHECK_SIZE - reader.position;
  if (body > 0) noteCheck(notes, octets, 'HCS');
  noteInformation(notes, length - CHECK_SIZE - reader.position, inside);
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
  if (inside === undefined) notes.note('information', (reader) => reader.octets(count), hiddenTold);
  else notes.insert(count, inside);
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

/** A check sequence over all octets before it. */
function noteCheck(notes: FieldNotes, octets: Uint8Array, name: 'HCS' | 'FCS'): void {
  const due = checkSequence(octets.subarray(0, notes.reader.position));
  const right = Uint8Array.of(due & 0xff, due >> 8);
  notes.note(
    name,
    (reader) => reader.octets(CHECK_SIZE),
    (stated) => {
      const value = toHex(stated);
      return value === toHex(right)
        ? { value, meaning: 'ok' }
        : { value, meaning: `wrong, ${toHex(right)} is due`, error: wrongCheck(name, value, toHex(right)) };
    },
  );
}

function wrongCheck(name: string, stated: string, right: string): DlmsError {
  return new DlmsError(`the ${name} of a frame is ${stated} where its octets give ${right}`, {
    code: 'DLMS_FRAME_CHECK',
    layer: 'hdlc',
    fault: 'line',
  });
}
