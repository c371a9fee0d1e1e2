/**
 * What the simulated meter measures, as a function of time: the energies since its installation, and the
 * voltages, currents and powers of the three phases, which agree with one another: P = ΣU·I·PF, and
 * energy is the integral of power.
 */
import {
  combine,
  type Energy,
  energyIntegral,
  NO_ENERGY,
  QUARTER_SECONDS,
  type TariffEnergies,
} from './energy-integral.js';
import { type Interruptions, isOff, until } from './interruptions.js';
import { atStandardSecond, type MeterClock, standardSecond } from './meter-clock.js';
import { type PowerCurve, powerAt, powerCurve } from './power-curve.js';
import { seeded } from './seeded.js';

export interface Phase {
  /** V, A, W, var; power is positive when taken from the grid. */
  readonly voltage: number;
  readonly current: number;
  readonly active: number;
  readonly reactive: number;
  /** −1 to 1, signed as the active power. */
  readonly powerFactor: number;
}

export interface Snapshot {
  readonly phases: readonly [Phase, Phase, Phase];
  /** W and var of all phases. */
  readonly active: number;
  readonly reactive: number;
  readonly powerFactor: number;
  /** Hz. */
  readonly frequency: number;
}

/** Each function takes milliseconds since 1970. */
export interface Installation {
  energies(now: number): TariffEnergies;
  snapshot(now: number): Snapshot;
  /** Mean imported power in W over the quarter of an hour with this number since the installation. */
  quarterDemand(quarter: number): number;
}

export function installation(
  seed: number,
  clock: MeterClock,
  interruptions: () => Interruptions,
): Installation {
  const curve = powerCurve(seed);
  const integral = energyIntegral(curve);
  const undisturbed = (now: number) => integral(standardSecond(clock, now));
  const energies = (now: number) => {
    let sum = undisturbed(now);
    for (const { from, to } of until(interruptions(), now))
      sum = without(sum, undisturbed(from), undisturbed(to));
    return sum;
  };
  const importAt = (quarter: number) => {
    const [day, night] = energies(atStandardSecond(clock, quarter * QUARTER_SECONDS));
    return day.imported + night.imported;
  };
  return {
    energies,
    snapshot: (now) => snapshotOf(seed, standardSecond(clock, now), curve, isOff(interruptions(), now)),
    quarterDemand: (quarter) => ((importAt(quarter + 1) - importAt(quarter)) * 3600) / QUARTER_SECONDS,
  };
}

function without(sum: TariffEnergies, from: TariffEnergies, to: TariffEnergies): TariffEnergies {
  const lost = (tariff: 0 | 1) => combine(to[tariff], from[tariff], -1);
  return [combine(sum[0], lost(0), -1), combine(sum[1], lost(1), -1)];
}

/** Both tariffs together. */
export function totalEnergy([day, night]: TariffEnergies): Energy {
  return combine(combine(NO_ENERGY, day), night);
}

function snapshotOf(seed: number, second: number, curve: PowerCurve, off: boolean): Snapshot {
  const { active, reactive } = off ? { active: 0, reactive: 0 } : powerAt(curve, second);
  const [first, middle] = [0.41 + shift(seed, 4, second), 0.33 + shift(seed, 5, second)];
  const phase = (index: number, share: number) =>
    phaseOf(voltageAt(seed, index, second), active * share, reactive * share);
  return {
    phases: [phase(0, first), phase(1, middle), phase(2, 1 - first - middle)],
    active,
    reactive,
    powerFactor: powerFactor(active, reactive),
    frequency: 50 + 0.03 * Math.sin(second / 47) * Math.cos(second / 311),
  };
}

/** How much of the load moves from phase to phase: at most 5 %. */
function shift(seed: number, index: number, second: number): number {
  return 0.05 * Math.sin(second / (700 + 300 * seeded(seed, index)));
}

function voltageAt(seed: number, phase: number, second: number): number {
  const level = 229.5 + 3 * seeded(seed, 6 + phase);
  return level + 1.8 * Math.sin(second / 1300 + phase) + 0.7 * Math.sin(second / 19 + 2 * phase);
}

function phaseOf(voltage: number, active: number, reactive: number): Phase {
  const current = Math.hypot(active, reactive) / voltage;
  return { voltage, current, active, reactive, powerFactor: powerFactor(active, reactive) };
}

function powerFactor(active: number, reactive: number): number {
  const apparent = Math.hypot(active, reactive);
  return apparent === 0 ? 1 : active / apparent;
}
