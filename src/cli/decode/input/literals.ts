/** Octets as programming languages write them: texts with escapes (`b'~\xa0\x07'`) and lists of decimal numbers. */
import { toHex } from '../../../encoding/hex.js';
import { usageError } from '../../failure.js';
import { HEX_HINT } from './hex-digits.js';

/** A quoted text of one line, from its quote on. */
const QUOTED = {
  "'": /'(?<content>(?:\\.|[^\\'\r\n])*)'/y,
  '"': /"(?<content>(?:\\.|[^\\"\r\n])*)"/y,
} as const;
const QUOTE = /(?<before>\bb)?(?<quote>['"])/g;
const LINE_END = /[\r\n]|$/g;
const ESCAPE =
  /\\(?:x(?<hex>[0-9a-f]{2})|u00(?<unicode>[0-9a-f]{2})|(?<octal>[0-3]?[0-7]{1,2})|(?<short>[abefnrtv\\'"]))|(?<other>\\|[^\\]+)/gi;
/** What `\x7E` alone would need no reading for. */
const ONLY_HEX = /^(?:\\x[0-9a-f]{2})*$/i;

const SHORT: Readonly<Record<string, number>> = {
  a: 0x07,
  b: 0x08,
  t: 0x09,
  n: 0x0a,
  v: 0x0b,
  f: 0x0c,
  r: 0x0d,
  e: 0x1b,
};

const NUMBERS = /\[\s{0,9}\d{1,3}(?:\s{0,9},\s{0,9}\d{1,3})+\s{0,9}\]/g;
const MOST = 255;
/** Numbers of two digits each may as well be hexadecimal. */
const TWO_DIGITS = /^\d\d$/;

/** Longer texts are octets and nothing else, or too many for an expression to look at. */
const MOST_CHARACTERS = 500_000;

/** The same text with hexadecimal digits in place of what can be nothing but octets in another dress. */
export function withDigits(text: string): string {
  if (text.length > MOST_CHARACTERS) return text;
  return withoutLiterals(text).replace(NUMBERS, listDigits);
}

/** Where a quote is not closed, no other of its sort in its line is: each is looked for once. */
function withoutLiterals(text: string): string {
  const unclosed = { "'": 0, '"': 0 };
  const pieces: string[] = [];
  let done = 0;
  for (let from = 0; ; ) {
    const { index: start = -1, groups: { before = '', quote } = {} } = execAt(QUOTE, text, from) ?? {};
    if (quote !== "'" && quote !== '"') return pieces.join('') + text.slice(done);
    const at = start + before.length;
    from = at + 1;
    if (at < unclosed[quote]) continue;
    const found = execAt(QUOTED[quote], text, at);
    if (found === null) {
      unclosed[quote] = execAt(LINE_END, text, at)?.index ?? text.length;
      continue;
    }
    from = at + found[0].length;
    const digits = literalDigits(found.groups?.content ?? '');
    if (digits === undefined) continue;
    pieces.push(text.slice(done, start), digits);
    done = from;
  }
}

function execAt(expression: RegExp, text: string, at: number): RegExpExecArray | null {
  expression.lastIndex = at;
  return expression.exec(text);
}

/** Undefined where it is a text like others. */
function literalDigits(content: string): string | undefined {
  if (!content.includes('\\') || ONLY_HEX.test(content)) return undefined;
  const octets = escapedOctets(content);
  return octets && toHex(octets, ' ');
}

/** Undefined where an escape means no octet. */
function escapedOctets(content: string): Uint8Array | undefined {
  const octets: number[] = [];
  for (const { groups = {} } of content.matchAll(ESCAPE)) {
    const { hex = groups.unicode, octal, short, other = '' } = groups;
    if (hex !== undefined) octets.push(Number.parseInt(hex, 16));
    else if (octal !== undefined) octets.push(Number.parseInt(octal, 8));
    else if (short !== undefined) octets.push(SHORT[short] ?? short.charCodeAt(0));
    else if (other === '\\') return undefined;
    else octets.push(...Buffer.from(other, 'latin1'));
  }
  return Uint8Array.from(octets);
}

/** @throws DlmsError DLMS_USAGE for a number that is no octet, where nothing stands behind the list */
function listDigits(whole: string, at: number, text: string): string {
  const words = whole
    .slice(1, -1)
    .split(',')
    .map((word) => word.trim());
  const numbers = words.map(Number);
  const wrong = numbers.find((number) => number > MOST);
  if (wrong !== undefined && isLast(text, at + whole.length)) {
    throw usageError(`${wrong} in a list of numbers is no octet: these go up to ${MOST}`, HEX_HINT);
  }
  if (wrong !== undefined || words.every((word) => TWO_DIGITS.test(word))) return whole;
  return toHex(Uint8Array.from(numbers), ' ');
}

function isLast(text: string, end: number): boolean {
  return /^["'\])};,\s]{0,9}$/.test(text.slice(end, end + 10));
}
