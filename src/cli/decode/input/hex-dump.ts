/** Hex dumps: lines of an offset, octets, and often their characters (hexdump -C, xxd, od, Wireshark). */

/** Offset, then groups of digits with one or two blanks between them; what follows more blanks is text. */
const LINE =
  /^\s*(?:0x)?(?<offset>[0-9a-f]{4,16})(?<colon>:?)\s+(?<digits>[0-9a-f]{2,8}(?: {1,2}[0-9a-f]{2,8})*)\s*(?:$|\s\s.*$|\|.*$)/i;
/** The offset alone behind the last line. */
const END = /^\s*(?:0x)?(?<offset>[0-9a-f]{4,16}):?\s*$/i;

/** The digits of each line; undefined where the lines are no dump, whose offsets count its octets. */
export function hexDumpDigits(lines: readonly string[]): readonly string[] | undefined {
  const found: string[] = [];
  const single = lines.filter((line) => line.trim() !== '').length === 1;
  let due = 0;
  for (const line of lines) {
    if (line.trim() === '' || (found.length > 0 && isEnd(line, due))) continue;
    const { offset = '', colon = '', digits = '' } = LINE.exec(line)?.groups ?? {};
    if (offset === '' || Number.parseInt(offset, 16) !== due) return undefined;
    // One line alone is as likely a row of octets that begins with zeros.
    if (single && colon === '' && !line.includes('|')) return undefined;
    const packed = digits.replaceAll(' ', '');
    found.push(packed);
    due += packed.length / 2;
  }
  return found.length === 0 || !Number.isInteger(due) ? undefined : found;
}

function isEnd(line: string, due: number): boolean {
  return Number.parseInt(END.exec(line)?.groups?.offset ?? '', 16) === due;
}
