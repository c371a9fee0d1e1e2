/** Settings for tests: everything that is not said is as for a quiet meter on this machine. */
import { resolveSettings, type SettingSecrets } from '../../src/meter/resolve-settings.js';
import type { MeterSettings } from '../../src/meter/settings.js';

type Properties = Readonly<Record<string, unknown>>;

export function settingsOf(properties: Properties = {}, password = ''): MeterSettings {
  return securedSettings(properties, { password });
}

export function securedSettings(properties: Properties, secrets: SettingSecrets): MeterSettings {
  const base = {
    host: '127.0.0.1',
    referencing: 'LN',
    logicalAddress: 1,
    physicalAddress: 16,
    addressSize: 0,
  };
  return resolveSettings({ ...base, ...properties }, secrets).settings;
}
