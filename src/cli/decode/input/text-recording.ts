/** Octets out of text: hexadecimal digits in any dress, hex dumps, and logs with times and directions. */
import { usageError } from '../../failure.js';
import { base64Octets } from './base64.js';
import { countDigits, HEX_HINT, hexOctets } from './hex-digits.js';
import { type HexDumps, hexDumps } from './hex-dump.js';
import { jsonRecord } from './json-record.js';
import { undressed } from './line-dress.js';
import { withDigits } from './literals.js';
import { type LogLine, readLogLine } from './log-line.js';
import { bareRecording, type Part, type Recording } from './recording.js';

/** Lines of one text: more would take more memory than their octets are worth. */
const MOST_LINES = 200_000;

const LINE_END = /\r\n|\r|\n/;
const NO_HEX = /[g-z]/i;
const LINE = /[^\r\n]+/g;

/**
 * @throws DlmsError DLMS_USAGE where the text holds no octets, or tells the place of the first character that
 * is no hexadecimal digit
 */
export function recordingOfText(given: string): Recording {
  const lines = given.split(LINE_END);
  if (lines.length > MOST_LINES) {
    throw usageError(`there are ${lines.length} lines: no more than ${MOST_LINES} are read at once`);
  }
  const found = hexDumps(lines);
  if (found !== undefined) return dumpRecording(found);
  const record = jsonRecord(lines);
  const plain = record === undefined ? withDigits(given).replace(LINE, undressed) : given;
  const plainLines = plain.split(LINE_END);
  const log = logRecording(plainLines, record);
  if (log !== undefined) return log;
  const octets = NO_HEX.test(plain) ? (base64Octets(given) ?? hexOctets(plain)) : hexOctets(plain);
  if (octets.length === 0) throw usageError('there are no octets to decode', HEX_HINT);
  return { ...bareRecording(octets), parts: lineParts(plainLines) };
}

function dumpRecording({ dumps, passedOver }: HexDumps): Recording {
  const octets = hexOctets(dumps.map(({ digits }) => digits).join(''));
  if (dumps.length === 1) return { ...bareRecording(octets), passedOver };
  const sided = dumps.some(({ indented }) => indented);
  let at = 0;
  const parts = dumps.map(({ digits, indented, line }) => {
    const length = digits.length / 2;
    at += length;
    const direction = indented ? 'received' : 'sent';
    return { at: at - length, length, label: { line, ...(sided ? { direction } : {}) } };
  });
  return { octets, parts, marked: true, passedOver };
}

/** None where an octet goes across two lines, or there is one line alone. */
function lineParts(lines: readonly string[]): readonly Part[] {
  const parts: Part[] = [];
  for (const [index, line] of lines.entries()) {
    const digits = countDigits(line);
    if (digits % 2 !== 0) return [];
    const { at, length } = parts.at(-1) ?? { at: 0, length: 0 };
    if (digits > 0) parts.push({ at: at + length, length: digits / 2, label: { line: index + 1 } });
  }
  return parts.length > 1 ? parts : [];
}

/** Undefined where no line says more than its octets. */
function logRecording(
  lines: readonly string[],
  record: readonly LogLine[] | undefined,
): Recording | undefined {
  const read = linesWithOctets(lines, record);
  if (read === undefined) return undefined;
  const pieces: Uint8Array[] = [];
  const parts: Part[] = [];
  let at = 0;
  let before = 0;
  for (const { line, number } of read.found) {
    const octets = hexOctets(line.digits ?? '', lines.length === 1 ? undefined : number);
    pieces.push(octets);
    const last = parts.at(-1);
    // A line that says nothing goes on with the one right before it.
    const begins = line.marked || last === undefined || number > before + 1;
    if (begins) parts.push({ at, length: octets.length, label: labelOf(line, number) });
    else parts[parts.length - 1] = { ...last, length: last.length + octets.length };
    at += octets.length;
    before = number;
  }
  const octets = new Uint8Array(Buffer.concat(pieces));
  return { octets, parts, marked: true, passedOver: read.passedOver };
}

interface NumberedLine {
  readonly line: LogLine;
  readonly number: number;
}

/** Undefined where the text is nothing but digits, or no line with digits is above doubt. */
function linesWithOctets(
  lines: readonly string[],
  record: readonly LogLine[] | undefined,
): { readonly found: readonly NumberedLine[]; readonly passedOver: number } | undefined {
  const filled = lines.flatMap((text, index) => (text.trim() === '' ? [] : [{ text, number: index + 1 }]));
  const all: readonly NumberedLine[] = filled.map(({ text, number }) => {
    const line = record?.[number - 1] ?? readLogLine(text, filled.length === 1 ? undefined : number);
    return { line, number };
  });
  const found = all.filter(({ line }) => line.digits !== undefined);
  const marked = all.some(({ line }) => line.marked);
  const isPlain = found.length === all.length && !marked;
  const isDoubtful = !marked && all.some(({ line }) => line.doubtful);
  if (found.length === 0 || isPlain || isDoubtful) return undefined;
  return { found, passedOver: all.length - found.length };
}

function labelOf({ time, direction }: LogLine, line: number): Part['label'] {
  return {
    line,
    ...(time === undefined ? {} : { time }),
    ...(direction === undefined ? {} : { direction }),
  };
}
