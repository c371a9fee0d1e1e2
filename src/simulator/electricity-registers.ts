/**
 * The registers of a three-phase meter (Blue Book class 3, OBIS 1-0:c.7.0 and c.8.e). Scalers and types
 * differ from register to register on purpose: a reader that guesses is caught.
 */
import type { Data } from '../cosem/data.js';
import type { LogicalName } from '../cosem/descriptor.js';
import type { NumberKind } from '../cosem/number-data.js';
import { numberData } from './data-values.js';
import type { Energy } from './energy-integral.js';
import { type Installation, type Phase, type Snapshot, totalEnergy } from './installation.js';
import type { CosemObject } from './object-model.js';
import { registerObject } from './objects.js';

/** Codes of the unit table of the Blue Book. */
export const UNIT = {
  W: 27,
  VA: 28,
  var: 29,
  Wh: 30,
  varh: 32,
  A: 33,
  V: 35,
  Hz: 44,
  celsius: 9,
  dBm: 70,
  none: 255,
};

export function electricityRegisters(meter: Installation): readonly CosemObject[] {
  return [...energyRegisters(meter), ...powerRegisters(meter), ...phaseRegisters(meter)];
}

function energyRegisters(meter: Installation): readonly CosemObject[] {
  return [
    ...tariffRegisters(meter, '1.0.1.8', 'imported', 0),
    ...tariffRegisters(meter, '1.0.2.8', 'exported', 1),
    totalRegister(meter, '1.0.3.8.0.255', 'reactiveImported', 2),
    totalRegister(meter, '1.0.4.8.0.255', 'reactiveExported', 3),
    registerObject('1.0.15.8.0.255', { scaler: -3, unit: UNIT.Wh }, ({ now }): Data => {
      const total = totalEnergy(meter.energies(now));
      return { kind: 'long64-unsigned', value: BigInt(Math.floor((total.imported + total.exported) * 1000)) };
    }),
  ];
}

/** Total and two tariffs of active energy; the total is the sum of what the tariffs show. */
function tariffRegisters(
  meter: Installation,
  prefix: string,
  pick: keyof Energy,
  scaler: number,
): readonly CosemObject[] {
  const shown = (now: number) => meter.energies(now).map((energy) => Math.floor(energy[pick] / 10 ** scaler));
  return [0, 1, 2].map((tariff) =>
    registerObject(`${prefix}.${tariff}.255`, { scaler, unit: UNIT.Wh }, ({ now }) => {
      const [day = 0, night = 0] = shown(now);
      return numberData('double-long-unsigned', [day + night, day, night][tariff] ?? 0);
    }),
  );
}

function totalRegister(
  meter: Installation,
  name: LogicalName,
  pick: keyof Energy,
  scaler: number,
): CosemObject {
  return registerObject(name, { scaler, unit: UNIT.varh }, ({ now }) =>
    numberData('double-long-unsigned', Math.floor(totalEnergy(meter.energies(now))[pick] / 10 ** scaler)),
  );
}

/** A register that shows `value` of the moment, rounded to its scaler. */
function momentary(
  meter: Installation,
  name: LogicalName,
  [kind, scaler, unit]: readonly [NumberKind, number, number],
  value: (snapshot: Snapshot) => number,
): CosemObject {
  return registerObject(name, { scaler, unit }, ({ now }) => {
    const shown = value(meter.snapshot(now)) / 10 ** scaler;
    return numberData(kind, kind === 'float32' ? Math.fround(shown) : Math.round(shown));
  });
}

function powerRegisters(meter: Installation): readonly CosemObject[] {
  return [
    momentary(meter, '1.0.1.7.0.255', ['double-long-unsigned', -1, UNIT.W], ({ active }) =>
      Math.max(active, 0),
    ),
    momentary(meter, '1.0.2.7.0.255', ['double-long-unsigned', -1, UNIT.W], ({ active }) =>
      Math.max(-active, 0),
    ),
    momentary(meter, '1.0.16.7.0.255', ['double-long', -1, UNIT.W], ({ active }) => active),
    momentary(meter, '1.0.3.7.0.255', ['long-unsigned', 0, UNIT.var], ({ reactive }) =>
      Math.max(reactive, 0),
    ),
    momentary(meter, '1.0.4.7.0.255', ['long-unsigned', 0, UNIT.var], ({ reactive }) =>
      Math.max(-reactive, 0),
    ),
    momentary(meter, '1.0.9.7.0.255', ['long-unsigned', 0, UNIT.VA], ({ active, reactive }) =>
      Math.hypot(active, reactive),
    ),
    momentary(meter, '1.0.13.7.0.255', ['long', -3, UNIT.none], ({ powerFactor }) => powerFactor),
    momentary(meter, '1.0.14.7.0.255', ['float32', 0, UNIT.Hz], ({ frequency }) => frequency),
  ];
}

/** L1, L2, L3: the C group of the OBIS code grows by 20 from phase to phase. */
function phaseRegisters(meter: Installation): readonly CosemObject[] {
  const list = ([0, 1, 2] as const).flatMap((index) => {
    const of = (c: number, form: readonly [NumberKind, number, number], value: (phase: Phase) => number) =>
      momentary(meter, `1.0.${c + 20 * index}.7.0.255`, form, ({ phases }) => value(phases[index]));
    return [
      of(32, ['long-unsigned', -1, UNIT.V], ({ voltage }) => voltage),
      of(31, ['double-long-unsigned', -3, UNIT.A], ({ current }) => current),
      of(21, ['double-long-unsigned', -1, UNIT.W], ({ active }) => Math.max(active, 0)),
      of(22, ['double-long-unsigned', -1, UNIT.W], ({ active }) => Math.max(-active, 0)),
      of(33, ['long', -3, UNIT.none], ({ powerFactor }) => powerFactor),
    ];
  });
  return list;
}
