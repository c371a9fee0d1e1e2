/** HDLC frames out of any octets: noise around them is told, segments are joined, APDUs are decoded. */
import { OctetReader } from '../../encoding/octet-reader.js';
import { DlmsError } from '../../errors.js';
import { decodeAddress, describeAddress } from '../../framing/hdlc/address.js';
import { decodeControl } from '../../framing/hdlc/control-field.js';
import { decodeFormat, FLAG, type HdlcFrame } from '../../framing/hdlc/frame.js';
import { damagedLlcFields } from './damaged-contents.js';
import { type Field, makeField } from './fields/field.js';
import { frameFields } from './fields/link-fields.js';
import type { HdlcContents } from './hdlc-contents.js';
import { beginsAsFrame, hdlcPieces } from './hdlc-pieces.js';
import { type PlacedOctets, placeBehind } from './place.js';
import { errorReport, found, makeReport, type PlainObject, type Report, together } from './report.js';
import type { Teller } from './teller.js';
import type { Unit } from './unit.js';

/** Octets of the FCS and of the closing flag, behind the information. */
const TRAILER = 3;

/** Tells octets that are no frame, and do not begin like one. */
type TellNoise = (source: PlacedOctets, error: DlmsError) => readonly Report[];

export function* hdlcUnits(source: PlacedOctets, teller: Teller, tellNoise: TellNoise): Generator<Unit> {
  for (const { offset, end, found: one } of hdlcPieces(source.octets)) {
    const piece = { octets: source.octets.subarray(offset, end), place: placeBehind(source.place, offset) };
    // The flag that ends a damaged frame is its own only where no other frame begins with it.
    const isClosed = one instanceof DlmsError && source.octets[end] === FLAG;
    const octets = source.octets.subarray(offset, isClosed ? end + 1 : end);
    const length = end === source.octets.length - 1 ? octets.length : piece.octets.length;
    yield {
      end: source.place(end - 1),
      tell: () => {
        if (!(one instanceof DlmsError)) return [frameReport(one, piece, teller.hdlc)];
        return beginsAsFrame(octets, 0)
          ? [damagedReport({ ...piece, octets }, length, one)]
          : tellNoise(piece, one);
      },
    };
  }
}

function frameReport(frame: HdlcFrame, { octets, place }: PlacedOctets, contents: HdlcContents): Report {
  const at = octets.length - TRAILER - frame.information.length;
  const inside = contents.see(frame, { octets: frame.information, place: placeBehind(place, at) });
  const body = { octets: octets.subarray(1), place: placeBehind(place, 1) };
  const fields = [flagField(place(0)), ...frameFields(body, () => inside.fields)];
  return makeReport('hdlc', place(0), octets.length, { ...together(found(header(frame)), inside), fields });
}

function header({ destination, source, control, segmented, information }: HdlcFrame): PlainObject {
  return {
    destination: { address: describeAddress(destination), ...destination },
    source: { address: describeAddress(source), ...source },
    control: { ...control },
    segmented,
    ...(information.length > 0 ? { hcs: 'ok' } : {}),
    fcs: 'ok',
    informationLength: information.length,
  };
}

/** What its header states, which of its fields are wrong, and what can be read all the same. */
function damagedReport({ octets, place }: PlacedOctets, length: number, error: DlmsError): Report {
  const body = frameFields(
    { octets: octets.subarray(1), place: placeBehind(place, 1) },
    (source, isSegment) => (isSegment ? undefined : damagedLlcFields(source)),
  );
  const finding = found({ ...stated(octets.subarray(1), body), ...errorReport(error) }, [
    flagField(place(0)),
    ...body,
  ]);
  return makeReport('damaged', place(0), length, finding);
}

function stated(octets: Uint8Array, fields: readonly Field[]): PlainObject {
  try {
    const reader = new OctetReader(octets, 'hdlc');
    const { length, segmented } = decodeFormat(reader);
    const destination = { ...decodeAddress(reader) };
    const source = { ...decodeAddress(reader) };
    const control = { ...decodeControl(reader.u8()) };
    const hasInformation = length - 2 > reader.position;
    return {
      stated: { length, segmented, destination, source, control },
      ...(hasInformation ? { hcs: stateOf('HCS', fields) } : {}),
      fcs: stateOf('FCS', fields),
    };
  } catch (error) {
    if (error instanceof DlmsError) return {};
    throw error;
  }
}

function stateOf(name: string, fields: readonly Field[]): string {
  const check = fields.find((field) => field.name === name);
  if (check?.value === undefined) return 'missing';
  return check.error === undefined ? 'ok' : 'wrong';
}

function flagField(offset: number): Field {
  return makeField('flag', { offset, length: 1, octets: Uint8Array.of(FLAG) });
}
