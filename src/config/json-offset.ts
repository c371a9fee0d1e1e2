/**
 * Where a text stops being JSON (RFC 8259). The messages of JSON.parse quote the text around the fault,
 * which may be a password; a place in the file says more and gives nothing away.
 */

const TOKEN =
  /\s*(?:([{}[\]:,])|("(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/uy;

/** What may come next: a value, a key, `:`, or what follows a value. */
type Place = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'after value';

/** The offset of the first character that cannot be; the length of the text where its end is missing. */
export function jsonErrorOffset(text: string): number {
  const open: string[] = [];
  let place: Place = 'value';
  for (let at = 0; ; ) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    const next: Place | undefined = match === null ? undefined : step(place, match, open);
    if (match === null || next === undefined) return at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);
    place = next;
    at += match[0].length;
  }
}

/** The place after a token; undefined where the token cannot stand. */
function step(place: Place, match: RegExpExecArray, open: string[]): Place | undefined {
  const [, mark, text] = match;
  switch (place) {
    case 'value':
    case 'value or ]':
      if (mark === ']' && place === 'value or ]') return closed(mark, open);
      if (mark !== undefined) return opened(mark, open);
      return 'after value';
    case 'key':
    case 'key or }':
      if (mark === '}' && place === 'key or }') return closed(mark, open);
      return text === undefined ? undefined : 'colon';
    case 'colon':
      return mark === ':' ? 'value' : undefined;
    case 'after value':
      if (mark === ',') return open.at(-1) === '{' ? 'key' : open.at(-1) === '[' ? 'value' : undefined;
      return mark === undefined ? undefined : closed(mark, open);
  }
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
