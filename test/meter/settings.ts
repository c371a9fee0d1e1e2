/** Settings for tests: everything that is not said is as for a quiet meter on this machine. */
import { resolveSettings } from '../../src/meter/resolve-settings.js';
import type { MeterSettings } from '../../src/meter/settings.js';

export function settingsOf(properties: Readonly<Record<string, unknown>> = {}, password = ''): MeterSettings {
  const base = {
    host: '127.0.0.1',
    referencing: 'LN',
    logicalAddress: 1,
    physicalAddress: 16,
    addressSize: 0,
  };
  return resolveSettings({ ...base, ...properties }, { password }).settings;
}
