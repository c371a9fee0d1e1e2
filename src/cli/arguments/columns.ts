/** Terms and what is said about them, in two columns. */

export interface Row {
  readonly term: string;
  readonly text: string;
}

const INDENT = 2;
const GAP = 2;
/** Narrower columns are harder to read than lines that the terminal breaks. */
const LEAST_TEXT = 40;

/** Where the texts begin. */
export function textColumn(rows: readonly Row[]): number {
  return INDENT + Math.max(0, ...rows.map(({ term }) => term.length)) + GAP;
}

/** @param column of the texts @param width of the lines at most */
export function inColumns(rows: readonly Row[], column: number, width: number): readonly string[] {
  return rows.flatMap(({ term, text }) => {
    const [first = '', ...others] = wrapped(text, Math.max(LEAST_TEXT, width - column));
    const head = `${' '.repeat(INDENT)}${term}`.padEnd(column);
    return [`${head}${first}`.trimEnd(), ...others.map((line) => ' '.repeat(column) + line)];
  });
}

/** Lines of whole words; a word that is longer has one of its own. */
function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines.splice(-1, 1, `${line} ${word}`);
    else lines.push(word);
  }
  return lines;
}
