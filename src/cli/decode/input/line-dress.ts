/**
 * What tools write around each octet of a line (`<7E><A0>`, `7E|A0`, `7Eh A0h`, `$7E $A0`, `'7e', 'a0'`), and
 * what they write behind all of them: a count, a comment, the same octets as characters.
 */

const HEX = '[0-9a-f]{2}';
const BETWEEN = String.raw`[\s,;]{0,4}`;
const each = (before: string, behind: string): RegExp =>
  new RegExp(`(?:${before}${HEX}${behind}${BETWEEN}){2,}`, 'gi');

const DRESSES: readonly RegExp[] = [
  each('<', '>'),
  each(String.raw`\[`, String.raw`\]`),
  each(`'`, `'`),
  each('"', '"'),
  each('[$%#]', '(?![0-9a-z])'),
  each('(?<![0-9a-z])&h', '(?![0-9a-z])'),
  each('(?<![0-9a-z])', 'h(?![0-9a-z])'),
  new RegExp(`(?<![0-9a-z.])${HEX}([|_./])${HEX}(?:\\1${HEX}){2,}(?![0-9a-z])`, 'gi'),
];
/** `<7ea00703 21930f01>`, `<Buffer 7e a0 07>`. */
const IN_ANGLES = new RegExp(`<(?:Buffer )?((?:${HEX} ?)+)>`, 'g');

/** Comments, numbers of lines, and what strace puts in front. */
const BESIDE: readonly RegExp[] = [
  /\/\*(?:(?!\*\/).){0,200}\*\//g,
  new RegExp(String.raw`^\s{0,9}\d{1,5}[:.)]\s{1,9}(?=(?:0x)?${HEX}(?![0-9a-z:]))`, 'i'),
  /(?<=\b(?:write|read|send|recv)[a-z]{0,6}\()\d{1,5},/,
];
/** Octets of which some have no leading zero. */
const WITHOUT_ZEROS = /(?<![0-9a-z])[0-9a-f]{1,2}(?: [0-9a-f]{1,2}){3,}(?![0-9a-z])/gi;

/** What stands behind the octets is looked for in so many characters at the end of a line. */
const MOST_BEHIND = 300;
const COUNT = String.raw`(?:(?:len|length|size|count)\s?[:=]?\s?)?\d{1,6}\s?(?:bytes?|octets?|chars?)?`;
const BEHIND: readonly RegExp[] = [
  // (9), [9 bytes], (len=9)
  new RegExp(String.raw`(?<=${HEX}['")\]}>]?\s{0,8})[([]\s?${COUNT}\s?[)\]]\s{0,8}$`, 'i'),
  // len=9, 9 bytes
  new RegExp(
    String.raw`(?<=${HEX}[\s,;]{1,8})(?:(?:len|length|size|count)\s?[:=]\s?\d{1,6}|\d{1,6}\s?(?:bytes?|octets?))\s{0,8}$`,
    'i',
  ),
  // , 9) = 9, as strace writes it
  new RegExp(String.raw`(?<=${HEX}\s{0,2}),\s?\d{1,6}\)\s{1,20}=\s\d{1,6}\s{0,8}$`, 'i'),
  // # SNRM, // SNRM, ; SNRM
  new RegExp(String.raw`(?<=${HEX}[\s,;]{0,8})(?:\/\/|\/\*|#|;|--).{0,200}[g-z].*$`, 'i'),
];

const ROW = new RegExp(String.raw`^\s*(?:${HEX}[\s,:]?)*${HEX}(?=\s\s|\t)`, 'i');
const WORD = /[a-z]*[g-z][a-z]*/gi;
const LEAST_WORD = 3;
const MORE_OCTETS = new RegExp(`(?<![0-9a-z])${HEX}(?:[ :,-]?${HEX}){2}`, 'i');
const LONG_ROW = new RegExp(`(?<![0-9a-z])${HEX}(?:[ :,-]?${HEX}){5,}(?![0-9a-z])`, 'gi');
/** A word of at least three letters, or a name with a value. */
const TEXT = /^['"\s,;)\]}]{1,8}(?:[a-z_]{3,}\b|\w+=)/i;
const SOME_OCTETS = new RegExp(`(?<![0-9a-z])${HEX}(?: ${HEX}){2}(?![0-9a-z])`, 'i');

/** Longer lines are octets and nothing else, or too many for an expression to look at. */
const MOST_CHARACTERS = 100_000;

/** The same line with blanks in place of the dress, so that places stay what they are. */
export function undressed(line: string): string {
  if (line.length > MOST_CHARACTERS) return line;
  let plain = line;
  for (const beside of BESIDE) plain = plain.replace(beside, ({ length }) => blank(length));
  for (const dress of DRESSES) plain = plain.replace(dress, (row) => row.replace(/[^0-9a-f]/gi, ' '));
  plain = plain.replace(IN_ANGLES, (whole, digits: string) => `${digits} `.padStart(whole.length));
  plain = plain.replace(WITHOUT_ZEROS, withZeros);
  const start = Math.max(0, plain.length - MOST_BEHIND);
  let tail = plain.slice(start);
  for (const behind of BEHIND)
    tail = tail.replace(behind, (text) => (MORE_OCTETS.test(text) ? text : blank(text.length)));
  return withoutRemark(withoutText(plain.slice(0, start) + tail));
}

/** A sentence behind a long row of octets. */
function withoutText(line: string): string {
  let [end, longest] = [0, 0];
  for (const { index, 0: row } of line.matchAll(LONG_ROW)) {
    if (row.length > longest) [end, longest] = [index + row.length, row.length];
  }
  if (longest === 0) return line;
  const rest = line.slice(end);
  return TEXT.test(rest) && !MORE_OCTETS.test(rest) ? line.slice(0, end) + blank(rest.length) : line;
}

/** The blank in front of a digit becomes its zero; digits one by one are halves of octets. */
function withZeros(row: string): string {
  const octets = row.split(' ');
  const isMixed = octets.some(({ length }) => length === 2) && octets.some(({ length }) => length === 1);
  // Where some have their zero, a digit is missing.
  return isMixed && !octets.some((octet) => /^0./.test(octet))
    ? row.replace(/(?:^| )([0-9a-f])(?![0-9a-f])/gi, '0$1')
    : row;
}

/** Words, or the octets as characters, behind a row of octets and a wider gap. */
function withoutRemark(line: string): string {
  const [row] = ROW.exec(line) ?? [];
  if (row === undefined) return line;
  const rest = line.slice(row.length);
  const remark = rest.trim();
  const count = row.replace(/[^0-9a-f]/gi, '').length / 2;
  const isWords =
    !SOME_OCTETS.test(rest) && (rest.match(WORD) ?? []).some(({ length }) => length >= LEAST_WORD);
  const isCharacters = remark.length === count || remark.length === count + 1;
  return remark !== '' && (isWords || isCharacters) && !isHex(remark) ? row + blank(rest.length) : line;
}

function isHex(text: string): boolean {
  return /^[0-9a-f\s]*$/i.test(text);
}

function blank(length: number): string {
  return ' '.repeat(length);
}
