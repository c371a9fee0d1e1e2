/** HDLC frames out of any octets: noise around them is told, segments are joined, APDUs are decoded. */
import type { Plain } from '../../apdu/describe.js';
import { toHex } from '../../encoding/hex.js';
import { OctetReader } from '../../encoding/octet-reader.js';
import type { DlmsError } from '../../errors.js';
import { describeAddress } from '../../framing/hdlc/address.js';
import { HdlcDeframer } from '../../framing/hdlc/deframer.js';
import { FLAG, type HdlcFrame } from '../../framing/hdlc/frame.js';
import { decodeLinkParameters } from '../../framing/hdlc/link-parameters.js';
import { LLC_COMMAND, withoutLlc } from '../../framing/hdlc/llc.js';
import { SegmentJoiner } from '../../framing/hdlc/segmenter.js';
import type { ApduReporter } from './apdu-report.js';
import { inspectFrame } from './frame-inspection.js';
import { errorReport, isFaulty, type PlainObject, type Report } from './report.js';

/** Octets of the FCS and of the closing flag, behind the information. */
const TRAILER = 3;

type Joiners = Map<string, SegmentJoiner>;

interface Piece {
  /** Of the opening flag, or of the first octet where there is none. */
  readonly offset: number;
  readonly end: number;
  readonly found: HdlcFrame | DlmsError;
}

export function reportHdlc(octets: Uint8Array, apdus: ApduReporter): Report[] {
  const joiners: Joiners = new Map();
  return piecesOf(octets).map(({ offset, end, found }) => {
    const place = { offset, length: end - offset };
    if (found instanceof Error) {
      const start = octets[offset] === FLAG ? offset + 1 : offset;
      return { kind: 'damaged', ...place, ...inspectFrame(octets.subarray(start)), ...errorReport(found) };
    }
    const informationAt = end - TRAILER - found.information.length;
    return { kind: 'hdlc', ...place, ...header(found), ...contents(found, informationAt, joiners, apdus) };
  });
}

/** Whether at least one whole frame is in the octets. */
export function holdsFrame(octets: Uint8Array): boolean {
  return new HdlcDeframer().push(octets).some(({ kind }) => kind === 'frame');
}

/** The deframer's outputs with their places; runs of damage in one piece. */
function piecesOf(octets: Uint8Array): Piece[] {
  const deframer = new HdlcDeframer();
  const pieces: Piece[] = [];
  let at = 0;
  for (const output of [...deframer.push(octets), ...deframer.flush()]) {
    while (octets[at] === FLAG) at += 1;
    const offset = at > 0 && octets[at - 1] === FLAG ? at - 1 : at;
    const last = pieces.at(-1);
    if (output.kind === 'frame') {
      // Its octets are told with both flags, of which the second may open the next frame.
      at = offset + output.octets.length - 1;
      pieces.push({ offset, end: at + 1, found: output.frame });
    } else {
      at += output.octets.length;
      if (last?.found instanceof Error) pieces[pieces.length - 1] = { ...last, end: at };
      else pieces.push({ offset, end: at, found: output.error });
    }
  }
  return pieces;
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

function contents(frame: HdlcFrame, at: number, joiners: Joiners, apdus: ApduReporter): PlainObject {
  const { control, information } = frame;
  switch (control.kind) {
    case 'I':
    case 'UI':
      return information.length === 0 ? {} : segmentReport(frame, at, joiners, apdus);
    case 'SNRM':
    case 'UA':
      return information.length === 0 ? {} : parametersReport(information);
    default:
      return information.length === 0 ? {} : { information: toHex(information) };
  }
}

function parametersReport(information: Uint8Array): PlainObject {
  try {
    return { parameters: { ...decodeLinkParameters(new OctetReader(information, 'hdlc')) } };
  } catch (error) {
    return errorReport(error);
  }
}

/** Segments belong together by their two addresses. */
function segmentReport(frame: HdlcFrame, at: number, joiners: Joiners, apdus: ApduReporter): PlainObject {
  const key = `${describeAddress(frame.source)} ${describeAddress(frame.destination)}`;
  const joiner = joiners.get(key) ?? new SegmentJoiner();
  joiners.set(key, joiner);
  // A new APDU begins with its LLC header: what came before it lost its end.
  const lost = joiner.unfinished && withoutLlc(frame.information) !== undefined;
  if (lost) joiner.reset();
  const joined = joiner.unfinished;
  try {
    const whole = joiner.add(frame);
    const note: PlainObject = lost ? { note: 'the segments before this frame lost their end' } : {};
    return whole === undefined ? note : { ...note, ...llcReport(whole, joined ? undefined : at, apdus, key) };
  } catch (error) {
    return errorReport(error);
  }
}

/**
 * An APDU behind its LLC header, or without one, as some meters send it.
 * @param at Its place in the input; undefined where it was put together.
 * @param direction Tells apart who sent it, where that is known.
 */
export function llcReport(
  whole: Uint8Array,
  at: number | undefined,
  apdus: ApduReporter,
  direction = '',
): PlainObject {
  const apdu = withoutLlc(whole) ?? whole;
  const size = whole.length - apdu.length;
  const llc: Plain = size === 0 ? null : whole[1] === LLC_COMMAND[1] ? 'command' : 'response';
  const report = apdus.report(apdu, direction);
  const note = size === 0 && isFaulty(report) ? { note: 'no LLC header: a later segment of an APDU?' } : {};
  return { llc, ...(at === undefined ? {} : { apduOffset: at + size }), ...note, ...report };
}
