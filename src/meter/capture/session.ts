/** What was done in a captured session: the command, its meters without their secrets, its signals. */

import type { MeterSettings, SecuritySettings } from '../settings.js';
import type { SignalRow } from '../signal-row.js';

/** By the names of the device node's properties. */
export type CapturedProperties = Readonly<Record<string, string | number | boolean>>;

/** Whether there is one: drawn anew for each association, or given. */
export type DedicatedKey = 'none' | 'drawn' | 'given';

export interface CapturedDevice {
  readonly alias: string;
  readonly properties: CapturedProperties;
  /** How many octets the password has that asterisks stand for; 0 where none went over the line. */
  readonly passwordOctets: number;
  readonly dedicatedKey: DedicatedKey;
}

export interface CapturedSignal {
  /** The alias of its device. */
  readonly device: string;
  readonly row: SignalRow;
}

export interface CapturedSession {
  /** Of the command line: `read`, `objects`, `doctor`, `poll`. */
  readonly command: string;
  /** What the command was told beside its meters, by names of its own. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly devices: readonly CapturedDevice[];
  readonly signals: readonly CapturedSignal[];
}

/** Of more, nothing is needed to do it again: names of files, descriptions and the like stay where they are. */
const KEPT = [
  ...['name', 'alias', 'transport', 'host', 'port', 'serialPort', 'baudRate', 'dataBits', 'stopBits'],
  ...['parity', 'flowControl', 'mode', 'iecStartBaud', 'iecDeviceAddress', 'iecReadout', 'referencing'],
  ...['physicalAddress', 'logicalAddress', 'addressSize', 'clientAddress', 'serialNumber'],
  ...['serialNumberFormula', 'auth', 'security', 'securitySuite', 'systemTitle', 'serverSystemTitle'],
  ...['invocationCounter', 'timeoutMs', 'retryCounter', 'scanRateMs', 'pollDelayMs', 'lockoutWaitMs'],
  'quirks',
];

/** A device without its secrets. @param properties as they were given, `settings` what came of them */
export function capturedDevice(
  properties: Readonly<Record<string, unknown>>,
  { alias, auth, password, quirks, security }: MeterSettings,
): CapturedDevice {
  const kept = KEPT.flatMap((name) => {
    const value = properties[name];
    const isKept = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return isKept ? [[name, value] as const] : [];
  });
  const shown = auth === 'Low' || (auth === 'High' && quirks.includes('high-secret-as-challenge'));
  return {
    alias,
    properties: { ...Object.fromEntries(kept), alias },
    passwordOctets: shown ? password.length : 0,
    dedicatedKey: dedicatedKeyOf(security),
  };
}

function dedicatedKeyOf({ dedicatedKey }: Partial<SecuritySettings> = {}): DedicatedKey {
  if (dedicatedKey === undefined) return 'none';
  return dedicatedKey === 'auto' ? 'drawn' : 'given';
}
