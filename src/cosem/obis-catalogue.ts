/**
 * The OBIS codes that meters commonly have, each with its name: what a person may search in. Codes of rates,
 * channels and billing periods beyond the common ones have names too, and are not listed.
 */
import type { LogicalName } from './descriptor.js';
import { ABSTRACT_ROWS } from './obis-abstract.js';
import { ELECTRICITY_ROWS } from './obis-electricity.js';
import { ENGLISH } from './obis-languages/en.js';
import { MEDIA_ROWS } from './obis-media.js';
import { obisName } from './obis-name.js';
import type { ObisWords } from './obis-words.js';

export interface NamedObject {
  readonly logicalName: LogicalName;
  readonly name: string;
}

/** C of the sums over all phases; those of L1, L2 and L3 are 20, 40 and 60 more. */
const ENERGIES = [1, 2, 3, 4, 9, 10, 15, 16, 5, 6, 7, 8, 17, 18, 19, 20];
const MOMENTARY = [12, 11, 13, 14];
const SINGLE = [91, 92, 90, 82, 88, 89];
const PHASES = [0, 20, 40, 60];

/** D: of integrals over time, and of values at a time, most common first. */
const INTEGRALS = [8, 9, 29];
const VALUES = [7, 6, 4, 5, 2, 3, 1, 24, 27, 14, 15, 16, 31, 32, 33, 34, 35, 36, 37, 38];

/** D that meters keep apart by rate (E). */
const RATED = new Set([8, 9, 6, 2]);
const RATES = [1, 2, 3, 4, 5, 6, 7, 8];
const ANGLES = [0, 4, 10, 15, 20, 26];
const VOLTAGES_AND_CURRENTS = [12, 11];
const DISTORTION = 124;

let catalogue: readonly LogicalName[] | undefined;

/** The same codes in each language, most common first. They are found out when they are first asked for. */
export function obisCatalogue(words: ObisWords = ENGLISH): readonly NamedObject[] {
  catalogue ??= named([...quantities(), ...singleObjects()]);
  return catalogue.flatMap((logicalName) => {
    const name = obisName(logicalName, words);
    return name === undefined ? [] : [{ logicalName, name }];
  });
}

/** Of the codes of one medium that share a name, the first. */
function named(logicalNames: readonly LogicalName[]): readonly LogicalName[] {
  const objects = new Map<string, LogicalName>();
  for (const logicalName of logicalNames) {
    const name = obisName(logicalName);
    const key = `${logicalName.split('.', 1)} ${name}`;
    if (name !== undefined && !objects.has(key)) objects.set(key, logicalName);
  }
  return [...objects.values()];
}

/** Electricity: what is measured (C), how it was processed (D), at which rate (E). */
function quantities(): readonly LogicalName[] {
  const inPhases = (groups: readonly number[]) => PHASES.flatMap((phase) => groups.map((c) => c + phase));
  const [energies, momentary] = [inPhases(ENERGIES), [...inPhases(MOMENTARY), ...SINGLE]];
  return [
    ...INTEGRALS.flatMap((d) => energies.map((c) => electricity(c, d))),
    ...VALUES.flatMap((d) => [...energies, ...momentary].map((c) => electricity(c, d))),
    ...[...RATED].flatMap((d) => RATES.flatMap((e) => energies.map((c) => electricity(c, d, e)))),
    ...ANGLES.map((e) => electricity(81, 7, e)),
    ...inPhases(VOLTAGES_AND_CURRENTS).map((c) => electricity(c, 7, DISTORTION)),
  ];
}

function electricity(c: number, d: number, e = 0): LogicalName {
  return `1.0.${c}.${d}.${e}.255`;
}

function singleObjects(): readonly LogicalName[] {
  const rows = [...ABSTRACT_ROWS, ...ELECTRICITY_ROWS, ...MEDIA_ROWS];
  return rows.flatMap(({ pattern }) => examplesOf(pattern).map((code) => `${code}.255`));
}

/** The codes that a pattern covers; two of those that differ only in a group that may be anything. */
function examplesOf(pattern: string): readonly string[] {
  const [a = '', b = '', ...others] = pattern.split(/[-:.]/);
  const groups = [valuesOf(a), b === '*' ? [0] : valuesOf(b), ...others.map(valuesOf)];
  return groups.reduce<readonly string[]>(
    (codes, values) =>
      codes.flatMap((code) => values.map((value) => (code === '' ? `${value}` : `${code}.${value}`))),
    [''],
  );
}

function valuesOf(group: string): readonly number[] {
  if (group === '*') return [0, 1];
  return group.split('|').flatMap((range) => {
    const [least = 0, most = least] = range.split('~').map(Number);
    return Array.from({ length: most - least + 1 }, (_, index) => least + index);
  });
}
