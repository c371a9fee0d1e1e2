/** Plain objects as indented lines for people: what fits on one line stays on one, the rest goes below. */
import type { Plain } from '../apdu/describe.js';

type Scalar = string | number | boolean | null;

const INDENT = '  ';
const MOST_INLINE = 100;

/** One line for each member, and more below those that do not fit one. */
export function treeLines(fields: { readonly [key: string]: Plain }): string[] {
  return Object.entries(fields).flatMap(([name, value]) => memberLines(name, value));
}

function memberLines(name: string, value: Plain): string[] {
  const line = `${name}: ${inline(value)}`;
  if (isScalar(value) || line.length <= MOST_INLINE) return [line];
  return [`${name}:`, ...linesBelow(value).map((member) => `${INDENT}${member}`)];
}

function linesBelow(value: Exclude<Plain, Scalar>): string[] {
  if (!isList(value)) return treeLines(value);
  if (value.every(isScalar)) return wrapped(value.map(inline));
  return value.flatMap((each, at) => memberLines(String(at + 1), each));
}

/** Words with commas between them, in as few lines as they fit. */
function wrapped(words: readonly string[]): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 2 > MOST_INLINE) lines.push(word);
    else lines[lines.length - 1] = `${last}, ${word}`;
  }
  return lines;
}

function inline(value: Plain): string {
  if (isScalar(value)) return oneLine(String(value));
  if (isList(value)) return `[${value.map(inline).join('; ')}]`;
  const { type, ...rest } = value;
  const members = Object.entries(rest).map(([name, each]) =>
    type !== undefined && name === 'value' ? nested(each) : `${name} ${nested(each)}`,
  );
  return type === undefined ? members.join(', ') : `${inline(type)} ${members.join(', ')}`;
}

function nested(value: Plain): string {
  const isNamed = isScalar(value) || isList(value) || 'type' in value;
  return isNamed ? inline(value) : `(${inline(value)})`;
}

function isScalar(value: Plain): value is Scalar {
  return typeof value !== 'object' || value === null;
}

function isList(value: readonly Plain[] | { readonly [key: string]: Plain }): value is readonly Plain[] {
  return Array.isArray(value);
}

/** A meter's text may hold anything: control characters would break the line, or the terminal. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
