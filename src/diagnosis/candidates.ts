/**
 * Where a meter may be found: lines, addresses and clients in the order in which they are most often right.
 * Bounded lists; nothing of a password.
 */
import { DEFAULT_FORMULA, evaluateFormula } from '../meter/serial-number-formula.js';

/** Properties of the device node that a trial sets; all others are the caller's or the defaults. */
export type TrialProperties = Readonly<Record<string, string | number>>;

export interface ServerAddressTrial {
  readonly logicalAddress: number;
  readonly physicalAddress: number;
  readonly addressSize: 1 | 2 | 4;
}

/** How a serial line may be set, the most usual first; in mode IEC the speed is the fastest that is agreed to. */
export const LINES: readonly TrialProperties[] = [
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

export const WRAPPER: TrialProperties = { mode: 'DLMS-WRAPPER' };

/** What a network address may speak. */
export const FRAMINGS: readonly TrialProperties[] = [WRAPPER, { mode: 'DLMS-HDLC' }, { mode: 'IEC' }];

/** All stations: a meter that is alone on its line answers under its own address. */
export const ALL_STATIONS: readonly ServerAddressTrial[] = [
  { logicalAddress: 1, physicalAddress: 0x3fff, addressSize: 4 },
  { logicalAddress: 1, physicalAddress: 0x7f, addressSize: 2 },
  { logicalAddress: 0x7f, physicalAddress: 0, addressSize: 1 },
  { logicalAddress: 0x3fff, physicalAddress: 0x3fff, addressSize: 4 },
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

/** wPorts of logical devices behind the WRAPPER. */
export const SERVER_WPORTS: readonly number[] = [1, 16, 17, 18, 2, 3];

/** Client addresses: the public one first, which meters have to have. */
export const CLIENTS: readonly number[] = [16, 1, 32, 48, 100, 17, 18, 19, 2, 3, 5, 64, 102];

/** Clients that a meter may know that does not answer the public one at all. */
export const OTHER_CLIENTS: readonly number[] = [1, 32, 48, 100];

/** Addresses of two octets, one after another: some sites number their meters from one on. */
export const SWEPT: readonly ServerAddressTrial[] = Array.from({ length: 0x7d }, (_, index) => ({
  logicalAddress: 1,
  physicalAddress: index + 1,
  addressSize: 2 as const,
}));

const SERIAL_FORMULAS: readonly string[] = [DEFAULT_FORMULA, 'SN % 10000', 'SN % 100 + 16', 'SN % 16384'];

/** @param serialNumber of the meter's label, 0 where it is not known */
export function serverAddresses(serialNumber: number): readonly ServerAddressTrial[] {
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
