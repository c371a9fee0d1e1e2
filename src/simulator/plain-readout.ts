/**
 * The plain readout of a simulated meter: the same objects as over COSEM, in the short codes and units that
 * meters with a display have, energies also of the last two billing periods.
 */
import type { Data } from '../cosem/data.js';
import { decodeDateTime } from '../cosem/date-time.js';
import type { LogicalName } from '../cosem/descriptor.js';
import { numericOf } from '../cosem/numeric.js';
import { scalerUnitOf } from '../cosem/scaler-unit.js';
import type { DataSet } from '../framing/iec62056-21/data-set.js';
import type { DemoMeter } from './demo-meter.js';
import { type AssociationView, readAttribute } from './object-model.js';

/** Logical name, unit, how many of the register's units one of these is, digits before and behind the point. */
type Line = readonly [code: string, unit: string, per: number, digits: number, decimals: number];

const ENERGIES: readonly Line[] = [
  ['1.8.0', 'kWh', 1000, 6, 3],
  ['1.8.1', 'kWh', 1000, 6, 3],
  ['1.8.2', 'kWh', 1000, 6, 3],
  ['2.8.0', 'kWh', 1000, 6, 3],
  ['3.8.0', 'kvarh', 1000, 6, 3],
];

const MOMENTARY: readonly Line[] = [
  ['1.7.0', 'kW', 1000, 3, 3],
  ['2.7.0', 'kW', 1000, 3, 3],
  ['32.7.0', 'V', 1, 3, 1],
  ['52.7.0', 'V', 1, 3, 1],
  ['72.7.0', 'V', 1, 3, 1],
  ['31.7.0', 'A', 1, 3, 2],
  ['14.7.0', 'Hz', 1, 2, 2],
];

const BILLING_PERIODS = [1, 2] as const;

/** Nobody has associated: the readout is for everybody who stands in front of the meter. */
const BYSTANDER: AssociationView = {
  role: 'user',
  clientSap: 0,
  serverSap: 0,
  mechanism: 0,
  conformance: new Set(),
  maxReceivePduSize: 0,
  maxSendPduSize: 0,
};

/** @param now milliseconds since 1970 */
export function plainReadout(meter: DemoMeter, now: number): readonly DataSet[] {
  const serial = meter.serialNumber.padStart(8, '0');
  return [
    line('F.F', '00000000'),
    line('0.0.0', serial),
    ...timeAndDate(meter, now),
    ...ENERGIES.flatMap((energy) => [
      register(meter, energy, now),
      ...BILLING_PERIODS.map((period) => register(meter, energy, billingEnd(now, period), `*0${period}`)),
    ]),
    ...MOMENTARY.map((momentary) => register(meter, momentary, now)),
    line('C.1.0', serial),
  ];
}

function line(address: string, value: string, unit?: string): DataSet {
  return { address, values: [{ value, unit }] };
}

function register(
  meter: DemoMeter,
  [code, unit, per, digits, decimals]: Line,
  now: number,
  period = '',
): DataSet {
  const logicalName = `1.0.${code}.255`;
  const scalerUnit = scalerUnitOf(attributeOf(meter, 3, logicalName, 3, now));
  const numeric = numericOf(attributeOf(meter, 3, logicalName, 2, now), scalerUnit);
  const value = numeric.kind === 'number' ? numeric.value / per : 0;
  const text = value.toFixed(decimals).padStart(digits + 1 + decimals, '0');
  return line(code + period, text, unit);
}

function timeAndDate(meter: DemoMeter, now: number): readonly DataSet[] {
  const data = attributeOf(meter, 8, '0.0.1.0.0.255', 2, now);
  const dateTime = 'octets' in data ? decodeDateTime(data.octets) : undefined;
  if (dateTime === undefined) return [];
  const { year = 0, month = 0, dayOfMonth = 0, hour = 0, minute = 0, second = 0 } = dateTime;
  return [
    line('0.9.1', [hour, minute, second].map(twoDigits).join('')),
    line('0.9.2', [year, month, dayOfMonth].map(twoDigits).join('')),
  ];
}

function attributeOf(
  { model }: DemoMeter,
  classId: number,
  logicalName: LogicalName,
  attributeId: number,
  now: number,
): Data {
  const context = { now, association: BYSTANDER, model };
  const result = readAttribute(context, { classId, logicalName, attributeId });
  return result.kind === 'data' ? result.data : { kind: 'null-data' };
}

/** The first of this month and of those before it. */
function billingEnd(now: number, period: number): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - (period - 1), 1);
}

function twoDigits(value: number): string {
  return String(value % 100).padStart(2, '0');
}
