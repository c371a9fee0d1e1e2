/** Octets out of text: hexadecimal digits in any dress, hex dumps, and logs with times and directions. */
import { usageError } from '../../failure.js';
import { countDigits, HEX_HINT, hexOctets } from './hex-digits.js';
import { hexDumpDigits } from './hex-dump.js';
import { type LogLine, readLogLine } from './log-line.js';
import { bareRecording, type Part, type Recording } from './recording.js';

/** Lines of one text: more would take more memory than their octets are worth. */
const MOST_LINES = 200_000;

/**
 * @throws DlmsError DLMS_USAGE where the text holds no octets, or tells the place of the first character that
 * is no hexadecimal digit
 */
export function recordingOfText(text: string): Recording {
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.length > MOST_LINES) {
    throw usageError(`there are ${lines.length} lines: no more than ${MOST_LINES} are read at once`);
  }
  const dump = hexDumpDigits(lines);
  if (dump !== undefined) return bareRecording(hexOctets(dump.join('')));
  const log = logRecording(lines);
  if (log !== undefined) return log;
  const octets = hexOctets(text);
  if (octets.length === 0) throw usageError('there are no octets to decode', HEX_HINT);
  return { ...bareRecording(octets), parts: lineParts(lines) };
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
function logRecording(lines: readonly string[]): Recording | undefined {
  const read = linesWithOctets(lines);
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
): { readonly found: readonly NumberedLine[]; readonly passedOver: number } | undefined {
  const all: NumberedLine[] = [];
  const filled = lines.flatMap((text, index) => (text.trim() === '' ? [] : [{ text, number: index + 1 }]));
  for (const { text, number } of filled) {
    all.push({ line: readLogLine(text, filled.length === 1 ? undefined : number), number });
  }
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
