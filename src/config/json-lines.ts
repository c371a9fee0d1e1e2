/** The lines of a JSON text in which its values begin, by their path: `devices[2].port`, `[0].signals[1].todo`. */
import { tokenEnd } from './json-offset.js';

interface Level {
  /** The path of what is open. */
  readonly path: string | undefined;
  readonly isList: boolean;
  /** Of the next value: its place in a list, its key in an object. */
  index: number;
  key: string;
  /** In an object: whether a key comes next. */
  keyComes: boolean;
}

/** Deeper values are nothing that a configuration has. */
const DEEPEST = 6;
/** Of a key; longer ones are none of ours. */
const LONGEST = 200;
/** And what is as deep as this is none at all. */
const MOST_LEVELS = 1000;
/** Of a file with more values the first ones have to do. */
const MOST = 200_000;
const MOST_TWINS = 100;

/** @param text JSON without a fault */
export function jsonLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  for (const [path, line] of places(text)) {
    lines.set(path, line);
    if (lines.size >= MOST) break;
  }
  return lines;
}

/** Keys that stand in their object more than once: of these JSON keeps the last, and says nothing. */
export function jsonTwins(text: string): ReadonlyMap<string, number> {
  const seen = new Set<string>();
  const twins = new Map<string, number>();
  for (const [path, line] of places(text)) {
    if (seen.has(path) && !isWithin(path, twins)) twins.set(path, line);
    seen.add(path);
    if (seen.size >= MOST || twins.size >= MOST_TWINS) break;
  }
  return twins;
}

function isWithin(path: string, twins: ReadonlyMap<string, number>): boolean {
  return [...twins.keys()].some((twin) => /^[[.]/.test(path.slice(twin.length)) && path.startsWith(twin));
}

/** Where each value begins, in their order. */
function* places(text: string): Iterable<readonly [path: string, line: number]> {
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
      const path = levels.length < DEEPEST ? pathIn(level) : undefined;
      if (path) yield [path, line];
      if (token === '{' || token === '[') levels.push(opened(path, token === '['));
      if (levels.length > MOST_LEVELS) return;
    }
  }
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

function opened(path: string | undefined, isList: boolean): Level {
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

/** Undefined where it is of no use: each value below a long key would have that key in its own path. */
function pathIn(level: Level | undefined): string | undefined {
  if (level === undefined) return '';
  const { path, isList, index, key } = level;
  if (path === undefined || key.length > LONGEST) return undefined;
  if (isList) return `${path}[${index}]`;
  return path === '' ? key : `${path}.${key}`;
}
