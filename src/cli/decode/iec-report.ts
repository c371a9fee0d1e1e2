/** Messages of IEC 62056-21 out of octets with seven bits: sign-on, identification, readout, commands. */
import type { Plain } from '../../apdu/describe.js';
import { REDACTED } from '../../apdu/redact.js';
import { DlmsError } from '../../errors.js';
import { speedProposal } from '../../framing/iec62056-21/baud-rate.js';
import {
  END,
  EOT,
  ETX,
  isPrintable,
  SOH,
  STX,
  withEvenParity,
  withoutParity,
} from '../../framing/iec62056-21/characters.js';
import type { CommandMessage } from '../../framing/iec62056-21/command-message.js';
import { MAX_BLOCK } from '../../framing/iec62056-21/data-block.js';
import { type DataSet, holdsDataSet, readDataSets } from '../../framing/iec62056-21/data-set.js';
import { IecDeframer, type IecDeframerOutput } from '../../framing/iec62056-21/deframer.js';
import type { Identification } from '../../framing/iec62056-21/identification.js';
import type { IecMessage } from '../../framing/iec62056-21/message.js';
import {
  damagedBlockFields,
  damagedCommandFields,
  dataSetFields,
  iecFields,
  SECRET_COMMAND,
} from './fields/iec-fields.js';
import { noiseReport } from './noise.js';
import { type PlacedOctets, placeBehind } from './place.js';
import { errorReport, found, makeReport, type PlainObject, type Report } from './report.js';
import { blockOfOtherLineEnds, OTHER_LINE_ENDS } from './telegram-line-ends.js';
import type { Unit } from './unit.js';

interface Piece {
  readonly offset: number;
  /** Without parity. */
  readonly octets: Uint8Array;
  readonly found: IecMessage | DlmsError;
}

/** What is looked at in one go, so that a long stream is not there twice. */
const CHUNK = 16_384;

/** One part in so many has to be messages, where the octets may be something else. */
const LEAST_SHARE = 4;

/** ACK and NAK, which any octets may hold. */
const WEAK: readonly string[] = ['acknowledge', 'repeat-request'];

/** SOH STX ETX EOT ACK TAB LF CR NAK, and the NUL and DEL that wake a meter or fill a pause. */
const CONTROLS: ReadonlySet<number> = new Set([
  0x00, 0x01, 0x02, 0x03, 0x04, 0x06, 0x09, 0x0a, 0x0d, 0x15, 0x7f,
]);

/** `(`, which every data set has. */
const OPENING = 0x28;

/**
 * What the octets are, where they are of IEC 62056-21; undefined where they are not.
 * @param sure they can hardly be anything else, so that less is asked of them
 */
export function iecUnits(source: PlacedOctets, sure: boolean): Iterable<Unit> | undefined {
  if (holdsMessage(source.octets, sure)) return messageUnits(source);
  const loose = sure ? looseReport(source) : undefined;
  return loose && [{ end: source.place(source.octets.length - 1), tell: () => [loose] }];
}

/** As `iecUnits`, told at once. */
export function reportIec(source: PlacedOctets, sure: boolean): readonly Report[] | undefined {
  const units = iecUnits(source, sure);
  return units && Array.from(units).flatMap(({ tell }) => tell());
}

/** Seven bits, or all with even parity, and no control character but those of the standard. */
export function isIecText(octets: Uint8Array): boolean {
  const characters = withoutParity(octets);
  const plain = octets.every((octet) => octet < 0x80);
  if (!plain && withEvenParity(characters).some((octet, at) => octet !== octets[at])) return false;
  return characters.every(
    (character, at) => isPrintable(character) || CONTROLS.has(character) || isCheck(characters, at),
  );
}

/** The character behind an end of block may be any. */
function isCheck(characters: Uint8Array, at: number): boolean {
  const before = characters[at - 1];
  return before === ETX || before === EOT;
}

/** A message in front, or enough of them: long octets of other kinds hold some by chance. */
function holdsMessage(octets: Uint8Array, sure: boolean): boolean {
  let strong = 0;
  for (const piece of piecesOf(octets)) {
    if (sure && isBroken(piece)) return true;
    if (!isStrong(piece, octets)) continue;
    strong += piece.octets.length;
    if (sure || piece.offset === 0 || strong * LEAST_SHARE >= octets.length) return true;
  }
  return false;
}

function* messageUnits({ octets, place }: PlacedOctets): Generator<Unit> {
  let head: Uint8Array = new Uint8Array(0);
  for (const piece of piecesOf(octets)) {
    const end = place(piece.offset + piece.octets.length - 1);
    const own = { octets: piece.octets, place: placeBehind(place, piece.offset) };
    const before = head;
    yield { end, tell: () => [pieceReport(piece, own, before)] };
    const isHead = !(piece.found instanceof DlmsError) && piece.found.kind === 'identification';
    head = isHead ? piece.octets : new Uint8Array(0);
  }
}

function* piecesOf(octets: Uint8Array): Generator<Piece> {
  let offset = 0;
  for (const output of outputsOf(octets)) {
    yield {
      offset,
      octets: output.octets,
      found: output.kind === 'message' ? output.message : output.error,
    };
    offset += output.octets.length;
  }
}

function* outputsOf(octets: Uint8Array): Generator<IecDeframerOutput> {
  const deframer = new IecDeframer();
  for (let at = 0; at < octets.length; at += CHUNK) yield* deframer.push(octets.subarray(at, at + CHUNK));
  yield* deframer.flush();
}

/** A whole message that other octets hardly are by chance. */
function isStrong({ found: one, offset, octets }: Piece, input: Uint8Array): boolean {
  if (one instanceof DlmsError || WEAK.includes(one.kind)) return false;
  return isIecText(input.subarray(offset, offset + octets.length));
}

/** A block of data sets that is whole but for its check. */
function isBroken({ found: one, octets }: Piece): boolean {
  return one instanceof DlmsError && one.code === 'DLMS_IEC_BCC' && octets.includes(OPENING);
}

/** @param head the identification right before it */
function pieceReport(piece: Piece, source: PlacedOctets, head: Uint8Array): Report {
  const { octets, found: one } = piece;
  if (!(one instanceof DlmsError)) return messageReport(one, source);
  const mended = isBroken(piece) && octets[0] !== STX ? blockOfOtherLineEnds(head, octets) : undefined;
  if (mended !== undefined && !(mended instanceof DlmsError)) {
    return messageReport(mended, source, OTHER_LINE_ENDS);
  }
  const isReadable = isBroken(piece) || (one.code === 'DLMS_TRUNCATED' && holdsDataSet(octets));
  if (isReadable && octets[0] === SOH) {
    return makeReport(
      'damaged',
      source.place(0),
      octets.length,
      found(errorReport(one), damagedCommandFields(source, one)),
    );
  }
  if (!isReadable) return noiseReport(source, one);
  const report = { stated: linesOf(withoutFrame(octets)), ...errorReport(one) };
  const fields = damagedBlockFields(source, one);
  return makeReport('damaged', source.place(0), octets.length, found(report, fields));
}

function withoutFrame(octets: Uint8Array): Uint8Array {
  const start = octets[0] === STX ? 1 : 0;
  const end = Math.max(octets.lastIndexOf(ETX), octets.lastIndexOf(END));
  return octets.subarray(start, end < 0 ? octets.length : end);
}

function messageReport(message: IecMessage, source: PlacedOctets, ...notes: string[]): Report {
  const { octets, place } = source;
  const finding = found(membersOf(message), iecFields(message, source), ...notes);
  return makeReport('iec', place(0), octets.length, finding);
}

function membersOf(message: IecMessage): PlainObject {
  switch (message.kind) {
    case 'identification':
      return { message: { ...message, ...meaningOf(message) } };
    case 'command':
      return { message: commandReport(message) };
    case 'data-block': {
      const { kind, check, partial, data } = message;
      return { message: { kind, check, partial }, ...linesOf(data) };
    }
    default:
      return { message: { ...message } };
  }
}

/** What the baud rate character and the capabilities say. */
function meaningOf({ baudCharacter, capabilities }: Identification): PlainObject {
  const proposal = speedProposal(baudCharacter);
  return { ...proposal, ...(capabilities.includes('2') ? { hdlc: true } : {}) };
}

function commandReport({ kind, command, type, data, partial }: CommandMessage): PlainObject {
  const named = { kind, command, type, partial };
  if (data === undefined) return named;
  return { ...named, data: command === SECRET_COMMAND ? REDACTED : data };
}

function linesOf(data: Uint8Array): PlainObject {
  const { sets, unread } = readDataSets(data);
  return { lines: sets.map(plainSet), ...(unread.length > 0 ? { unread } : {}) };
}

function plainSet({ address, values }: DataSet): Plain {
  return {
    address,
    values: values.map(({ value, unit }) => (unit === undefined ? { value } : { value, unit })),
  };
}

/** Lines of a readout without the identification in front of them and the check behind. */
function looseReport({ octets, place }: PlacedOctets): Report | undefined {
  if (octets.length > MAX_BLOCK) return undefined;
  const characters = withoutParity(octets);
  if (characters.includes(SOH) || characters.includes(STX)) return undefined;
  const lines = linesOf(characters);
  if (!Array.isArray(lines.lines) || lines.lines.length === 0) return undefined;
  const note = 'lines of a readout without identification and check';
  const fields = dataSetFields({ octets: characters, place });
  return makeReport('iec', place(0), octets.length, found(lines, fields, note));
}
