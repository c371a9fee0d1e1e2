/**
 * Finds OBIS codes (IEC 62056-61) by what a person types: words of their names, in English or in another language
 * besides, or the start of a code.
 */

import { DlmsError } from '../errors.js';
import { parseTag } from './obis.js';
import type { NamedObject } from './obis-catalogue.js';
import { type IndexedObject, obisIndex } from './obis-index.js';
import { ENGLISH } from './obis-languages/en.js';
import { obisName } from './obis-name.js';
import type { ObisWords } from './obis-words.js';
import { searchWords } from './search-words.js';

/** How much a word of the name that nobody asked for counts against it; one of another medium more. */
const OTHER_MEDIUM = 3;
/** Fewer letters than so are the end of too many words. */
const LEAST_OF_COMPOUND = 4;
const CURRENT_PERIOD = '.255';
const NUMBER_OF_A = /^[^1]\./;

/**
 * Best first. A text of digits and points is looked up as a code, in whatever notation; anything else by
 * the starts of the words of a name, all of which must be there, in any order.
 * @param words of the language of the names; English ones are found besides
 */
export function findObjects(text: string, limit: number, words: ObisWords = ENGLISH): readonly NamedObject[] {
  const typed = text.trim().toLowerCase();
  if (typed === '') return [];
  const found = /^[\d.:*&-]+$/.test(typed) ? byCode(typed, words) : byWords(searchWords(typed), words);
  return found.slice(0, limit).map(({ logicalName, name }) => ({ logicalName, name }));
}

/**
 * Those that begin so, and the code itself where it is one, though it may not be common: first of all, unless
 * it is only the beginning of one that is.
 */
function byCode(typed: string, words: ObisWords): readonly NamedObject[] {
  const itself = namedCode(typed, words);
  const others = obisIndex(words).objects.filter(
    ({ codes, logicalName }) =>
      logicalName !== itself?.logicalName && codes.some((code) => code.startsWith(typed)),
  );
  if (itself === undefined) return others;
  const isWhole = others.length === 0 || itself.logicalName.endsWith(CURRENT_PERIOD);
  return isWhole ? [itself, ...others] : [...others, itself];
}

function namedCode(typed: string, words: ObisWords): NamedObject | undefined {
  try {
    const { logicalName } = parseTag(typed);
    const name = obisName(logicalName, words);
    return name === undefined ? undefined : { logicalName, name };
  } catch (error) {
    if (error instanceof DlmsError) return undefined;
    throw error;
  }
}

function byWords(typed: readonly string[], words: ObisWords): readonly NamedObject[] {
  const languages = words === ENGLISH ? [ENGLISH] : [words, ENGLISH];
  const searches = languages.map((language) => searchIn(language, typed));
  const { objects } = obisIndex(words);
  const ranked = placesOfAll(searches, typed.length).flatMap((at) => {
    const object = objects[at];
    return object === undefined ? [] : [{ object, distance: distanceOf(searches, at) }];
  });
  return ranked.sort((one, other) => one.distance - other.distance).map(({ object }) => object);
}

/** What is typed, as one language has it. */
interface Search {
  readonly objects: readonly IndexedObject[];
  readonly typed: readonly TypedWord[];
}

interface TypedWord {
  /** The word itself, or those that it stands for, whichever a name has. */
  readonly ways: readonly (readonly Wanted[])[];
  /** Of the objects that have it. */
  readonly places: ReadonlySet<number>;
}

/** The words of names that are meant by one. */
type Wanted = ReadonlySet<string>;

function searchIn(words: ObisWords, typed: readonly string[]): Search {
  const { objects, places } = obisIndex(words);
  const vocabulary = [...places.keys()];
  const placesOf = (wanted: Wanted) => new Set([...wanted].flatMap((word) => places.get(word) ?? []));
  const meant = (start: string): Wanted =>
    new Set(vocabulary.filter((word) => isMeant(word, start, words.compounds)));
  return {
    objects,
    typed: typed.map((word) => {
      const ways = [[word], ...synonymsOf(word, words)].map((way) => way.map(meant));
      return { ways, places: new Set(ways.flatMap((way) => [...common(way.map(placesOf))])) };
    }),
  };
}

function isMeant(word: string, start: string, compounds: boolean): boolean {
  return word.startsWith(start) || (compounds && start.length >= LEAST_OF_COMPOUND && word.endsWith(start));
}

function synonymsOf(word: string, { synonyms }: ObisWords): readonly (readonly string[])[] {
  const meant = Object.hasOwn(synonyms, word) ? synonyms[word] : undefined;
  return meant === undefined ? [] : [meant];
}

function common([first = new Set(), ...others]: readonly ReadonlySet<number>[]): readonly number[] {
  return [...first].filter((place) => others.every((other) => other.has(place)));
}

/** Where each of the typed words is found, in one language or another; in the order of the catalogue. */
function placesOfAll(searches: readonly Search[], count: number): readonly number[] {
  const found = Array.from(
    { length: count },
    (_, word) => new Set(searches.flatMap(({ typed }) => [...(typed[word]?.places ?? [])])),
  );
  return [...common(found)].sort((one, other) => one - other);
}

/** How many words a name has beyond those that are typed, in the language where these are fewest. */
function distanceOf(searches: readonly Search[], at: number): number {
  const least = Math.min(...searches.map((search) => leftOver(search, at)));
  const isOther = NUMBER_OF_A.test(searches[0]?.objects[at]?.logicalName ?? '');
  return least + (isOther && least > 0 ? OTHER_MEDIUM : 0);
}

function leftOver({ objects, typed }: Search, at: number): number {
  const { words = [], further = [] } = objects[at] ?? {};
  const own = [...words, ...further];
  const has = (wanted: Wanted) => own.some((word) => wanted.has(word));
  const left = [...words];
  for (const wanted of typed.flatMap(({ ways }) => ways.find((way) => way.every(has)) ?? [])) {
    const found = left.findIndex((word) => wanted.has(word));
    if (found >= 0) left.splice(found, 1);
  }
  return left.length;
}
