/** The lines of a JSON text in which its values begin, by their path: `devices[2].port`, `[0].signals[1].todo`. */
import { tokenEnd } from './json-offset.js';

interface Level {
  /** The path of what is open. */
  readonly path: string;
  readonly isList: boolean;
  /** Of the next value: its place in a list, its key in an object. */
  index: number;
  key: string;
  /** In an object: whether a key comes next. */
  keyComes: boolean;
}

/** Deeper values are nothing that a configuration has. */
const DEEPEST = 6;
/** Of a file with more values the first ones have to do. */
const MOST = 200_000;

/** @param text JSON without a fault */
export function jsonLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const levels: Level[] = [];
  let line = 1;
  let lineBreak = text.indexOf('\n');
  for (const [at, token] of tokens(text)) {
    for (; lineBreak >= 0 && lineBreak < at; lineBreak = text.indexOf('\n', lineBreak + 1)) line += 1;
    const level = levels.at(-1);
    if (token === '}' || token === ']') levels.pop();
    else if (token === ',') next(level);
    else if (level?.keyComes) takeKey(level, token);
    else if (token !== ':') {
      const path = pathIn(level);
      if (levels.length < DEEPEST && path !== '') lines.set(path, line);
      if (lines.size >= MOST) return lines;
      if (token === '{' || token === '[') levels.push(opened(path, token === '['));
    }
  }
  return lines;
}

function* tokens(text: string): Iterable<readonly [at: number, token: string]> {
  for (let at = 0; ; ) {
    while (' \t\r\n'.includes(text[at] ?? '.')) at += 1;
    const end = tokenEnd(text, at);
    if (end === undefined) return;
    yield [at, text.slice(at, end)];
    at = end;
  }
}

function opened(path: string, isList: boolean): Level {
  return { path, isList, index: 0, key: '', keyComes: !isList };
}

function next(level: Level | undefined): void {
  if (level === undefined) return;
  level.index += 1;
  level.keyComes = !level.isList;
}

function takeKey(level: Level, token: string): void {
  level.key = String(JSON.parse(token));
  level.keyComes = false;
}

function pathIn(level: Level | undefined): string {
  if (level === undefined) return '';
  if (level.isList) return `${level.path}[${level.index}]`;
  return level.path === '' ? level.key : `${level.path}.${level.key}`;
}
