/** Tables keyed by patterns of OBIS codes (IEC 62056-61 value groups A to E; F does not take part). */
import type { LogicalName } from './descriptor.js';

/** A…F of a logical name. */
export type ValueGroups = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/**
 * What is known of the codes that `pattern` covers. A pattern is written `A-B:C.D.E`; each group is a
 * number, a range `1~4`, alternatives `1|3`, or `*` for all.
 */
export interface ObisRow {
  readonly pattern: string;
  /** May hold {b}, {d}, {e}, and {e+1} for objects that are counted from 0 in the code. */
  readonly name: string;
  /** Class ids that such objects have, most likely first. */
  readonly classes: readonly number[];
}

type Range = readonly [least: number, most: number];

export function valueGroups(name: LogicalName): ValueGroups {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 255] = name.split('.', 6).map(Number);
  return [a, b, c, d, e, f];
}

/** Finds the first row whose pattern covers a code. The patterns are compiled once, here. */
export function obisTable(rows: readonly ObisRow[]): (groups: ValueGroups) => ObisRow | undefined {
  const compiled = rows.map((row) => ({ row, groups: compile(row.pattern) }));
  return (groups) => compiled.find((entry) => covers(entry.groups, groups))?.row;
}

function compile(pattern: string): readonly (readonly Range[])[] {
  return pattern.split(/[-:.]/).map((group) => group.split('|').map(rangeOf));
}

function rangeOf(text: string): Range {
  if (text === '*') return [0, 255];
  const [least = 0, most = least] = text.split('~').map(Number);
  return [least, most];
}

function covers(pattern: readonly (readonly Range[])[], groups: ValueGroups): boolean {
  return pattern.every((ranges, at) => {
    const value = groups[at] ?? 255;
    return ranges.some(([least, most]) => value >= least && value <= most);
  });
}
