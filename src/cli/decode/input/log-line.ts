/** One line of a log: when and which way, and the octets at its end. */
import { countDigits, wrongCharacter } from './hex-digits.js';

export interface LogLine {
  readonly time?: string | undefined;
  readonly direction?: 'sent' | 'received' | undefined;
  /** Hexadecimal digits with whatever is between them; undefined where the line has none. */
  readonly digits?: string | undefined;
  /** A time, a direction, or something that ends with a colon or the like stands before the digits. */
  readonly marked: boolean;
  /** Digits and text in one line, and nothing that says that they are octets. */
  readonly doubtful: boolean;
}

const DATE = String.raw`\d{4}[-/.]\d{2}[-/.]\d{2}|\d{2}[-/.]\d{2}[-/.]\d{4}|[A-Z][a-z]{2} [ \d]\d`;
const CLOCK = String.raw`\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?`;
const EPOCH = String.raw`\+?\d{9,13}[.,]\d{1,9}`;
const SINCE = String.raw`\+\d{1,9}[.,]\d{1,9}`;
/** Behind a direction or a name at most. */
const BEFORE = String.raw`(?:[^\s\d]{1,20}\s{1,4})?`;
const TIME = new RegExp(
  String.raw`^\s*${BEFORE}[[(<]?(?<time>(?:(?:${DATE})[T ]\s*)?(?:${CLOCK})|${EPOCH}|${SINCE})[\])>]?(?=[\s;,|]|:\s|$)`,
);

const SENT = /\b(?:tx|sent|send|sending|request|req|c->?s)\b|\bout\b(?=\W*$)|->|=>|>>|→/i;
const RECEIVED = /\b(?:rx|recv|received|receive|receiving|response|resp|s->?c)\b|\bin\b(?=\W*$)|<-|<=|<<|←/i;

const CLOSERS = ' \t\r"\')]},;';
const BETWEEN = ' \t,:;-';
const HEX_DIGIT = /[0-9a-f]/i;
const WORD = /[0-9a-z_]/i;
/** What directly stands before the octets in logs. */
const MARK = /[:>=|\])({["']\s*$/;
/** Octets that are part of what should be text: a digit in a row of them is wrong. */
const OCTETS = /(?<![0-9a-z])[0-9a-f]{2}(?: [0-9a-f]{2}){2}(?![0-9a-z])/i;
const OCTET = /(?<![0-9a-z])(?:0x)?[0-9a-f]{2}(?![0-9a-z])/i;
const LEAST_UNMARKED = 4;

/** @param number of the line, from 1; undefined where there is one alone. @throws DlmsError DLMS_USAGE for a wrong character in a row of octets */
export function readLogLine(line: string, number: number | undefined): LogLine {
  const found = TIME.exec(line);
  const time = found?.groups?.time;
  // What stands before the time may tell which way, and all keeps its place.
  const rest = time === undefined ? line : line.replace(time, ({ length }) => ' '.repeat(length));
  const start = digitsStart(rest);
  const prefix = rest.slice(0, start);
  const wrong = OCTETS.exec(prefix);
  if (wrong !== null) throw wrongIn(line, wrong.index, number);
  const direction = SENT.test(prefix) ? 'sent' : RECEIVED.test(prefix) ? 'received' : undefined;
  const marked = time !== undefined || direction !== undefined || MARK.test(prefix);
  const digits = withoutClosers(rest.slice(start));
  const [count, isPure] = [countDigits(digits) / 2, prefix.trim() === ''];
  const enough = marked || isPure ? count >= 1 : count >= LEAST_UNMARKED;
  const doubtful = !marked && !isPure && (count > 0 || OCTET.test(prefix));
  return enough ? { time, direction, digits, marked, doubtful } : { marked: false, doubtful };
}

/** Where the digits at the end of the line begin; its length where there are none. */
function digitsStart(text: string): number {
  let at = withoutClosers(text).length;
  while (at > 0 && mayBelong(text, at - 1)) at -= 1;
  // A word that ends like digits is a word.
  const glued = at > 0 && WORD.test(text[at - 1] ?? '');
  while (glued && at < text.length && WORD.test(text[at] ?? '')) at += 1;
  // What is between a mark and the first octet belongs to the mark.
  while (at < text.length && BETWEEN.includes(text[at] ?? '')) at += 1;
  return at;
}

function mayBelong(text: string, at: number): boolean {
  const character = text[at] ?? '';
  if (HEX_DIGIT.test(character) || BETWEEN.includes(character)) return true;
  // The x of 0x, and what stands before it.
  return (character === 'x' || character === 'X') && (text[at - 1] === '0' || text[at - 1] === '\\')
    ? true
    : character === '\\' && /x/i.test(text[at + 1] ?? '');
}

function withoutClosers(text: string): string {
  let end = text.length;
  while (end > 0 && CLOSERS.includes(text[end - 1] ?? '')) end -= 1;
  return text.slice(0, end);
}

/** Behind the octets that begin at `from`. */
function wrongIn(line: string, from: number, number: number | undefined): Error {
  const rest = line.slice(from);
  const at = from + Math.max(0, rest.search(/[^0-9a-f\s:,;-]/i));
  return wrongCharacter(line[at] ?? '', at, number);
}
