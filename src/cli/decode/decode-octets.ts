/** Finds out what octets are: WPDUs, HDLC or M-Bus frames, IEC 62056-21 messages, or PDUs without a frame. */
import type { DlmsError } from '../../errors.js';
import { FLAG } from '../../framing/hdlc/frame.js';
import { bareUnits } from './bare-units.js';
import type { MessageKeys } from './decipherer.js';
import { holdsFrame, isFrameWithoutFlags } from './hdlc-pieces.js';
import { hdlcUnits } from './hdlc-report.js';
import { iecUnits, isIecText, reportIec } from './iec-report.js';
import { beginsAsMbusFrame, holdsMbusFrame } from './mbus-pieces.js';
import { mbusUnits } from './mbus-report.js';
import { shortMbusUnits } from './mbus-short.js';
import { noiseReport } from './noise.js';
import { type PlacedOctets, placeFrom } from './place.js';
import type { Report } from './report.js';
import { PduSearch } from './search.js';
import { Teller } from './teller.js';
import type { Unit } from './unit.js';
import { isApdu, isWrapped } from './wrapper-detection.js';
import { wrapperUnits } from './wrapper-report.js';

/** All reports of octets that stand one behind the other. */
export function decodeOctets(octets: Uint8Array, keys: MessageKeys = {}): Report[] {
  const [source, teller] = [{ octets, place: placeFrom(0) }, new Teller(keys)];
  const units = framedUnits(source, teller) ?? bareUnits(source, teller.apdus);
  return [...Array.from(units).flatMap(({ tell }) => tell()), ...teller.unfinished()];
}

/** The pieces of one stream in their order, to be told one after the other; undefined where no frame is in it. */
export function framedUnits(source: PlacedOctets, teller: Teller): Iterable<Unit> | undefined {
  const { octets } = source;
  const tellNoise = (noise: PlacedOctets, error: DlmsError) => noiseReports(noise, error, teller);
  const tellMbusNoise = (noise: PlacedOctets, error: DlmsError) => {
    const short = shortMbusUnits(noise);
    return short === undefined ? tellNoise(noise, error) : toldAtOnce(short);
  };
  if (isWrapped(octets)) return wrapperUnits(source, teller.apdus);
  if (holdsFrame(octets)) return hdlcUnits(source, teller, tellNoise);
  if (isFrameWithoutFlags(octets)) return unflaggedUnits(source, teller);
  const short = shortMbusUnits(source);
  if (short !== undefined) return short;
  if (holdsMbusFrame(octets)) return mbusUnits(source, teller, tellMbusNoise);
  const text = isIecText(octets) && !isApdu(octets) ? iecUnits(source, true) : undefined;
  if (text !== undefined) return text;
  if (octets[0] === FLAG) return hdlcUnits(source, teller, tellNoise);
  return beginsAsMbusFrame(octets, 0) ? mbusUnits(source, teller, tellMbusNoise) : undefined;
}

/** What is no frame may be how the meter was called before it spoke HDLC (mode E), or a PDU in a wrapper. */
function noiseReports(noise: PlacedOctets, error: DlmsError, teller: Teller): readonly Report[] {
  const messages = reportIec(noise, false);
  if (messages !== undefined) return messages;
  const wrapped = new PduSearch(noise.octets).next(0, ['wrapper'])?.offset === 0;
  if (!wrapped) return [noiseReport(noise, error)];
  return toldAtOnce(wrapperUnits(noise, teller.apdus));
}

function toldAtOnce(units: Iterable<Unit>): readonly Report[] {
  return Array.from(units).flatMap(({ tell }) => tell());
}

function* unflaggedUnits({ octets, place }: PlacedOctets, teller: Teller): Generator<Unit> {
  const frame = new Uint8Array(octets.length + 2).fill(FLAG);
  frame.set(octets, 1);
  const flagged = { octets: frame, place: (at: number) => place(at - 1) };
  for (const { end, tell } of hdlcUnits(flagged, teller, (noise, error) => [noiseReport(noise, error)])) {
    yield { end, tell: () => tell().map(unflagged) };
  }
}

/** The user's octets have no flags. */
function unflagged(report: Report): Report {
  const { offset, length, fields } = report;
  return {
    ...report,
    offset: offset + 1,
    length: length - 2,
    fields: fields.filter(({ name }) => name !== 'flag'),
  };
}
