/** Entries of a file of any format made a configuration, or all that is wrong with them. */

import { didYouMean } from './closest-name.js';
import type { Configuration, DeviceEntry, Environment, SignalEntry } from './configuration.js';
import { deviceEntry, type EntryContext } from './device-entry.js';
import type { Findings } from './findings.js';
import type { RawEntry, RawFile } from './raw-file.js';
import { signalEntries } from './signal-entry.js';

export interface AssembleOptions {
  /** Values for `${NAME}`; undefined leaves them as they are. */
  readonly environment?: Environment | undefined;
  /** Whether settings that are missing may come from somewhere else. */
  readonly partial?: boolean | undefined;
}

interface Placed<T> {
  readonly raw: RawEntry;
  readonly entry: T;
}

/**
 * @param findings what was found already while reading
 * @throws DlmsError DLMS_CONFIG_FILE that names every problem by its place, never with a secret
 */
export function assemble(raw: RawFile, findings: Findings, options: AssembleOptions): Configuration {
  const { environment, partial = false } = options;
  const context: EntryContext = { environment, partial, ofNodes: raw.ofNodes, findings };
  const devices = raw.devices.map((each) => ({ raw: each, entry: deviceEntry(each, context) }));
  refuseDoubleDevices(devices, findings);
  const aliasOf = aliasFinder(devices, findings);
  const signals = raw.signals.flatMap((each) =>
    signalEntries(each, context).map((entry) => ({
      raw: each,
      entry: { ...entry, device: aliasOf(each, entry) },
    })),
  );
  const single = withoutTwins(signals, context);
  findings.finish();
  return {
    devices: devices.map(({ entry }) => entry),
    signals: single.map(({ entry }) => entry),
    warnings: findings.warnings,
  };
}

function refuseDoubleDevices(devices: readonly Placed<DeviceEntry>[], findings: Findings): void {
  for (const [first, second] of twins(devices, ({ alias }) => alias)) {
    findings.problem(
      placeOf(second.raw, 'alias'),
      `device_alias "${first.entry.alias}" stands at more than one device, also at ${first.raw.place}`,
    );
  }
}

/** A signal may name its device by alias or by name. Of a file without devices nothing can be said. */
function aliasFinder(
  devices: readonly Placed<DeviceEntry>[],
  findings: Findings,
): (raw: RawEntry, entry: SignalEntry) => string {
  const byName = new Map(devices.map(({ entry }) => [String(entry.properties.name), entry.alias]));
  const aliases = new Set(devices.map(({ entry }) => entry.alias));
  return (raw, { device }) => {
    if (aliases.has(device)) return device;
    const alias = byName.get(device);
    if (alias === undefined && devices.length > 0 && device !== '') {
      const suggestion = () => didYouMean(device, [...aliases]);
      findings.problem(
        placeOf(raw, 'device'),
        () => `device_alias "${device}" is not among the devices${suggestion()}`,
      );
    }
    return alias ?? device;
  };
}

/** Two nodes may read the same; in a file each signal stands once. */
function withoutTwins(
  signals: readonly Placed<SignalEntry>[],
  { ofNodes, findings }: EntryContext,
): readonly Placed<SignalEntry>[] {
  const enabled = signals.filter(({ entry: { enabled: on, signal } }) => on && signal !== undefined);
  const doubled = twins(enabled, ({ device, signal }) => `${device}/${signal?.alias}`);
  for (const [first, second] of doubled) {
    const { device, signal } = second.entry;
    const what = `signal_alias "${signal?.alias}" stands at more than one signal of ${device}, also at ${first.raw.place}`;
    if (ofNodes) findings.warning(second.raw.place, `${what}: this one was left out`);
    else findings.problem(placeOf(second.raw, 'alias'), what);
  }
  const left = new Set(ofNodes ? doubled.map(([, second]) => second) : []);
  return signals.filter((signal) => !left.has(signal));
}

/** Each entry that has the key of an earlier one, with that. */
function twins<T>(
  entries: readonly Placed<T>[],
  keyOf: (entry: T) => string,
): readonly (readonly [first: Placed<T>, second: Placed<T>])[] {
  const firsts = new Map<string, Placed<T>>();
  return entries.flatMap((second) => {
    const key = keyOf(second.entry);
    const first = firsts.get(key);
    if (first !== undefined) return [[first, second] as const];
    firsts.set(key, second);
    return [];
  });
}

/** Of the cell, where the entry has it. */
function placeOf({ place, cells }: RawEntry, property: string): string {
  return cells.find(({ name }) => name.property === property)?.place ?? place;
}
