/** Records with an object of JSON on each line, which has the octets, and says which way they went. */
import { toHex } from '../../../encoding/hex.js';
import type { LogLine } from './log-line.js';

type Entry = Readonly<Record<string, unknown>>;

const SENT = /^(?:sent|send|tx|out|c[>2]s|request)$/i;
const RECEIVED = /^(?:received|recv|rx|in|s[>2]c|response)$/i;
const HEX = /^[0-9a-f]+$/i;

/** Undefined where a line is no object, or none of them has octets and a direction. */
export function jsonRecord(lines: readonly string[]): readonly LogLine[] | undefined {
  const [first = ''] = lines;
  if (!first.trimStart().startsWith('{')) return undefined;
  const read: LogLine[] = [];
  for (const line of lines) {
    const entry = line.trim() === '' ? {} : entryOf(line);
    if (entry === undefined) return undefined;
    read.push(lineOf(entry));
  }
  return read.some(({ digits }) => digits !== undefined) ? read : undefined;
}

function lineOf(entry: Entry): LogLine {
  const direction = directionOf(entry.dir ?? entry.direction);
  const digits = direction === undefined ? undefined : digitsOf(entry.hex ?? entry.octets ?? entry.data);
  return digits === undefined
    ? { marked: false, doubtful: false }
    : { time: timeOf(entry.t ?? entry.time), direction, digits, marked: true, doubtful: false };
}

function directionOf(value: unknown): LogLine['direction'] {
  if (typeof value !== 'string') return undefined;
  return SENT.test(value) ? 'sent' : RECEIVED.test(value) ? 'received' : undefined;
}

function digitsOf(value: unknown): string | undefined {
  return typeof value === 'string' && HEX.test(value) && value.length % 2 === 0
    ? toHex(Buffer.from(value, 'hex'))
    : undefined;
}

/** As it stands there: whole milliseconds since the beginning as seconds. */
function timeOf(value: unknown): string | undefined {
  if (typeof value === 'number')
    return Number.isInteger(value) ? `+${(value / 1000).toFixed(3)}` : `+${value}`;
  return typeof value === 'string' ? value : undefined;
}

function entryOf(line: string): Entry | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Entry)
      : undefined;
  } catch {
    return undefined;
  }
}
