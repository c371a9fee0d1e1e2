/** What the simulated meter says about itself (Blue Book classes 1, 3, 8, 17, 23). */
import { encodeDateTime } from '../cosem/date-time.js';
import {
  array,
  boolean,
  enumeration,
  integer,
  longUnsigned,
  numberData,
  octetString,
  structure,
  textOctets,
  unsigned,
} from './data-values.js';
import { UNIT } from './electricity-registers.js';
import { tariffAt } from './energy-integral.js';
import type { HdlcLimits } from './hdlc-limits.js';
import type { Installation } from './installation.js';
import { clockStatusAt, dateTimeOctets, isSummer, type MeterClock, standardSecond } from './meter-clock.js';
import type { CosemObject } from './object-model.js';
import { attribute, dataObject, lockedMethod, registerObject } from './objects.js';

const FIRMWARE = 'MFL-DEMO 1.4.2';
const EUROPEAN_BEGIN = {
  month: 3,
  dayOfMonth: 0xfe,
  dayOfWeek: 7,
  hour: 2,
  minute: 0,
  second: 0,
  hundredths: 0,
};
const EUROPEAN_END = { ...EUROPEAN_BEGIN, month: 10, hour: 3 };
const INTERNAL_CRYSTAL = 1;
const BAUD_9600 = 5;
const INTER_OCTET_MS = 25;
const STATUS = { exporting: 0x01, summer: 0x02, interrupted: 0x04 } as const;

export interface Identity {
  /** At most 16 characters, the first three a FLAG id. */
  readonly logicalDeviceName: string;
  readonly serialNumber: string;
  readonly logicalAddress: number;
  readonly physicalAddress: number;
}

export function nameplate({
  logicalDeviceName,
  serialNumber,
  logicalAddress,
}: Identity): readonly CosemObject[] {
  const sap = structure(longUnsigned(logicalAddress), textOctets(logicalDeviceName));
  return [
    dataObject('0.0.42.0.0.255', () => textOctets(logicalDeviceName), 'everybody'),
    {
      classId: 17,
      version: 0,
      logicalName: '0.0.41.0.0.255',
      attributes: [attribute(2, () => array([sap]), 'everybody')],
      methods: [lockedMethod(1)],
    },
    dataObject('0.0.96.1.0.255', () => textOctets(serialNumber), 'everybody'),
    dataObject('1.0.0.2.0.255', () => textOctets(FIRMWARE)),
  ];
}

export function clockObject(clock: MeterClock): CosemObject {
  return {
    classId: 8,
    version: 0,
    logicalName: '0.0.1.0.0.255',
    attributes: [
      attribute(2, ({ now }) => octetString(dateTimeOctets(clock, now)), 'everybody'),
      attribute(3, () => numberData('long', 0 - clock.offsetMinutes), 'everybody'),
      attribute(4, ({ now }) => unsigned(clockStatusAt(clock, now)), 'everybody'),
      attribute(5, () => octetString(encodeDateTime(EUROPEAN_BEGIN)), 'everybody'),
      attribute(6, () => octetString(encodeDateTime(EUROPEAN_END)), 'everybody'),
      attribute(7, () => integer(60), 'everybody'),
      attribute(8, () => boolean(clock.daylightSaving), 'everybody'),
      attribute(9, () => enumeration(INTERNAL_CRYSTAL), 'everybody'),
    ],
    methods: [1, 2, 3, 4, 5, 6].map(lockedMethod),
  };
}

/** IEC HDLC setup (class 23). */
export function hdlcSetup(limits: HdlcLimits, { physicalAddress }: Identity): CosemObject {
  return {
    classId: 23,
    version: 1,
    logicalName: '0.0.22.0.0.255',
    attributes: [
      attribute(2, () => enumeration(BAUD_9600)),
      attribute(3, () => unsigned(limits.windowTransmit)),
      attribute(4, () => unsigned(limits.windowReceive)),
      attribute(5, () => longUnsigned(limits.maxInfoTransmit)),
      attribute(6, () => longUnsigned(limits.maxInfoReceive)),
      attribute(7, () => longUnsigned(INTER_OCTET_MS)),
      attribute(8, () => longUnsigned(limits.inactivitySeconds)),
      attribute(9, () => longUnsigned(physicalAddress)),
    ],
    methods: [],
  };
}

/** Status words, active tariff, and two readings that never are what a careless reader expects. */
export function condition(
  meter: Installation,
  clock: MeterClock,
  off: (now: number) => boolean,
): readonly CosemObject[] {
  return [
    dataObject('0.0.96.10.1.255', ({ now }) => {
      const exporting = meter.snapshot(now).active < 0 ? STATUS.exporting : 0;
      const summer = isSummer(clock, now) ? STATUS.summer : 0;
      return unsigned(exporting | summer | (off(now) ? STATUS.interrupted : 0));
    }),
    dataObject('0.0.97.97.0.255', () => ({ kind: 'bit-string', bits: '00000000' })),
    dataObject('0.0.96.14.0.255', ({ now }) => unsigned(tariffAt(standardSecond(clock, now)))),
    registerObject('0.0.96.9.0.255', { scaler: -1, unit: UNIT.celsius }, ({ now }) =>
      numberData('long', Math.round(215 + 40 * Math.sin(standardSecond(clock, now) / 13_000))),
    ),
    registerObject('0.0.96.12.5.255', { scaler: 0, unit: UNIT.dBm }, ({ now }) =>
      integer(Math.round(-72 + 6 * Math.sin(standardSecond(clock, now) / 170))),
    ),
    registerObject('0.0.96.6.3.255', { scaler: -2, unit: UNIT.V }, () => longUnsigned(361)),
  ];
}
