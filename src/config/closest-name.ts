/** The known name that somebody probably meant: the one with the fewest changes between them. */

/** A third of a word may be wrong. */
const TOLERANCE = 3;
/** Longer texts are no names. */
const LONGEST = 64;
const MOST_KNOWN = 1000;

/** So many letters at the begin are enough where nothing else is close. */
const BEGIN = 4;
/** In which two letters may be slips. */
const LONG_WORD = 6;

/** Undefined where none is close. */
export function closestName(written: string, known: readonly string[]): string | undefined {
  const word = plain(written.slice(0, LONGEST));
  const best = nearest(word, known, Math.floor(word.length / TOLERANCE));
  return best ?? beginning(word.slice(0, BEGIN), known);
}

/** As closestName, but only where hardly anything else can be meant: a few letters off, or the end left out. */
export function slipOf(written: string, known: readonly string[]): string | undefined {
  const word = plain(written.slice(0, LONGEST));
  return nearest(word, known, word.length < LONG_WORD ? 1 : 2) ?? beginning(word, known);
}

function nearest(word: string, known: readonly string[], tolerance: number): string | undefined {
  const most = Math.max(1, tolerance);
  const [best] = known
    .slice(0, MOST_KNOWN)
    .map((name) => ({ name, changes: changesBetween(word, plain(name), most) }))
    .filter(({ changes }) => changes <= most)
    .sort((a, b) => a.changes - b.changes);
  return best?.name;
}

function beginning(begin: string, known: readonly string[]): string | undefined {
  if (begin.length < BEGIN) return undefined;
  return known.slice(0, MOST_KNOWN).find((name) => plain(name).startsWith(begin));
}

/** `; did you mean "x"?`, or nothing. */
export function didYouMean(written: string, known: readonly string[]): string {
  const name = closestName(written, known);
  return name === undefined ? '' : `; did you mean ${name}?`;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}

/** Letters put in, left out, replaced, or changed with their neighbour (optimal string alignment). */
function changesBetween(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let older: number[] = [];
  let before = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const costs = [at(before, j) + 1, at(row, j - 1) + 1, at(before, j - 1) + same];
      row.push(Math.min(...costs, swapped ? at(older, j - 2) + 1 : most + 1));
    }
    older = before;
    before = row;
  }
  return at(before, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.MAX_SAFE_INTEGER;
}
