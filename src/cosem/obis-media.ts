/** Heat, cooling, gas, water and heat cost objects, A = 4 to 9 (IEC 62056-61, Blue Book 6.4 to 6.8). */
import { type ObisRow, obisTable } from './obis-pattern.js';

const REGISTER = [3, 4, 1];
const DATA = [1, 3, 4];
const PROFILE = [7];

export const MEDIA_ROWS = [
  { pattern: '4-*:1.*.*', name: 'units', classes: REGISTER },
  { pattern: '5|6-*:1.0.*', name: 'energy', classes: REGISTER },
  { pattern: '5|6-*:1.2.*', name: 'energy on the set date', classes: REGISTER },
  { pattern: '5|6-*:1.*.*', name: 'energy {d}', classes: REGISTER },
  { pattern: '5|6-*:2.*.*', name: 'accumulated volume', classes: REGISTER },
  { pattern: '5|6-*:8.*.*', name: 'power', classes: REGISTER },
  { pattern: '5|6-*:9.*.*', name: 'flow rate', classes: REGISTER },
  { pattern: '5|6-*:10.*.*', name: 'flow temperature', classes: REGISTER },
  { pattern: '5|6-*:11.*.*', name: 'return temperature', classes: REGISTER },
  { pattern: '5|6-*:12.*.*', name: 'temperature difference', classes: REGISTER },
  { pattern: '7-*:0.0.*', name: 'device ID {e+1}', classes: DATA },
  { pattern: '7-*:3.0.*', name: 'forward volume, unconverted', classes: REGISTER },
  { pattern: '7-*:3.1.*', name: 'forward volume, corrected', classes: REGISTER },
  { pattern: '7-*:3.2.*', name: 'forward volume, converted', classes: REGISTER },
  { pattern: '7-*:12.*.*', name: 'disturbed volume', classes: REGISTER },
  { pattern: '7-*:13.0.*', name: 'forward absolute converter volume, unconverted', classes: REGISTER },
  { pattern: '7-*:13.2.*', name: 'forward absolute converter volume, converted', classes: REGISTER },
  { pattern: '7-*:13.*.*', name: 'forward absolute converter volume {d}', classes: REGISTER },
  { pattern: '7-*:41.*.*', name: 'absolute temperature', classes: REGISTER },
  { pattern: '7-*:42.*.*', name: 'absolute pressure', classes: REGISTER },
  { pattern: '7-*:43.*.*', name: 'flow rate', classes: REGISTER },
  { pattern: '7-*:51.*.*', name: 'correction factor', classes: REGISTER },
  { pattern: '7-*:52.*.*', name: 'conversion factor', classes: REGISTER },
  { pattern: '7-*:53.*.*', name: 'compressibility', classes: REGISTER },
  { pattern: '7-*:54.*.*', name: 'calorific value, composition', classes: REGISTER },
  { pattern: '7-*:99.99.2', name: 'daily profile', classes: PROFILE },
  { pattern: '7-*:99.99.3', name: 'hourly profile', classes: PROFILE },
  { pattern: '7-*:99.99.4', name: 'monthly profile', classes: PROFILE },
  { pattern: '8|9-*:1.0.*', name: 'volume', classes: REGISTER },
  { pattern: '8|9-*:1.2.*', name: 'volume on the set date', classes: REGISTER },
  { pattern: '8|9-*:1.*.*', name: 'volume {d}', classes: REGISTER },
  { pattern: '8|9-*:2.*.*', name: 'flow rate', classes: REGISTER },
  { pattern: '4~9-*:96.1.*', name: 'device ID {e+1}', classes: DATA },
  { pattern: '4~9-*:96.*.*', name: 'general service {d}.{e}', classes: DATA },
  { pattern: '4~9-*:97.*.*', name: 'error register {d}.{e}', classes: DATA },
  { pattern: '4~9-*:98.*.*', name: 'list {d}.{e}', classes: PROFILE },
  { pattern: '4~9-*:99.*.*', name: 'profile {d}.{e}', classes: PROFILE },
] as const satisfies readonly ObisRow[];

/** By value group A. */
const MEDIA = {
  4: 'heat cost allocator',
  5: 'cooling',
  6: 'heat',
  7: 'gas',
  8: 'cold water',
  9: 'hot water',
} as const;

export type Medium = (typeof MEDIA)[keyof typeof MEDIA];

/** Undefined for electricity, abstract and unknown ones. */
export function mediumOf(a: number): Medium | undefined {
  return MEDIA[a as keyof typeof MEDIA];
}

export const mediumObject = obisTable(MEDIA_ROWS);
