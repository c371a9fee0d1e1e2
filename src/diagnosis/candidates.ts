/**
 * Where a meter may be found: framings, speeds, addresses and clients in the order in which they are most
 * often right. Bounded lists; nothing of a password.
 */
import { DEFAULT_FORMULA, evaluateFormula } from '../meter/serial-number-formula.js';

/** Properties of the device node that a trial sets; all others are the caller's or the defaults. */
export type TrialProperties = Readonly<Record<string, string | number>>;

interface ServerAddressTrial {
  readonly logicalAddress: number;
  readonly physicalAddress: number;
  readonly addressSize: 1 | 2 | 4;
}

/** How a serial line may be set, the most usual first; in mode IEC the speed is the fastest that is agreed to. */
const LINES: readonly TrialProperties[] = [
  { mode: 'DLMS-HDLC', baudRate: 9600, dataBits: 8, parity: 'none' },
  { mode: 'IEC', baudRate: 9600 },
  { mode: 'DLMS-HDLC', baudRate: 19200, dataBits: 8, parity: 'none' },
  { mode: 'DLMS-HDLC', baudRate: 115200, dataBits: 8, parity: 'none' },
  { mode: 'DLMS-HDLC', baudRate: 2400, dataBits: 8, parity: 'none' },
  { mode: 'DLMS-HDLC', baudRate: 2400, dataBits: 8, parity: 'even' },
  { mode: 'DLMS-HDLC', baudRate: 4800, dataBits: 8, parity: 'none' },
  { mode: 'DLMS-HDLC', baudRate: 38400, dataBits: 8, parity: 'none' },
  { mode: 'DLMS-HDLC', baudRate: 57600, dataBits: 8, parity: 'none' },
  { mode: 'DLMS-HDLC', baudRate: 9600, dataBits: 8, parity: 'even' },
];

const WRAPPER: TrialProperties = { mode: 'DLMS-WRAPPER' };

/** What a network address may speak. */
const FRAMINGS: readonly TrialProperties[] = [WRAPPER, { mode: 'DLMS-HDLC' }, { mode: 'IEC' }];

/** All stations: a meter that is alone on its line answers under its own address. */
const ALL_STATIONS: readonly ServerAddressTrial[] = [
  { logicalAddress: 1, physicalAddress: 0x3fff, addressSize: 4 },
  { logicalAddress: 1, physicalAddress: 0x7f, addressSize: 2 },
  { logicalAddress: 0x7f, physicalAddress: 0, addressSize: 1 },
];

/** Logical and physical address of meters as they come from the factory. */
const USUAL: readonly (readonly [number, number])[] = [
  [1, 17],
  [1, 16],
  [1, 0],
  [16, 0],
  [17, 0],
  [1, 1],
  [0, 1],
  [0, 16],
  [0, 17],
  [1, 18],
  [1, 144],
  [16, 1],
  [0, 1600],
  [1, 1600],
];

/** Server addresses of the first round. */
const FEW = 6;

/** wPorts of logical devices behind the WRAPPER. */
const SERVER_WPORTS: readonly number[] = [1, 16, 17, 18, 2, 3];

/** Client addresses: the public one first, which meters have to have. */
export const CLIENTS: readonly number[] = [16, 1, 32, 48, 100, 17, 18, 19, 2, 3, 5, 64, 102];

const SERIAL_FORMULAS: readonly string[] = [DEFAULT_FORMULA, 'SN % 10000', 'SN % 100 + 16', 'SN % 16384'];

/** @param serialNumber of the meter's label, 0 where it is not known */
function serverAddresses(serialNumber: number): readonly ServerAddressTrial[] {
  const physical = serialNumber > 0 ? physicalAddresses(serialNumber) : [];
  const bySerial = physical.flatMap((each) => [...sizesOf(1, each), ...sizesOf(0, each)]);
  return [...bySerial, ...USUAL.flatMap(([upper, lower]) => sizesOf(upper, lower))];
}

function physicalAddresses(serialNumber: number): readonly number[] {
  const found = SERIAL_FORMULAS.map((formula) => evaluateFormula(formula, serialNumber));
  const addresses = found.flatMap((result) => (result.kind === 'address' ? [result.address] : []));
  return [...new Set(addresses)].filter((address) => address > 0);
}

/** The address in every size that holds it. */
function sizesOf(logicalAddress: number, physicalAddress: number): readonly ServerAddressTrial[] {
  const largest = Math.max(logicalAddress, physicalAddress);
  const alone = logicalAddress === 0 || physicalAddress === 0;
  const sizes: (1 | 2 | 4)[] = [];
  if (alone && largest < 0x7f) sizes.push(1);
  if (largest < 0x7f) sizes.push(2);
  sizes.push(4);
  return sizes.map((addressSize) => ({ logicalAddress, physicalAddress, addressSize }));
}

/** How a meter on this line may be called: framings, on a serial line with speeds. */
export function waysOn({ transport }: TrialProperties): readonly TrialProperties[] {
  if (transport === 'serial') return LINES;
  return transport === 'udp' ? [WRAPPER] : FRAMINGS;
}

/** The first trials on a line that is set or framed so: those that find most meters. */
export function usualTrials(way: TrialProperties, serialNumber: number): readonly TrialProperties[] {
  if (way.mode === 'DLMS-WRAPPER') return wPortTrials(way, SERVER_WPORTS.slice(0, 1));
  const few = serverAddresses(serialNumber).slice(0, FEW);
  return [...ALL_STATIONS, ...few].map((address) => ({ ...way, ...address }));
}

/** All others; speeds that are rare are not searched through. */
export function furtherTrials(way: TrialProperties, serialNumber: number): readonly TrialProperties[] {
  if (way.mode === 'DLMS-WRAPPER') return wPortTrials(way, SERVER_WPORTS.slice(1));
  const rare = way.baudRate !== undefined && way.baudRate !== 9600 && way.mode !== 'IEC';
  if (rare) return [];
  return serverAddresses(serialNumber)
    .slice(FEW)
    .map((address) => ({ ...way, ...address }));
}

function wPortTrials(way: TrialProperties, wPorts: readonly number[]): readonly TrialProperties[] {
  return wPorts.map((logicalAddress) => ({ ...way, logicalAddress, physicalAddress: 0 }));
}
