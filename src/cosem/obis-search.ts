/** Finds OBIS codes (IEC 62056-61) by what a person types: words of their names, or the start of a code. */

import { DlmsError } from '../errors.js';
import type { LogicalName } from './descriptor.js';
import { formatLogicalName, parseTag } from './obis.js';
import { type NamedObject, obisCatalogue } from './obis-catalogue.js';
import { obisName } from './obis-name.js';

/** Words of displays, bills and neighbours of the standard, and those that it has for them. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  kwh: ['active', 'energy'],
  kvarh: ['reactive', 'energy'],
  kvah: ['apparent', 'energy'],
  kw: ['active', 'power'],
  kvar: ['reactive', 'power'],
  kva: ['apparent', 'power'],
  'a+': ['active', 'energy', 'import'],
  'a-': ['active', 'energy', 'export'],
  'r+': ['reactive', 'energy', 'import'],
  'r-': ['reactive', 'energy', 'export'],
  'p+': ['active', 'power', 'import'],
  'p-': ['active', 'power', 'export'],
  'q+': ['reactive', 'power', 'import'],
  'q-': ['reactive', 'power', 'export'],
  consumption: ['import'],
  usage: ['import'],
  production: ['export'],
  generation: ['export'],
  tariff: ['rate'],
  thd: ['harmonic', 'distortion'],
  hz: ['frequency'],
  volt: ['voltage'],
  volts: ['voltage'],
  ampere: ['current'],
  amperes: ['current'],
  amps: ['current'],
};

/** What names lack that people look for. */
const FURTHER_WORDS: Readonly<Record<LogicalName, string>> = {
  '0.0.1.0.0.255': 'date time',
  '0.0.96.1.0.255': 'meter number',
};

/** How much a word of the name that nobody asked for counts against it; one of another medium more. */
const OTHER_MEDIUM = 3;
const CURRENT_PERIOD = '.255';
const NUMBER_OF_A = /^[^1]\./;

interface Indexed extends NamedObject {
  readonly words: readonly string[];
  readonly further: readonly string[];
  readonly codes: readonly string[];
}

let index: readonly Indexed[] | undefined;

/**
 * Best first. A text of digits and points is looked up as a code, in whatever notation; anything else by
 * the starts of the words of a name, all of which must be there, in any order.
 */
export function findObjects(text: string, limit: number): readonly NamedObject[] {
  const typed = text.trim().toLowerCase();
  if (typed === '') return [];
  const found = /^[\d.:*&-]+$/.test(typed) ? byCode(typed) : byWords(wordsOf(typed));
  return found.slice(0, limit).map(({ logicalName, name }) => ({ logicalName, name }));
}

function indexed(): readonly Indexed[] {
  index ??= obisCatalogue().map((object) => ({
    ...object,
    words: wordsOf(object.name),
    further: wordsOf(FURTHER_WORDS[object.logicalName] ?? ''),
    codes: notationsOf(object.logicalName),
  }));
  return index;
}

function notationsOf(logicalName: LogicalName): readonly string[] {
  const [a, b, c, d, e] = logicalName.split('.');
  const short = a === '1' && b === '0' ? [`${c}.${d}.${e}`] : [];
  return [logicalName, formatLogicalName(logicalName), ...short];
}

/**
 * Those that begin so, and the code itself where it is one, though it may not be common: first of all, unless
 * it is only the beginning of one that is.
 */
function byCode(typed: string): readonly NamedObject[] {
  const itself = namedCode(typed);
  const others = indexed().filter(
    ({ codes, logicalName }) =>
      logicalName !== itself?.logicalName && codes.some((code) => code.startsWith(typed)),
  );
  if (itself === undefined) return others;
  const isWhole = others.length === 0 || itself.logicalName.endsWith(CURRENT_PERIOD);
  return isWhole ? [itself, ...others] : [...others, itself];
}

function namedCode(typed: string): NamedObject | undefined {
  try {
    const { logicalName } = parseTag(typed);
    const name = obisName(logicalName);
    return name === undefined ? undefined : { logicalName, name };
  } catch (error) {
    if (error instanceof DlmsError) return undefined;
    throw error;
  }
}

function byWords(typed: readonly string[]): readonly NamedObject[] {
  const wanted = typed.flatMap((word) => SYNONYMS[word] ?? [word]);
  if (wanted.length === 0) return [];
  return indexed()
    .map((object) => ({ object, distance: distanceOf(object, wanted) }))
    .filter(({ distance }) => distance !== undefined)
    .sort((one, other) => Number(one.distance) - Number(other.distance))
    .map(({ object }) => object);
}

/** How many words the name has beyond those that are wanted; undefined where it lacks one of them. */
function distanceOf({ words, further, logicalName }: Indexed, wanted: readonly string[]): number | undefined {
  const left = [...words];
  for (const start of wanted) {
    const at = left.findIndex((word) => word.startsWith(start));
    if (at >= 0) left.splice(at, 1);
    else if (!further.some((word) => word.startsWith(start))) return undefined;
  }
  return left.length + (NUMBER_OF_A.test(logicalName) && left.length > 0 ? OTHER_MEDIUM : 0);
}

/** `+A` is as good as `A+`. */
function wordsOf(text: string): readonly string[] {
  const typed = text.toLowerCase().replace(/(?<![^\s])([+-])([a-z])(?![a-z])/g, '$2$1');
  return typed.match(/[\p{Letter}\d]+[+-]?(?![\p{Letter}\d])|[\p{Letter}\d]+/gu) ?? [];
}
