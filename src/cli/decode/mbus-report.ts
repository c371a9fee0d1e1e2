/** Wired M-Bus frames out of any octets: noise around them is told, segments are joined, APDUs are decoded. */
import { DlmsError } from '../../errors.js';
import { MBUS_HEADER_LENGTH, MBUS_TRAILER_LENGTH, type MbusFrame } from '../../framing/mbus-frame.js';
import { damagedApduFields } from './damaged-contents.js';
import type { Field } from './fields/field.js';
import { mbusFields } from './fields/mbus-fields.js';
import type { MbusContents } from './mbus-contents.js';
import { beginsAsMbusFrame, likelySize, mbusPieces } from './mbus-pieces.js';
import { type PlacedOctets, placeBehind } from './place.js';
import { errorReport, found, makeReport, type Report, together } from './report.js';
import type { Teller } from './teller.js';
import type { Unit } from './unit.js';

/** C, A and CI fields. */
const COUNTED_FIELDS = 3;
/** CI field of an APDU in one frame. */
const ONLY_SEGMENT = 0x10;
/** A frame whose length counts 255 octets. */
const LONGEST = MBUS_HEADER_LENGTH + 0xff + MBUS_TRAILER_LENGTH;

type TellNoise = (source: PlacedOctets, error: DlmsError) => readonly Report[];

export function* mbusUnits(source: PlacedOctets, teller: Teller, tellNoise: TellNoise): Generator<Unit> {
  for (const { offset, end, found: one } of mbusPieces(source.octets)) {
    const piece = { octets: source.octets.subarray(offset, end), place: placeBehind(source.place, offset) };
    yield {
      end: source.place(end - 1),
      tell: () => {
        if (!(one instanceof DlmsError)) return [frameReport(one, piece, teller.mbus)];
        return beginsAsMbusFrame(piece.octets, 0)
          ? damagedReports(piece, one, teller.mbus, tellNoise)
          : tellNoise(piece, one);
      },
    };
  }
}

function frameReport(frame: MbusFrame, piece: PlacedOctets, contents: MbusContents): Report {
  const { control, address, controlInformation, data } = frame;
  const inside = contents.see(frame, placeBehind(piece.place, MBUS_HEADER_LENGTH + COUNTED_FIELDS));
  const head = found({ control, address, controlInformation, informationLength: data.length });
  const { report, notes } = together(head, inside);
  const fields = mbusFields(piece, () => inside.fields);
  return makeReport('mbus', piece.place(0), piece.octets.length, { report, notes, fields });
}

/** The frame as far as it goes, and noise behind it. */
function damagedReports(
  piece: PlacedOctets,
  error: DlmsError,
  contents: MbusContents,
  tellNoise: TellNoise,
): readonly Report[] {
  const { octets, place } = piece;
  const size = likelySize(octets);
  const source = { octets: octets.subarray(0, size), place };
  const report = size > LONGEST ? overlongReport(source, error, contents) : damagedReport(source, error);
  const rest = { octets: octets.subarray(size), place: placeBehind(place, size) };
  return rest.octets.length === 0 ? [report] : [report, ...tellNoise(rest, error)];
}

function damagedReport(source: PlacedOctets, error: DlmsError): Report {
  const fields = mbusFields(source, damagedSegmentFields);
  return makeReport('damaged', source.place(0), source.octets.length, found(errorReport(error), fields));
}

/** Only its length does not hold, of which a meter has sent the low octet alone: the rest is proved. */
function overlongReport(source: PlacedOctets, error: DlmsError, contents: MbusContents): Report {
  const { octets, place } = source;
  const [control = 0, address = 0, controlInformation = 0] = octets.subarray(MBUS_HEADER_LENGTH);
  const at = MBUS_HEADER_LENGTH + COUNTED_FIELDS;
  const data = octets.slice(at, -MBUS_TRAILER_LENGTH);
  const inside = contents.see({ control, address, controlInformation, data }, placeBehind(place, at));
  const { report, notes } = together(found(errorReport(error)), inside);
  const fields = mbusFields(source, () => inside.fields);
  return makeReport('damaged', place(0), octets.length, { report, notes, fields });
}

/** Of the first segment: behind others the beginning is missing. */
function damagedSegmentFields(
  source: PlacedOctets,
  controlInformation: number,
): readonly Field[] | undefined {
  return controlInformation === ONLY_SEGMENT ? damagedApduFields(source) : undefined;
}
