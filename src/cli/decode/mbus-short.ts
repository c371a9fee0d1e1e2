/** What masters and meters of wired M-Bus say without data: short frames and the acknowledge (EN 13757-2). */
import { MBUS_STOP, mbusChecksum } from '../../framing/mbus-frame.js';
import { FieldNotes } from './fields/field-notes.js';
import { type PlacedOctets, placeBehind } from './place.js';
import { found, makeReport, type Report } from './report.js';
import type { Unit } from './unit.js';

const ACKNOWLEDGE = 0xe5;
const SHORT_START = 0x10;
const SHORT_LENGTH = 5;

const CONTROLS: Readonly<Record<number, string>> = {
  64: 'SND-NKE, resets the link',
  90: 'REQ-UD1, asks for alarms',
  91: 'REQ-UD2, asks for data',
  122: 'REQ-UD1, asks for alarms, frame count bit',
  123: 'REQ-UD2, asks for data, frame count bit',
};

/** All octets as such, one behind the other; undefined where anything else is among them. */
export function shortMbusUnits(source: PlacedOctets): Iterable<Unit> | undefined {
  const { octets } = source;
  let at = 0;
  while (at < octets.length && (octets[at] === ACKNOWLEDGE || isShortFrame(octets, at)))
    at += sizeAt(octets, at);
  return at === octets.length && at > 0 ? unitsOf(source) : undefined;
}

function* unitsOf({ octets, place }: PlacedOctets): Generator<Unit> {
  for (let at = 0; at < octets.length; at += sizeAt(octets, at)) {
    const size = sizeAt(octets, at);
    const own = { octets: octets.subarray(at, at + size), place: placeBehind(place, at) };
    yield { end: place(at + size - 1), tell: () => [size === 1 ? acknowledgeReport(own) : shortReport(own)] };
  }
}

function sizeAt(octets: Uint8Array, at: number): number {
  return octets[at] === ACKNOWLEDGE ? 1 : SHORT_LENGTH;
}

function acknowledgeReport(source: PlacedOctets): Report {
  const fields = FieldNotes.of(source, (notes) => void notes.u8('acknowledge', () => ({})));
  return makeReport('mbus', source.place(0), 1, found({ acknowledge: true }, fields));
}

function shortReport(source: PlacedOctets): Report {
  const { octets, place } = source;
  const [, control = 0, address = 0] = octets;
  const fields = FieldNotes.of(source, (notes) => {
    notes.u8('start', () => ({}));
    notes.u8('C field', (octet) => ({ value: octet, meaning: CONTROLS[octet] }));
    notes.u8('A field');
    notes.u8('checksum', (octet) => ({ value: octet, meaning: 'ok' }));
    notes.u8('stop', () => ({}));
  });
  return makeReport('mbus', place(0), octets.length, found({ control, address }, fields));
}

function isShortFrame(octets: Uint8Array, at: number): boolean {
  const [start, control = 0, address = 0, checksum, stop] = octets.subarray(at, at + SHORT_LENGTH);
  if (start !== SHORT_START || stop !== MBUS_STOP) return false;
  return checksum === mbusChecksum(Uint8Array.of(control, address));
}
