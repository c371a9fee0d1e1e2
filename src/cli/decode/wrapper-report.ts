/** WPDUs one behind the other (IEC 62056-47). */
import { OctetReader } from '../../encoding/octet-reader.js';
import { DlmsError } from '../../errors.js';
import { decodeWpdu, type Wpdu, WRAPPER_HEADER_LENGTH } from '../../framing/wrapper.js';
import type { ApduReporter } from './apdu-report.js';
import { damagedApduFields } from './damaged-contents.js';
import { FieldNotes, number } from './fields/field-notes.js';
import { orError } from './or-error.js';
import { type PlacedOctets, placeBehind } from './place.js';
import { errorReport, found, makeReport, type Report, together } from './report.js';
import { PduSearch } from './search.js';
import type { Unit } from './unit.js';

const VERSION = 1;

/** Nothing marks where the next one starts behind one that is damaged: it is searched for. */
export function* wrapperUnits(source: PlacedOctets, apdus: ApduReporter): Generator<Unit> {
  const { octets } = source;
  const search = new PduSearch(octets);
  for (let offset = 0; offset < octets.length; ) {
    const rest = octets.subarray(offset);
    const place = placeBehind(source.place, offset);
    const reader = new OctetReader(rest, 'wrapper');
    const wpdu = orError(() => decodeWpdu(reader));
    const size = wpdu instanceof DlmsError ? damagedSize(search, octets, offset) : reader.position;
    const whole = { octets: rest.subarray(0, size), place };
    yield { end: place(size - 1), tell: () => [unitReport(wpdu, whole, apdus)] };
    offset += size;
  }
}

function damagedSize(search: PduSearch, octets: Uint8Array, offset: number): number {
  return (search.next(offset + 1, ['wrapper'])?.offset ?? octets.length) - offset;
}

function unitReport(wpdu: Wpdu | DlmsError, whole: PlacedOctets, apdus: ApduReporter): Report {
  return wpdu instanceof DlmsError ? damagedReport(whole, wpdu) : wpduReport(wpdu, whole, apdus);
}

function wpduReport({ source, destination, apdu }: Wpdu, whole: PlacedOctets, apdus: ApduReporter): Report {
  const place = placeBehind(whole.place, WRAPPER_HEADER_LENGTH);
  const head = found({ source, destination, apduOffset: place(0) }, headerFields(whole));
  const inside = apdus.report({ octets: apdu, place }, `${source} ${destination}`);
  return makeReport('wrapper', whole.place(0), whole.octets.length, together(head, inside));
}

function damagedReport(source: PlacedOctets, error: DlmsError): Report {
  const finding = found(errorReport(error), headerFields(source, true));
  return makeReport('damaged', source.place(0), source.octets.length, finding);
}

/** @param withApdu notes that octets of the APDU are missing */
function headerFields(source: PlacedOctets, withApdu = false) {
  return FieldNotes.of(source, (notes) => {
    notes.note('version', readVersion, number);
    notes.u16('source wPort');
    notes.u16('destination wPort');
    const length = notes.note('length', readSize, number);
    if (withApdu) noteDamagedApdu(notes, length, source);
  });
}

/** Octets of it are missing. */
function noteDamagedApdu(notes: FieldNotes, length: number, { octets, place }: PlacedOctets): void {
  const { remaining, position } = notes.reader;
  const [there, missing] = [Math.min(length, remaining), Math.max(0, length - remaining)];
  const apdu = { octets: octets.subarray(position, position + there), place: placeBehind(place, position) };
  const fields = damagedApduFields(apdu);
  if (fields !== undefined) notes.insert(there, fields);
  notes.skim('APDU', (reader) => reader.octets(fields === undefined ? length : missing));
}

function readVersion(reader: OctetReader): number {
  const version = reader.u16();
  if (version !== VERSION) throw reader.malformed(`wrapper of version ${version}`);
  return version;
}

function readSize(reader: OctetReader): number {
  const octets = reader.u16();
  if (octets === 0) throw reader.malformed('wrapper around nothing');
  return octets;
}
