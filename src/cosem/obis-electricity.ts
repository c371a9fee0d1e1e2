/**
 * Electricity objects, A = 1 (IEC 62056-61, Blue Book 6.3): single objects by table, quantities composed
 * of value group C (what is measured), D (how it was processed) and E (tariff or harmonic).
 */
import { type ObisRow, obisTable, type ValueGroups } from './obis-pattern.js';

/** What the processing of group D yields, as far as it changes the name and the class. */
type Outcome = 'energy' | 'power' | 'average' | 'maximum' | 'cumulative' | 'counter';

const REGISTER = [3, 4, 5, 1];
const DATA = [1, 3, 4];
const PROFILE = [7];

const CLASSES: Readonly<Record<Outcome, readonly number[]>> = {
  energy: REGISTER,
  power: REGISTER,
  average: [5, 3, 4, 1],
  maximum: [4, 3, 5, 1],
  cumulative: REGISTER,
  counter: [1, 3, 4],
};

/** D: text around the quantity `{}`, and the outcome. */
const PROCESSING: Readonly<Record<number, readonly [text: string, outcome: Outcome]>> = {
  0: ['{}, billing period average', 'average'],
  1: ['cumulative minimum {}', 'cumulative'],
  2: ['cumulative maximum {}', 'cumulative'],
  3: ['minimum {}', 'maximum'],
  4: ['current average {}', 'average'],
  5: ['last average {}', 'average'],
  6: ['maximum {}', 'maximum'],
  7: ['{}', 'power'],
  8: ['{}', 'energy'],
  9: ['{} in the billing period', 'energy'],
  10: ['{}, time integral 3', 'energy'],
  11: ['cumulative minimum 2 {}', 'cumulative'],
  12: ['cumulative maximum 2 {}', 'cumulative'],
  13: ['minimum 2 {}', 'maximum'],
  14: ['current average 2 {}', 'average'],
  15: ['last average 2 {}', 'average'],
  16: ['maximum 2 {}', 'maximum'],
  17: ['{}, time integral 7', 'energy'],
  18: ['{}, time integral 8', 'energy'],
  19: ['{}, time integral 9', 'energy'],
  20: ['{}, time integral 10', 'energy'],
  21: ['cumulative minimum 3 {}', 'cumulative'],
  22: ['cumulative maximum 3 {}', 'cumulative'],
  23: ['minimum 3 {}', 'maximum'],
  24: ['current average 3 {}', 'average'],
  25: ['last average 3 {}', 'average'],
  26: ['maximum 3 {}', 'maximum'],
  27: ['current average 5 {}', 'average'],
  28: ['current average 6 {}', 'average'],
  29: ['{} in the load profile interval', 'energy'],
  30: ['{}, time integral 6', 'energy'],
  31: ['{}, under limit threshold', 'power'],
  32: ['{}, under limit occurrences', 'counter'],
  33: ['{}, under limit duration', 'counter'],
  34: ['{}, under limit magnitude', 'power'],
  35: ['{}, over limit threshold', 'power'],
  36: ['{}, over limit occurrences', 'counter'],
  37: ['{}, over limit duration', 'counter'],
  38: ['{}, over limit magnitude', 'power'],
  39: ['{}, missing threshold', 'power'],
  55: ['test average {}', 'average'],
  58: ['{}, time integral 4', 'energy'],
};

/** C = 1 to 20, and the same for L1, L2, L3 with 20, 40, 60 more; `{}` is energy, power or demand. */
const QUANTITIES: readonly string[] = [
  ...['active {} import', 'active {} export', 'reactive {} import', 'reactive {} export'],
  ...['reactive {} QI', 'reactive {} QII', 'reactive {} QIII', 'reactive {} QIV'],
  ...['apparent {} import', 'apparent {} export', 'current', 'voltage', 'power factor', 'frequency'],
  ...['active {} absolute', 'active {} net', 'active {} QI', 'active {} QII', 'active {} QIII'],
  'active {} QIV',
];

const OTHER_QUANTITIES: Readonly<Record<number, string>> = {
  81: 'phase angle',
  82: 'pulses',
  83: 'transformer and line losses',
  84: 'power factor export',
  85: 'power factor export L1',
  86: 'power factor export L2',
  87: 'power factor export L3',
  88: 'ampere-squared hours',
  89: 'volt-squared hours',
  90: 'sum of currents',
  91: 'current neutral',
  92: 'voltage neutral',
};

/** E of C = 81: the angle of the first to the second. */
const ANGLES: Readonly<Record<number, string>> = {
  0: 'U(L1) to U(L1)',
  4: 'I(L1) to U(L1)',
  10: 'U(L2) to U(L1)',
  15: 'I(L2) to U(L2)',
  20: 'U(L3) to U(L1)',
  26: 'I(L3) to U(L3)',
};

/** E of harmonics beyond their order. */
const HARMONICS: Readonly<Record<number, string>> = {
  124: 'total harmonic distortion',
  125: 'total demand distortion',
  126: 'all harmonics',
  127: 'all harmonics to fundamental',
};

export const ELECTRICITY_ROWS: readonly ObisRow[] = [
  { pattern: '1-*:0.0.*', name: 'electricity ID {e+1}', classes: DATA },
  { pattern: '1-*:0.1.0', name: 'billing period counter', classes: DATA },
  { pattern: '1-*:0.1.2', name: 'time stamp of the last billing period', classes: DATA },
  { pattern: '1-*:0.2.0', name: 'active firmware identifier', classes: DATA },
  { pattern: '1-*:0.2.2', name: 'tariff program name', classes: DATA },
  { pattern: '1-*:0.2.8', name: 'active firmware signature', classes: DATA },
  { pattern: '1-*:0.3.0', name: 'active energy pulse constant', classes: [3, 1, 4] },
  { pattern: '1-*:0.3.1', name: 'reactive energy pulse constant', classes: [3, 1, 4] },
  { pattern: '1-*:0.4.2', name: 'current transformer ratio numerator', classes: DATA },
  { pattern: '1-*:0.4.3', name: 'voltage transformer ratio numerator', classes: DATA },
  { pattern: '1-*:0.8.4|5', name: 'load profile capture period', classes: [3, 1, 4] },
  { pattern: '1-*:0.9.1', name: 'local time', classes: DATA },
  { pattern: '1-*:0.9.2', name: 'local date', classes: DATA },
  { pattern: '1-*:0.*.*', name: 'general purpose {d}.{e}', classes: DATA },
  { pattern: '1-*:94.7.0', name: 'instantaneous values profile', classes: PROFILE },
  { pattern: '1-*:94.91.0', name: 'instantaneous profile', classes: PROFILE },
  { pattern: '1-*:94.91.3', name: 'instantaneous scaler profile', classes: PROFILE },
  { pattern: '1-*:94.91.4', name: 'block load scaler profile', classes: PROFILE },
  { pattern: '1-*:94.91.5', name: 'daily load scaler profile', classes: PROFILE },
  { pattern: '1-*:94.91.6', name: 'billing scaler profile', classes: PROFILE },
  { pattern: '1-*:94.91.7', name: 'event scaler profile', classes: PROFILE },
  { pattern: '1-*:94.91.10', name: 'nameplate profile', classes: PROFILE },
  { pattern: '1-*:94.*.*', name: 'country specific {d}.{e}', classes: [1, 3, 4, 7] },
  { pattern: '1-*:96.*.*', name: 'general service {d}.{e}', classes: DATA },
  { pattern: '1-*:97.*.*', name: 'error register {d}.{e}', classes: DATA },
  { pattern: '1-*:98.1.*', name: 'billing values profile', classes: PROFILE },
  { pattern: '1-*:98.*.*', name: 'list {d}.{e}', classes: PROFILE },
  { pattern: '1-*:99.1.*', name: 'load profile 1', classes: PROFILE },
  { pattern: '1-*:99.2.*', name: 'load profile 2', classes: PROFILE },
  { pattern: '1-*:99.97.*', name: 'power failure event log', classes: PROFILE },
  { pattern: '1-*:99.98.*', name: 'event log {e}', classes: PROFILE },
  { pattern: '1-*:99.*.*', name: 'profile {d}.{e}', classes: PROFILE },
];

const singleObject = obisTable(ELECTRICITY_ROWS);

/** A row made for this very code; undefined where the standard does not name it. */
export function electricityObject(groups: ValueGroups): Omit<ObisRow, 'pattern'> | undefined {
  const [, , c, d] = groups;
  const single = singleObject(groups);
  if (single !== undefined) return single;
  const quantity = quantityName(c);
  const processing = PROCESSING[d];
  if (quantity === undefined || processing === undefined) return undefined;
  const [text, outcome] = processing;
  const noun = quantity.replace('{}', nounOf(outcome));
  return {
    name: `${text.replace('{}', noun)}${detail(groups, outcome, quantity)}`,
    classes: classesOf(c, outcome),
  };
}

function quantityName(c: number): string | undefined {
  if (c === 0 || c > 80) return OTHER_QUANTITIES[c];
  const phase = Math.floor((c - 1) / 20);
  const quantity = QUANTITIES[(c - 1) % 20];
  return phase === 0 ? quantity : `${quantity} L${phase}`;
}

function nounOf(outcome: Outcome): string {
  if (outcome === 'energy') return 'energy';
  return outcome === 'power' || outcome === 'counter' ? 'power' : 'demand';
}

function detail([, , c, d, e]: ValueGroups, outcome: Outcome, quantity: string): string {
  if (c === 81) return ` ${ANGLES[e] ?? e}`;
  if (e === 0) return outcome === 'energy' && quantity.includes('{}') ? ', total' : '';
  if (e > 127) return `, classification ${e}`;
  if (d === 7 || d === 24) return `, ${HARMONICS[e] ?? `harmonic ${e}`}`;
  return e < 64 ? `, rate ${e}` : `, classification ${e}`;
}

// Averages of voltages, currents and the like are plain registers more often than demand registers.
function classesOf(c: number, outcome: Outcome): readonly number[] {
  const isPower = c <= 80 && QUANTITIES[(c - 1) % 20]?.includes('{}') === true;
  return outcome === 'average' && !isPower ? REGISTER : CLASSES[outcome];
}
