/** The words of the names of the common OBIS codes (IEC 62056-61), by language, for a search in them. */
import { formatLogicalName } from './obis.js';
import { type NamedObject, obisCatalogue } from './obis-catalogue.js';
import type { ObisWords } from './obis-words.js';
import { searchWords } from './search-words.js';

export interface IndexedObject extends NamedObject {
  /** Of its name. */
  readonly words: readonly string[];
  /** What is found, and not missed by those who do not ask for it. */
  readonly further: readonly string[];
  /** The code in the notations that people type. */
  readonly codes: readonly string[];
}

export interface ObisIndex {
  /** The same codes in the same order in each language. */
  readonly objects: readonly IndexedObject[];
  /** For each word the places of the objects that have it. */
  readonly places: ReadonlyMap<string, readonly number[]>;
}

const indexes = new Map<ObisWords, ObisIndex>();

/** Made when it is first asked for. */
export function obisIndex(words: ObisWords): ObisIndex {
  const known = indexes.get(words);
  if (known !== undefined) return known;
  const total = searchWords(words.details.total);
  const objects = obisCatalogue(words).map((object) => indexed(object, total, words));
  const index = { objects, places: placesOf(objects) };
  indexes.set(words, index);
  return index;
}

/** @param total the words that few people type */
function indexed(object: NamedObject, total: readonly string[], { further }: ObisWords): IndexedObject {
  const own = searchWords(object.name);
  const usual = own.filter((word) => total.includes(word));
  return {
    ...object,
    words: own.filter((word) => !total.includes(word)),
    further: [...usual, ...searchWords(further[object.logicalName] ?? '')],
    codes: notationsOf(object),
  };
}

function notationsOf({ logicalName }: NamedObject): readonly string[] {
  const [a, b, c, d, e] = logicalName.split('.');
  const short = a === '1' && b === '0' ? [`${c}.${d}.${e}`] : [];
  return [logicalName, formatLogicalName(logicalName), ...short];
}

function placesOf(objects: readonly IndexedObject[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [at, { words, further }] of objects.entries()) {
    for (const word of new Set([...words, ...further])) {
      const known = places.get(word);
      if (known === undefined) places.set(word, [at]);
      else known.push(at);
    }
  }
  return places;
}
