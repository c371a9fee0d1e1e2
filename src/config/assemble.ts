/** Entries of a file of any format made a configuration, or all that is wrong with them. */

import { didYouMean } from './closest-name.js';
import type { Configuration, DeviceEntry, Environment, SignalEntry } from './configuration.js';
import { deviceEntry, type EntryContext } from './device-entry.js';
import type { Findings } from './findings.js';
import { jobRoom } from './job-room.js';
import { withoutOthers } from './other-protocols.js';
import type { RawEntry, RawFile } from './raw-file.js';
import { signalEntries } from './signal-entry.js';

export interface AssembleOptions {
  /** Values for `${NAME}`; undefined leaves them as they are. */
  readonly environment?: Environment | undefined;
  /** The alias of the one device that is asked for. */
  readonly only?: string | undefined;
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
export function assemble(file: RawFile, findings: Findings, options: AssembleOptions): Configuration {
  const raw = withoutOthers(file, findings);
  const { environment, only, partial = false } = options;
  const { ofNodes } = raw;
  const context: EntryContext = { environment, only, partial, ofNodes, findings, hasRoom: jobRoom() };
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
    const { alias, properties } = second.entry;
    const text =
      properties.alias === undefined
        ? `is called "${alias}", as ${first.raw.place} is: give it a device_alias of its own`
        : `device_alias "${alias}" stands at more than one device, also at ${first.raw.place}`;
    findings.problem(placeOf(second.raw, 'alias'), text);
  }
}

/** A signal may name its device by alias or by name. Of a file without devices nothing can be said. */
function aliasFinder(
  devices: readonly Placed<DeviceEntry>[],
  findings: Findings,
): (raw: RawEntry, entry: SignalEntry) => string {
  const byName = aliasesByName(devices);
  const aliases = new Set(devices.map(({ entry }) => entry.alias));
  return (raw, { device }) => {
    if (aliases.has(device)) return device;
    const named = byName.get(device) ?? [];
    const [alias = device] = named;
    const tell = (what: () => string) =>
      findings.problem(placeOf(raw, 'device'), () => `device_alias "${device}" ${what()}`);
    if (named.length > 1) tell(() => `is the name of several devices: ${named.join(', ')}`);
    if (named.length === 0 && devices.length > 0 && device !== '')
      tell(() => `is not among the devices${didYouMean(device, [...aliases])}`);
    return alias;
  };
}

function aliasesByName(devices: readonly Placed<DeviceEntry>[]): ReadonlyMap<string, readonly string[]> {
  const aliases = new Map<string, string[]>();
  for (const { entry } of devices) {
    const name = String(entry.properties.name);
    const same = aliases.get(name);
    if (same === undefined) aliases.set(name, [entry.alias]);
    else same.push(entry.alias);
  }
  return aliases;
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
