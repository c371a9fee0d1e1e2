/**
 * Single electricity objects, A = 1 (IEC 62056-61, Blue Book 6.3); what is measured is composed, see
 * obis-quantity.ts. First row that covers a code wins.
 */
import { type ObisRow, obisTable } from './obis-pattern.js';

const DATA = [1, 3, 4];
const PROFILE = [7];

export const ELECTRICITY_ROWS = [
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
] as const satisfies readonly ObisRow[];

export const electricityObject = obisTable(ELECTRICITY_ROWS);
