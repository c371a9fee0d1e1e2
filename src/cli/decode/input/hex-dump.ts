/**
 * Hex dumps: lines of an offset, octets, and often their characters (hexdump -C, xxd, od, tcpdump -x, Wireshark).
 * A dump whose offsets begin anew is another one; in a followed stream the two sides are told by their indent.
 */

export interface HexDump {
  readonly digits: string;
  /** Its lines stand further right than those of others, as the answers in a followed stream. */
  readonly indented: boolean;
  /** Of its first line, from 1. */
  readonly line: number;
}

export interface HexDumps {
  readonly dumps: readonly HexDump[];
  /** Lines of text between them. */
  readonly passedOver: number;
}

/** Offset, then groups of digits with one or two blanks between them; what follows more blanks is text. */
const LINE =
  /^(?<indent>\s*)(?:0x)?(?<offset>[0-9a-f]{4,16})(?<colon>:?)\s+(?<digits>[0-9a-f]{4}(?: {4}[0-9a-f]{4})+|[0-9a-f]{2,8}(?: {1,2}[0-9a-f]{2,8})*)(?:\s*$|\s\s.*$|\s*\|.*$)/i;
/** The offset alone behind the last line. */
const END = /^\s*(?:0x)?(?<offset>[0-9a-f]{4,16}):?\s*$/i;
const OCTETS = /(?<![0-9a-z])[0-9a-f]{2}(?:[ :][0-9a-f]{2}){3}(?![0-9a-z])/i;
/** No dump has longer lines. */
const MOST_CHARACTERS = 1000;
/** Words of 16 bits, as hexdump and od -x write them: the low octet stands behind. */
const WORDS = /^[0-9a-f]{4}(?: +[0-9a-f]{4})*$/i;
/** Stands for lines like the one before it, up to the next offset (hexdump, od, xxd -a). */
const REPEATED = /^\s*\*\s*$/;
/** Octets that such lines stand for in one text. */
const MOST_REPEATED = 0x10_0000;
const RADICES = [16, 8, 10] as const;

interface Row {
  readonly offset: string;
  readonly indent: number;
  readonly colon: boolean;
  readonly digits: string;
  readonly line: number;
  /** Of the last line before it, that stands between them. */
  readonly repeats: boolean;
}

interface Open {
  readonly rows: string[];
  readonly indent: number;
  readonly line: number;
  due: number;
}

/** Undefined where the lines are no dump, whose offsets count its octets. */
export function hexDumps(lines: readonly string[]): HexDumps | undefined {
  const rows: Row[] = [];
  const ends: string[] = [];
  let passedOver = 0;
  let repeats = false;
  for (const [index, line] of lines.entries()) {
    const row = rowOf(line, index + 1, repeats);
    const end = END.exec(line)?.groups?.offset;
    repeats = REPEATED.test(line);
    if (repeats) continue;
    if (row !== undefined) rows.push(row);
    else if (end !== undefined && rows.length > 0) ends.push(end);
    else if (OCTETS.test(line)) return undefined;
    else if (line.trim() !== '') passedOver += 1;
  }
  const [first] = rows;
  // One line alone is as likely a row of octets that begins with zeros.
  const sure =
    first?.colon === true || rows.length > 1 || ends.length > 0 || lines.some((line) => line.includes('|'));
  if (first === undefined || !sure) return undefined;
  for (const radix of RADICES) {
    const dumps = dumpsOf(rows, ends, radix);
    if (dumps !== undefined) return { dumps, passedOver };
  }
  return undefined;
}

function rowOf(line: string, number: number, repeats: boolean): Row | undefined {
  const found = line.length > MOST_CHARACTERS ? null : LINE.exec(line);
  const { indent = '', offset, colon, digits = '' } = found?.groups ?? {};
  if (offset === undefined) return undefined;
  return { offset, indent: indent.length, colon: colon !== '', digits, line: number, repeats };
}

function dumpsOf(
  rows: readonly Row[],
  ends: readonly string[],
  radix: number,
): readonly HexDump[] | undefined {
  const found: Open[] = [];
  const streams = new Map<number, Open>();
  const left = Math.min(...rows.map(({ indent }) => indent));
  const repeat = repeater();
  let widest = 0;
  const words = rows.every(({ digits, colon }) => !colon && WORDS.test(digits)) && ends.length > 0;
  for (const [index, row] of rows.entries()) {
    const offset = parsed(row.offset, radix);
    const before = streams.get(row.indent);
    if (row.repeats) repeat(before, offset);
    if (offset === undefined || (offset !== 0 && offset !== before?.due)) return undefined;
    const next = rows[index + 1];
    const most =
      next?.indent === row.indent && !next.repeats ? (parsed(next.offset, radix) ?? 0) - offset : 0;
    const digits = limited(
      words ? swapped(row.digits) : row.digits.replaceAll(' ', ''),
      most > 0 ? most : widest,
    );
    widest = Math.max(widest, digits.length / 2);
    if (digits.length % 2 !== 0) return undefined;
    const last = found.at(-1);
    const goesOn = offset !== 0 && last !== undefined && last === before;
    const open = goesOn ? last : { rows: [], indent: row.indent, line: row.line, due: offset };
    if (!goesOn) found.push(open);
    open.rows.push(digits);
    open.due = offset + digits.length / 2;
    streams.set(row.indent, open);
  }
  const end = parsed(ends.at(-1) ?? '', radix);
  if (ends.length > 0 && !endsAt(found, end, words)) return undefined;
  return found.map((open) => dumpOf(open, left));
}

/** @param left indent of those that stand furthest to the left */
function dumpOf({ rows, indent, line }: Open, left: number): HexDump {
  return { digits: rows.join(''), indented: indent > left, line };
}

/** Fills a dump up to an offset with its last line, where that fits. */
function repeater(): (open: Open | undefined, end: number | undefined) => void {
  let room = MOST_REPEATED;
  return (open, end) => {
    const row = open?.rows.at(-1) ?? '';
    const count = (end ?? 0) - (open?.due ?? 0);
    const times = (2 * count) / row.length;
    if (open === undefined || !Number.isInteger(times) || times < 1 || count > room) return;
    room -= count;
    open.rows.push(row.repeat(times));
    open.due += count;
  };
}

/** The offset behind the last line; the last of two octets that make a word may be none. */
function endsAt(found: Open[], end: number | undefined, words: boolean): boolean {
  const last = found.at(-1);
  if (last?.due === end) return true;
  if (!words || last === undefined || last.due - 1 !== end) return false;
  last.rows.push((last.rows.pop() ?? '').slice(0, -2));
  return true;
}

/** Characters behind the octets may look like digits: the next offset tells where those end. */
function limited(digits: string, most: number): string {
  return most > 0 ? digits.slice(0, most * 2) : digits;
}

function swapped(digits: string): string {
  return digits.replaceAll(' ', '').replace(/(..)(..)/g, '$2$1');
}

function parsed(offset: string, radix: number): number | undefined {
  const digits = radix === 16 ? /^[0-9a-f]+$/i : radix === 10 ? /^[0-9]+$/ : /^[0-7]+$/;
  return digits.test(offset) ? Number.parseInt(offset, radix) : undefined;
}
