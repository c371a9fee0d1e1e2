/**
 * Energy as the exact integral of a power curve, each direction and tariff on its own: a prefix sum per
 * quarter of an hour over one week, closed-form trapezoids within the quarter.
 */
import { NODE_SECONDS, type Power, type PowerCurve, WEEK_SECONDS } from './power-curve.js';

export const QUARTER_SECONDS = 900;

/** Wh and varh; none of them ever falls. */
export interface Energy {
  readonly imported: number;
  readonly exported: number;
  readonly reactiveImported: number;
  readonly reactiveExported: number;
}

/** Tariff 1 (day), tariff 2 (night). */
export type TariffEnergies = readonly [Energy, Energy];

export const NO_ENERGY: Energy = { imported: 0, exported: 0, reactiveImported: 0, reactiveExported: 0 };

const QUARTERS = WEEK_SECONDS / QUARTER_SECONDS;
const NODES_PER_QUARTER = QUARTER_SECONDS / NODE_SECONDS;

export function combine(a: Energy, b: Energy, factor = 1): Energy {
  return {
    imported: a.imported + b.imported * factor,
    exported: a.exported + b.exported * factor,
    reactiveImported: a.reactiveImported + b.reactiveImported * factor,
    reactiveExported: a.reactiveExported + b.reactiveExported * factor,
  };
}

/** 1 from 06:00 to 22:00 local standard time, else 2. `second` counts from a Monday 00:00. */
export function tariffAt(second: number): 1 | 2 {
  const hour = (second % 86_400) / 3600;
  return hour >= 6 && hour < 22 ? 1 : 2;
}

/** Energy from second 0 (a Monday 00:00) to any later second. */
export function energyIntegral(curve: PowerCurve): (second: number) => TariffEnergies {
  let table: readonly TariffEnergies[] | undefined;
  return (second) => {
    table ??= weekTable(curve);
    const week = Math.floor(second / WEEK_SECONDS);
    const inWeek = second - week * WEEK_SECONDS;
    const quarter = Math.floor(inWeek / QUARTER_SECONDS);
    const partial = within(curve, quarter, inWeek - quarter * QUARTER_SECONDS);
    const before = addTo(table[quarter] ?? ZERO, tariffAt(inWeek), partial);
    const whole = table[QUARTERS] ?? ZERO;
    return [combine(before[0], whole[0], week), combine(before[1], whole[1], week)];
  };
}

const ZERO: TariffEnergies = [NO_ENERGY, NO_ENERGY];

/** Energies at the start of each quarter of the week, and at its end. */
function weekTable(curve: PowerCurve): readonly TariffEnergies[] {
  const table: TariffEnergies[] = [ZERO];
  let sum = ZERO;
  for (let quarter = 0; quarter < QUARTERS; quarter += 1) {
    sum = addTo(sum, tariffAt(quarter * QUARTER_SECONDS), within(curve, quarter, QUARTER_SECONDS));
    table.push(sum);
  }
  return table;
}

function addTo([day, night]: TariffEnergies, tariff: 1 | 2, energy: Energy): TariffEnergies {
  return tariff === 1 ? [combine(day, energy), night] : [day, combine(night, energy)];
}

/** Energy of the first `seconds` of a quarter. */
function within(curve: PowerCurve, quarter: number, seconds: number): Energy {
  if (seconds === 0) return NO_ENERGY;
  let energy = NO_ENERGY;
  let left = curve(quarter * NODES_PER_QUARTER);
  for (let cell = 0; cell * NODE_SECONDS < seconds; cell += 1) {
    const right = curve(quarter * NODES_PER_QUARTER + cell + 1);
    const share = Math.min(1, seconds / NODE_SECONDS - cell);
    energy = combine(energy, cellEnergy(left, right, share), NODE_SECONDS / 3600);
    left = right;
  }
  return energy;
}

/** In units of power × cell. */
function cellEnergy(left: Power, right: Power, share: number): Energy {
  return {
    imported: positiveArea(left.active, right.active, share),
    exported: positiveArea(-left.active, -right.active, share),
    reactiveImported: positiveArea(left.reactive, right.reactive, share),
    reactiveExported: positiveArea(-left.reactive, -right.reactive, share),
  };
}

/** The integral from 0 to `share` of the positive part of the line from `left` (at 0) to `right` (at 1). */
function positiveArea(left: number, right: number, share: number): number {
  const end = left + (right - left) * share;
  if (left >= 0 && end >= 0) return ((left + end) / 2) * share;
  if (left <= 0 && end <= 0) return 0;
  const crossing = left / (left - right);
  return left > 0 ? (left * crossing) / 2 : (end * (share - crossing)) / 2;
}
