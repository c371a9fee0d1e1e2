/**
 * Electrical quantities, A = 1 (IEC 62056-61, Blue Book 6.3), taken apart: what is measured (value group C), how it
 * was processed (D), at which rate or harmonic (E). What each part is called is a matter of the language.
 */
import type { ValueGroups } from './obis-pattern.js';

export type Power = 'active' | 'reactive' | 'apparent';
export type Flow = 'import' | 'export' | 'QI' | 'QII' | 'QIII' | 'QIV' | 'absolute' | 'net';
export type Noun = 'energy' | 'power' | 'demand';

interface Flowing {
  readonly power: Power;
  readonly flow: Flow;
}

/** C = 1 to 20, and the same for L1, L2, L3 with 20, 40, 60 more. */
const BY_PHASE = [
  { power: 'active', flow: 'import' },
  { power: 'active', flow: 'export' },
  { power: 'reactive', flow: 'import' },
  { power: 'reactive', flow: 'export' },
  { power: 'reactive', flow: 'QI' },
  { power: 'reactive', flow: 'QII' },
  { power: 'reactive', flow: 'QIII' },
  { power: 'reactive', flow: 'QIV' },
  { power: 'apparent', flow: 'import' },
  { power: 'apparent', flow: 'export' },
  'current',
  'voltage',
  'power factor',
  'frequency',
  { power: 'active', flow: 'absolute' },
  { power: 'active', flow: 'net' },
  { power: 'active', flow: 'QI' },
  { power: 'active', flow: 'QII' },
  { power: 'active', flow: 'QIII' },
  { power: 'active', flow: 'QIV' },
] as const satisfies readonly (Flowing | string)[];

const OTHERS = {
  81: 'phase angle',
  82: 'pulses',
  83: 'transformer and line losses',
  84: 'power factor export',
  85: 'power factor export',
  86: 'power factor export',
  87: 'power factor export',
  88: 'ampere-squared hours',
  89: 'volt-squared hours',
  90: 'sum of currents',
  91: 'current neutral',
  92: 'voltage neutral',
} as const;

const ANGLE = 81;
const POWER_FACTOR_EXPORT = 84;

/** What is neither energy nor power. */
export type Measured = Exclude<(typeof BY_PHASE)[number], Flowing> | (typeof OTHERS)[keyof typeof OTHERS];

/** Without a text for the ordinary ones: values at an instant, and totals. */
export type Processing =
  | 'billing average'
  | 'cumulative minimum'
  | 'cumulative maximum'
  | 'minimum'
  | 'maximum'
  | 'current average'
  | 'last average'
  | 'test average'
  | 'time integral'
  | 'in the billing period'
  | 'in the load profile interval'
  | 'under threshold'
  | 'under occurrences'
  | 'under duration'
  | 'under magnitude'
  | 'over threshold'
  | 'over occurrences'
  | 'over duration'
  | 'over magnitude'
  | 'missing threshold';

/** What a processing yields, as far as it changes the noun and the class. */
type Outcome = 'energy' | 'power' | 'average' | 'maximum' | 'cumulative' | 'counter';

/** D: the outcome, the processing, and its number where there are several. */
const PROCESSINGS: Readonly<
  Record<number, readonly [outcome: Outcome, processing?: Processing, number?: number]>
> = {
  0: ['average', 'billing average'],
  1: ['cumulative', 'cumulative minimum'],
  2: ['cumulative', 'cumulative maximum'],
  3: ['maximum', 'minimum'],
  4: ['average', 'current average'],
  5: ['average', 'last average'],
  6: ['maximum', 'maximum'],
  7: ['power'],
  8: ['energy'],
  9: ['energy', 'in the billing period'],
  10: ['energy', 'time integral', 3],
  11: ['cumulative', 'cumulative minimum', 2],
  12: ['cumulative', 'cumulative maximum', 2],
  13: ['maximum', 'minimum', 2],
  14: ['average', 'current average', 2],
  15: ['average', 'last average', 2],
  16: ['maximum', 'maximum', 2],
  17: ['energy', 'time integral', 7],
  18: ['energy', 'time integral', 8],
  19: ['energy', 'time integral', 9],
  20: ['energy', 'time integral', 10],
  21: ['cumulative', 'cumulative minimum', 3],
  22: ['cumulative', 'cumulative maximum', 3],
  23: ['maximum', 'minimum', 3],
  24: ['average', 'current average', 3],
  25: ['average', 'last average', 3],
  26: ['maximum', 'maximum', 3],
  27: ['average', 'current average', 5],
  28: ['average', 'current average', 6],
  29: ['energy', 'in the load profile interval'],
  30: ['energy', 'time integral', 6],
  31: ['power', 'under threshold'],
  32: ['counter', 'under occurrences'],
  33: ['counter', 'under duration'],
  34: ['power', 'under magnitude'],
  35: ['power', 'over threshold'],
  36: ['counter', 'over occurrences'],
  37: ['counter', 'over duration'],
  38: ['power', 'over magnitude'],
  39: ['power', 'missing threshold'],
  55: ['average', 'test average'],
  58: ['energy', 'time integral', 4],
};

const REGISTER = [3, 4, 5, 1];

const CLASSES: Readonly<Record<Outcome, readonly number[]>> = {
  energy: REGISTER,
  power: REGISTER,
  average: [5, 3, 4, 1],
  maximum: [4, 3, 5, 1],
  cumulative: REGISTER,
  counter: [1, 3, 4],
};

/** E of the phase angle: the first to the second. */
const ANGLES: Readonly<Record<number, readonly [from: string, to: string]>> = {
  0: ['U(L1)', 'U(L1)'],
  4: ['I(L1)', 'U(L1)'],
  10: ['U(L2)', 'U(L1)'],
  15: ['I(L2)', 'U(L2)'],
  20: ['U(L3)', 'U(L1)'],
  26: ['I(L3)', 'U(L3)'],
};

/** E of harmonics beyond their order. */
const HARMONICS = {
  124: 'total harmonic distortion',
  125: 'total demand distortion',
  126: 'all harmonics',
  127: 'all harmonics to fundamental',
} as const;

/** What group E adds. */
export type Detail =
  | 'total'
  | 'rate'
  | 'classification'
  | 'harmonic'
  | (typeof HARMONICS)[124 | 125 | 126 | 127];

export interface Quantity {
  readonly of: Measured | (Flowing & { readonly noun: Noun });
  /** 1 to 3; 0 for all together. */
  readonly phase: number;
  readonly processing?: Processing | undefined;
  /** Of the processing, where there are several. */
  readonly number?: number | undefined;
  readonly angle?: readonly [from: string, to: string] | number | undefined;
  readonly detail?: Detail | undefined;
  /** Rate, order or classification. */
  readonly e: number;
  /** Class ids that such objects have, most likely first. */
  readonly classes: readonly number[];
}

/** Undefined where the standard does not name it. */
export function quantityOf(groups: ValueGroups): Quantity | undefined {
  const [, , c, d, e] = groups;
  const measured = measuredBy(c);
  const processed = PROCESSINGS[d];
  if (measured === undefined || processed === undefined) return undefined;
  const [outcome, processing, number] = processed;
  const { what, phase } = measured;
  const isFlowing = typeof what === 'object';
  return {
    of: isFlowing ? { ...what, noun: nounOf(outcome) } : what,
    phase,
    processing,
    number,
    ...(c === ANGLE ? { angle: ANGLES[e] ?? e } : { detail: detailOf(groups, outcome, isFlowing) }),
    e,
    // Averages of voltages, currents and the like are plain registers more often than demand registers.
    classes: outcome === 'average' && !isFlowing ? REGISTER : CLASSES[outcome],
  };
}

function measuredBy(c: number): { readonly what: Flowing | Measured; readonly phase: number } | undefined {
  const what = c === 0 || c > 80 ? OTHERS[c as keyof typeof OTHERS] : BY_PHASE[(c - 1) % 20];
  if (what === undefined) return undefined;
  if (c <= 80) return { what, phase: Math.floor((c - 1) / 20) };
  return { what, phase: what === 'power factor export' ? c - POWER_FACTOR_EXPORT : 0 };
}

function nounOf(outcome: Outcome): Noun {
  if (outcome === 'energy') return 'energy';
  return outcome === 'power' || outcome === 'counter' ? 'power' : 'demand';
}

function detailOf([, , , d, e]: ValueGroups, outcome: Outcome, isFlowing: boolean): Detail | undefined {
  if (e === 0) return outcome === 'energy' && isFlowing ? 'total' : undefined;
  if (e > 127) return 'classification';
  if (d === 7 || d === 24) return HARMONICS[e as keyof typeof HARMONICS] ?? 'harmonic';
  return e < 64 ? 'rate' : 'classification';
}
