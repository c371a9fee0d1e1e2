/**
 * What an object is about, for people who look for it in a long list: by the value groups of its OBIS code
 * (IEC 62056-61), with the objects of all media that serve the same purpose together.
 */
import type { LogicalName } from '../cosem/descriptor.js';
import { type ValueGroups, valueGroups } from '../cosem/obis-pattern.js';

/** In the order in which they are shown: what is measured first, then what the meter is. */
export const OBJECT_GROUPS = [
  ...(['energy', 'power', 'demand', 'voltage', 'current', 'quality'] as const),
  ...(['heat-cost', 'cooling', 'heat', 'gas', 'cold-water', 'hot-water'] as const),
  ...(['profiles', 'events', 'clock', 'device', 'control', 'schedules', 'payment'] as const),
  ...(['security', 'communication', 'firmware', 'other'] as const),
] as const;

export type ObjectGroup = (typeof OBJECT_GROUPS)[number];

type Range = readonly [least: number, most: number, group: ObjectGroup];

const ELECTRICITY = 1;

const MEDIA: Readonly<Record<number, ObjectGroup>> = {
  4: 'heat-cost',
  5: 'cooling',
  6: 'heat',
  7: 'gas',
  8: 'cold-water',
  9: 'hot-water',
};

/** A = 0, by C. */
const ABSTRACT: readonly Range[] = [
  [1, 1, 'clock'],
  [2, 2, 'communication'],
  [9, 15, 'schedules'],
  [16, 17, 'control'],
  [18, 18, 'device'],
  [19, 19, 'payment'],
  [20, 20, 'communication'],
  [21, 21, 'profiles'],
  [22, 36, 'communication'],
  [40, 40, 'security'],
  [41, 42, 'device'],
  [43, 43, 'security'],
  [44, 44, 'firmware'],
  [66, 66, 'profiles'],
];

/** C = 96 of every medium (general service entries), by D. */
const SERVICE: readonly Range[] = [
  [0, 1, 'device'],
  [2, 2, 'events'],
  [3, 4, 'control'],
  [5, 6, 'device'],
  [7, 7, 'events'],
  [8, 9, 'device'],
  [10, 11, 'events'],
  [12, 12, 'communication'],
  [13, 13, 'device'],
  [14, 14, 'schedules'],
  [15, 20, 'events'],
];

/** A = 1: what is measured, by C; L1, L2 and L3 are 20, 40 and 60 more. */
const PHASES = 3;
const PHASE_STEP = 20;
const QUANTITIES: readonly Range[] = [
  [1, 10, 'power'],
  [11, 11, 'current'],
  [12, 12, 'voltage'],
  [13, 14, 'quality'],
  [15, 20, 'power'],
];
const OTHER_QUANTITIES: readonly Range[] = [
  [81, 82, 'quality'],
  [83, 83, 'power'],
  [84, 85, 'quality'],
  [86, 89, 'power'],
  [90, 91, 'current'],
  [92, 92, 'voltage'],
];

const MOMENTARY = 7;
/** D of integrals over time. */
const INTEGRALS: readonly number[] = [8, 9, 10, 17, 18, 19, 20, 29, 30];

export function objectGroup(logicalName: LogicalName): ObjectGroup {
  const groups = valueGroups(logicalName);
  const [a, , c] = groups;
  const common = commonGroup(groups);
  if (common !== undefined) return common;
  if (a === 0) return inRanges(ABSTRACT, c) ?? 'other';
  return a === ELECTRICITY ? electricityGroup(groups) : (MEDIA[a] ?? 'other');
}

/** The same in all media, or in those that have it: the device, service entries, errors, lists and profiles. */
function commonGroup([a, , c, d]: ValueGroups): ObjectGroup | undefined {
  if (c === 0 && a <= ELECTRICITY) return d === 2 ? 'firmware' : 'device';
  if (c === 96) return inRanges(SERVICE, d) ?? 'other';
  if (c === 97) return 'events';
  if (c === 98) return 'profiles';
  if (c !== 99) return undefined;
  return d === 97 || d === 98 ? 'events' : 'profiles';
}

function electricityGroup([, , c, d, e]: ValueGroups): ObjectGroup {
  const quantity = inRanges(OTHER_QUANTITIES, c) ?? phaseQuantity(c);
  if (quantity === undefined) return 'other';
  if ((quantity === 'voltage' || quantity === 'current') && d === MOMENTARY && e > 0) return 'quality';
  if (quantity !== 'power') return quantity;
  if (INTEGRALS.includes(d)) return 'energy';
  return d === MOMENTARY ? 'power' : 'demand';
}

function phaseQuantity(c: number): ObjectGroup | undefined {
  if (c < 1 || c > (PHASES + 1) * PHASE_STEP) return undefined;
  return inRanges(QUANTITIES, ((c - 1) % PHASE_STEP) + 1);
}

function inRanges(ranges: readonly Range[], value: number): ObjectGroup | undefined {
  return ranges.find(([least, most]) => value >= least && value <= most)?.[2];
}
