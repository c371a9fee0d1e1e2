/** Messages of IEC 62056-21 out of octets with seven bits: sign-on, identification, readout, commands. */
import type { Plain } from '../../apdu/describe.js';
import { REDACTED } from '../../apdu/redact.js';
import type { DlmsError } from '../../errors.js';
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
import { type DataSet, readDataSets } from '../../framing/iec62056-21/data-set.js';
import { IecDeframer } from '../../framing/iec62056-21/deframer.js';
import type { Identification } from '../../framing/iec62056-21/identification.js';
import type { IecMessage } from '../../framing/iec62056-21/message.js';
import { errorReport, type PlainObject, type Report } from './report.js';

interface Piece {
  readonly offset: number;
  /** Without parity. */
  readonly octets: Uint8Array;
  readonly found: IecMessage | DlmsError;
}

/** ACK and NAK, which any octets may hold. */
const WEAK: readonly string[] = ['acknowledge', 'repeat-request'];

/** SOH STX ETX EOT ACK TAB LF CR NAK, and the NUL and DEL that wake a meter or fill a pause. */
const CONTROLS: ReadonlySet<number> = new Set([
  0x00, 0x01, 0x02, 0x03, 0x04, 0x06, 0x09, 0x0a, 0x0d, 0x15, 0x7f,
]);

/** `(`, which every data set has. */
const OPENING = 0x28;

/** Passwords and what a meter makes of them (6.5.2). */
const SECRET_COMMAND = 'P';

/**
 * What the octets are, where they are of IEC 62056-21; undefined where they are not.
 * @param sure they can hardly be anything else, so that less is asked of them
 */
export function reportIec(octets: Uint8Array, sure: boolean): Report[] | undefined {
  const pieces = piecesOf(octets);
  const isOne = (piece: Piece) => isStrong(piece, octets) || (sure && isBroken(piece));
  if (pieces.some(isOne)) return pieces.map(reportPiece);
  return sure ? looseReport(octets) : undefined;
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

function piecesOf(octets: Uint8Array): Piece[] {
  const deframer = new IecDeframer();
  let offset = 0;
  return [...deframer.push(octets), ...deframer.flush()].map((output) => {
    const { octets } = output;
    const piece = { offset, octets, found: output.kind === 'message' ? output.message : output.error };
    offset += octets.length;
    return piece;
  });
}

/** A whole message that other octets hardly are by chance. */
function isStrong({ found, offset, octets }: Piece, input: Uint8Array): boolean {
  if (found instanceof Error || WEAK.includes(found.kind)) return false;
  return isIecText(input.subarray(offset, offset + octets.length));
}

/** A block of data sets that is whole but for its check. */
function isBroken({ found, octets }: Piece): boolean {
  return found instanceof Error && found.code === 'DLMS_IEC_BCC' && octets.includes(OPENING);
}

function reportPiece(piece: Piece): Report {
  const { offset, octets, found } = piece;
  const place = { offset, length: octets.length };
  if (!(found instanceof Error)) return { kind: 'iec', ...place, ...messageReport(found) };
  // A command with a wrong check may be a password.
  const stated = isBroken(piece) && octets[0] !== SOH ? { stated: linesOf(withoutFrame(octets)) } : {};
  return { kind: 'damaged', ...place, ...stated, ...errorReport(found) };
}

function withoutFrame(octets: Uint8Array): Uint8Array {
  const start = octets[0] === STX ? 1 : 0;
  return octets.subarray(start, Math.max(octets.lastIndexOf(ETX), octets.lastIndexOf(END)));
}

function messageReport(message: IecMessage): PlainObject {
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
function looseReport(octets: Uint8Array): Report[] | undefined {
  const characters = withoutParity(octets);
  if (characters.includes(SOH) || characters.includes(STX)) return undefined;
  const lines = linesOf(characters);
  const found = Array.isArray(lines.lines) && lines.lines.length > 0;
  const note = 'lines of a readout without identification and check';
  return found ? [{ kind: 'iec', offset: 0, length: octets.length, note, ...lines }] : undefined;
}
