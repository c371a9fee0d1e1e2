/** Wired M-Bus frames out of any octets: noise around them is told, segments are joined, APDUs are decoded. */
import { DlmsError } from '../../errors.js';
import { MBUS_HEADER_LENGTH, type MbusFrame } from '../../framing/mbus-frame.js';
import { mbusFields } from './fields/mbus-fields.js';
import type { MbusContents } from './mbus-contents.js';
import { beginsAsMbusFrame, likelySize, mbusPieces } from './mbus-pieces.js';
import { type PlacedOctets, placeBehind } from './place.js';
import { errorReport, found, makeReport, type Report, together } from './report.js';
import type { Teller } from './teller.js';
import type { Unit } from './unit.js';

/** C, A and CI fields. */
const COUNTED_FIELDS = 3;

type TellNoise = (source: PlacedOctets, error: DlmsError) => readonly Report[];

export function* mbusUnits(source: PlacedOctets, teller: Teller, tellNoise: TellNoise): Generator<Unit> {
  for (const { offset, end, found: one } of mbusPieces(source.octets)) {
    const piece = { octets: source.octets.subarray(offset, end), place: placeBehind(source.place, offset) };
    yield {
      end: source.place(end - 1),
      tell: () => {
        if (!(one instanceof DlmsError)) return [frameReport(one, piece, teller.mbus)];
        return beginsAsMbusFrame(piece.octets, 0)
          ? damagedReports(piece, one, tellNoise)
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
  const fields = mbusFields(piece, inside.fields);
  return makeReport('mbus', piece.place(0), piece.octets.length, { report, notes, fields });
}

/** The frame as far as it goes, and noise behind it. */
function damagedReports(piece: PlacedOctets, error: DlmsError, tellNoise: TellNoise): readonly Report[] {
  const { octets, place } = piece;
  const size = likelySize(octets);
  const frame = { octets: octets.subarray(0, size), place };
  const fields = mbusFields(frame);
  const report = makeReport('damaged', place(0), size, found(errorReport(error), fields));
  const rest = { octets: octets.subarray(size), place: placeBehind(place, size) };
  return rest.octets.length === 0 ? [report] : [report, ...tellNoise(rest, error)];
}
