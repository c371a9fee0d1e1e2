/** A configuration as the JSON file of devices and signals, in the names of files and without secrets. */
import type { Configuration, Properties } from './configuration.js';
import { DEVICE_ENTRY_NAMES, type FileName, SIGNAL_FILE_NAMES, usualNames } from './file-names.js';

export interface ConfigurationFile {
  readonly devices: readonly Properties[];
  readonly signals: readonly Properties[];
}

/** Words of files for those of the node. */
const PROTOCOLS: ReadonlyMap<unknown, string> = new Map([
  ['serial', 'DLMS serial'],
  ['tcp', 'DLMS TCP'],
]);

const DEVICE_NAMES = usualNames(DEVICE_ENTRY_NAMES).filter(({ secret }) => secret === undefined);
const SIGNAL_NAMES = usualNames(SIGNAL_FILE_NAMES);

export function fileOf({ devices, signals }: Configuration): ConfigurationFile {
  return {
    devices: devices.map(({ alias, enabled, properties }) =>
      inFileNames({ ...properties, alias, enable: enabled ? 1 : 0 }, DEVICE_NAMES),
    ),
    signals: signals.map(({ device, enabled, row }) =>
      inFileNames({ ...row, device, ...(enabled ? {} : { enable: 0 }) }, SIGNAL_NAMES),
    ),
  };
}

function inFileNames(properties: Properties, names: readonly FileName[]): Properties {
  return Object.fromEntries(
    names.flatMap(({ file, property }) => {
      const value = properties[property];
      const word = property === 'transport' ? PROTOCOLS.get(value) : undefined;
      return value === undefined ? [] : [[file, word ?? value]];
    }),
  );
}
