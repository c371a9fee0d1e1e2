/** Demand of the current and the last quarter of an hour (class 5), and the month's maximum (class 4). */
import { doubleLongUnsigned, longUnsigned, octetString, scalerUnitData, unsigned } from './data-values.js';
import { UNIT } from './electricity-registers.js';
import { QUARTER_SECONDS } from './energy-integral.js';
import { type Installation, totalEnergy } from './installation.js';
import {
  atStandardSecond,
  dateTimeOctets,
  type MeterClock,
  monthStart,
  standardSecond,
} from './meter-clock.js';
import type { CosemObject } from './object-model.js';
import { attribute, lockedMethod } from './objects.js';

const POWER = { scaler: 0, unit: UNIT.W };

/** 1-0:1.4.0: average power since the quarter began, over its whole length, and that of the last quarter. */
export function demandRegister(meter: Installation, clock: MeterClock): CosemObject {
  const quarterAt = (now: number) => Math.floor(standardSecond(clock, now) / QUARTER_SECONDS);
  const startAt = (now: number) => atStandardSecond(clock, quarterAt(now) * QUARTER_SECONDS);
  const start = (now: number) => octetString(dateTimeOctets(clock, startAt(now)));
  return {
    classId: 5,
    version: 0,
    logicalName: '1.0.1.4.0.255',
    attributes: [
      attribute(2, ({ now }) => {
        const wattHours = importOf(meter, now) - importOf(meter, startAt(now));
        return doubleLongUnsigned(Math.round((wattHours * 3600) / QUARTER_SECONDS));
      }),
      attribute(3, ({ now }) => doubleLongUnsigned(Math.round(lastDemand(meter, quarterAt(now))))),
      attribute(4, () => scalerUnitData(POWER)),
      attribute(5, () => unsigned(0)),
      attribute(6, ({ now }) => start(now)),
      attribute(7, ({ now }) => start(now)),
      attribute(8, () => doubleLongUnsigned(QUARTER_SECONDS)),
      attribute(9, () => longUnsigned(1)),
    ],
    methods: [lockedMethod(1), lockedMethod(2)],
  };
}

function importOf(meter: Installation, now: number): number {
  return totalEnergy(meter.energies(now)).imported;
}

function lastDemand(meter: Installation, quarter: number): number {
  return quarter === 0 ? 0 : meter.quarterDemand(quarter - 1);
}

/** 1-0:1.6.0: the highest average of a whole quarter since the month began, and when that quarter ended. */
export function maximumDemandRegister(meter: Installation, clock: MeterClock): CosemObject {
  return {
    classId: 4,
    version: 0,
    logicalName: '1.0.1.6.0.255',
    attributes: [
      attribute(2, ({ now }) => doubleLongUnsigned(Math.round(maximum(meter, clock, now).demand))),
      attribute(3, () => scalerUnitData(POWER)),
      attribute(4, () => unsigned(0)),
      attribute(5, ({ now }) => octetString(dateTimeOctets(clock, maximum(meter, clock, now).at))),
    ],
    methods: [lockedMethod(1)],
  };
}

interface Maximum {
  /** W. */
  readonly demand: number;
  /** Milliseconds since 1970: the end of the quarter; the start of the month before any quarter is whole. */
  readonly at: number;
}

function maximum(meter: Installation, clock: MeterClock, now: number): Maximum {
  const second = standardSecond(clock, now);
  const start = Math.max(0, monthStart(second));
  let found: Maximum = { demand: 0, at: atStandardSecond(clock, start) };
  const first = Math.ceil(start / QUARTER_SECONDS);
  for (let quarter = first; (quarter + 1) * QUARTER_SECONDS <= second; quarter += 1) {
    const demand = meter.quarterDemand(quarter);
    if (demand > found.demand)
      found = { demand, at: atStandardSecond(clock, (quarter + 1) * QUARTER_SECONDS) };
  }
  return found;
}
