/**
 * What a language calls the parts of OBIS names (IEC 62056-61). A template has `{}` for what it is about, so that
 * each language keeps its own order of words.
 */
import type { ABSTRACT_ROWS } from './obis-abstract.js';
import type { ELECTRICITY_ROWS } from './obis-electricity.js';
import type { MEDIA_ROWS, Medium } from './obis-media.js';
import type { Detail, Flow, Measured, Noun, Power, Processing } from './obis-quantity.js';

type Rows = typeof ABSTRACT_ROWS | typeof ELECTRICITY_ROWS | typeof MEDIA_ROWS;

/** The English names of the tables, with {d}, {e} and {e+1} for value groups. */
export type ObjectName = Rows[number]['name'];

export interface ObisWords {
  /** Names of single objects, with the same groups in them; English has them in the tables. */
  readonly objects: Readonly<Record<ObjectName, string>> | undefined;
  /** `{}` is the name of the object. */
  readonly media: Readonly<Record<Medium, string>>;
  readonly powers: Readonly<Record<Power, Readonly<Record<Noun, string>>>>;
  /** `{}` is energy, power or demand. */
  readonly flows: Readonly<Record<Flow, string>>;
  readonly measured: Readonly<Record<Measured, string>>;
  /** `{}` is the quantity, {phase} 1 to 3. */
  readonly phase: string;
  /** `{}` is the quantity, {n} the number of the processing with a space before it, or nothing. */
  readonly processing: Readonly<Record<Processing, string>>;
  /** `{}` is the quantity, {from} and {to} what the angle is between. */
  readonly angle: string;
  /** `{}` is the quantity, {e} the angle's number. */
  readonly otherAngle: string;
  /** `{}` is all before it, {e} the number of the rate, harmonic or classification. */
  readonly details: Readonly<Record<Detail, string>>;
  /** `{}` is all before it, {b} the channel. */
  readonly channel: string;
  /** `{}` is all before it, {f} the number of the period, {n} how many back it is. */
  readonly period: Readonly<Record<'last' | 'back' | 'lasts' | 'numbered', string>>;
  /** Whether words are written as one, so that what is typed may be the end of a longer word. */
  readonly compounds: boolean;
  /** Words that people type, and the words of names for them; in small letters, without accents. */
  readonly synonyms: Readonly<Record<string, readonly string[]>>;
  /** What names lack that people look for, by dotted code. */
  readonly further: Readonly<Record<string, string>>;
}
