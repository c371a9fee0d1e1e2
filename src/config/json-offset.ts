/**
 * Where a text stops being JSON (RFC 8259). The messages of JSON.parse quote the text around the fault,
 * which may be a password; a place in the file says more and gives nothing away.
 */

const SPACE = /\s*/y;
const MARK_OR_WORD = /[{}[\]:,]|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
/** A piece of a text: texts are walked in pieces, since one expression for a long text is too deep for V8. */
const PIECE = /[^"\\\p{Cc}]+|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/uy;

/** What may come next: a value, a key, `:`, or what follows a value. */
type Place = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'after value';

/** The offset of the first character that cannot be; the length of the text where its end is missing. */
export function jsonErrorOffset(text: string): number {
  const open: string[] = [];
  let place: Place = 'value';
  for (let at = 0; ; ) {
    at = endOf(SPACE, text, at) ?? at;
    const end = tokenEnd(text, at);
    const next: Place | undefined = end === undefined ? undefined : step(place, text.slice(at, at + 1), open);
    if (end === undefined || next === undefined) return at;
    place = next;
    at = end;
  }
}

/** Undefined where no token begins at `at`, or it has no end. */
export function tokenEnd(text: string, at: number): number | undefined {
  return text[at] === '"' ? textEnd(text, at) : endOf(MARK_OR_WORD, text, at);
}

function textEnd(text: string, begin: number): number | undefined {
  let at = begin + 1;
  for (;;) {
    const end = endOf(PIECE, text, at);
    if (end === undefined) return text[at] === '"' ? at + 1 : undefined;
    at = end;
  }
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** The place after a token, known by its first character; undefined where the token cannot stand. */
function step(place: Place, first: string, open: string[]): Place | undefined {
  switch (place) {
    case 'value':
    case 'value or ]':
      if (first === ']' && place === 'value or ]') return closed(first, open);
      return isMark(first) ? opened(first, open) : 'after value';
    case 'key':
    case 'key or }':
      if (first === '}' && place === 'key or }') return closed(first, open);
      return first === '"' ? 'colon' : undefined;
    case 'colon':
      return first === ':' ? 'value' : undefined;
    case 'after value':
      if (first === ',') return open.at(-1) === '{' ? 'key' : open.at(-1) === '[' ? 'value' : undefined;
      return isMark(first) ? closed(first, open) : undefined;
  }
}

function isMark(first: string): boolean {
  return '{}[]:,'.includes(first);
}

function opened(mark: string, open: string[]): Place | undefined {
  if (mark !== '{' && mark !== '[') return undefined;
  open.push(mark);
  return mark === '{' ? 'key or }' : 'value or ]';
}

function closed(mark: string, open: string[]): Place | undefined {
  const begun = mark === '}' ? '{' : mark === ']' ? '[' : undefined;
  return begun !== undefined && open.pop() === begun ? 'after value' : undefined;
}
