/** What `dlms poll` reads: the meters and signals of a file that are switched on, as the nodes would have them. */
import { basename } from 'node:path';
import type { Configuration, DeviceEntry, Environment, SignalEntry } from '../config/configuration.js';
import { secretsNeeded } from '../config/device-entry.js';
import { fileNameOf } from '../config/file-names.js';
import { configError, inFile } from '../config/findings.js';
import { formatJob } from '../config/job-text.js';
import { DlmsError } from '../errors.js';
import { type CapturedDevice, type CapturedSignal, capturedDevice } from '../meter/capture/session.js';
import { resolveSettings, type SettingSecrets } from '../meter/resolve-settings.js';
import type { MeterSettings } from '../meter/settings.js';
import type { Signal } from '../meter/signal-row.js';
import { usageError } from './failure.js';
import { isGatewayPort, unmappedText, withMappedPort } from './gateway-port.js';
import { environmentSecrets } from './meter-options.js';
import { isOnPort, portName } from './poll-port.js';

/** Signals that are read together. */
export type PollJob = readonly Signal[];

export interface PolledDevice {
  readonly settings: MeterSettings;
  readonly jobs: readonly PollJob[];
  /** What of it may be written down. */
  readonly captured: CapturedDevice;
  readonly signals: readonly CapturedSignal[];
}

export interface PollPlan {
  readonly devices: readonly PolledDevice[];
  /** What is left out, for people. */
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

interface Resolved {
  readonly settings: MeterSettings;

  readonly captured: CapturedDevice;
  readonly warnings: readonly string[];
}

/**
 * @param environment secrets, and which ports the gateway's are
 * @param port of the command line, undefined for all
 * @throws DlmsError with every reason why the file cannot be polled
 */
export function planPolling(
  file: string,
  configuration: Configuration,
  environment: Environment,
  port: string | undefined,
): PollPlan {
  const { devices, signals, warnings } = configuration;
  const enabled = devices.filter((device) => device.enabled);
  if (enabled.length === 0) throw usageError(`${basename(file)} holds no device that is switched on`);
  const onPort = enabled.filter(({ properties }) => {
    const names = [properties, withMappedPort(properties, environment)];
    return port === undefined || names.some((each) => isOnPort(each, port));
  });
  if (onPort.length === 0) throw nobodyThere(port, enabled);
  const wanted = resolveAll(file, onPort, environment);
  const signalsOf = ({ settings: { alias } }: Resolved) => signals.filter(({ device }) => device === alias);
  const polled = wanted.map((each) => polledDevice(each, signalsOf(each)));
  const withJobs = polled.filter(({ jobs }) => jobs.length > 0);
  if (withJobs.length === 0) throw usageError(`${basename(file)} holds no signal to poll`);
  return {
    devices: withJobs,
    notes: [
      ...devices
        .filter((device) => !device.enabled)
        .map(({ alias }) => `${alias} is disabled: it is not polled`),
      ...wanted.flatMap((each) => skippedSignals(each.settings.alias, signalsOf(each))),
      ...polled
        .filter(({ jobs }) => jobs.length === 0)
        .map(({ settings }) => `${settings.alias} has no signal: it is not polled`),
    ],
    warnings: [...warnings, ...wanted.flatMap((each) => each.warnings)],
  };
}

function resolveAll(
  file: string,
  devices: readonly DeviceEntry[],
  environment: Environment,
): readonly Resolved[] {
  const problems: string[] = [];
  const resolved = devices.flatMap((device) => {
    try {
      return [resolve(device, environment)];
    } catch (error) {
      if (!(error instanceof DlmsError)) throw error;
      problems.push(`${device.alias}: ${error.message}`);
      return [];
    }
  });
  problems.push(...openPorts(resolved));
  if (problems.length > 0) throw inFile(basename(file), configError(problems));
  return resolved;
}

/** Secrets that a device needs and its file does not have come from the environment. */
function resolve(device: DeviceEntry, environment: Environment): Resolved {
  const { alias, properties } = device;
  const needed = secretsNeeded(device);
  const found = Object.entries(environmentSecrets(environment)).filter(([name]) => needed.includes(name));
  const secrets: SettingSecrets = { ...Object.fromEntries(found), ...device.secrets };
  const given = withMappedPort({ ...properties, alias }, environment);
  const { settings, warnings } = resolveSettings(given, secrets, (name) => fileNameOf(name));
  const captured = capturedDevice(given, settings);
  return { settings, captured, warnings: warnings.map((warning) => `${alias}: ${warning}`) };
}

function polledDevice({ settings, captured }: Resolved, signals: readonly SignalEntry[]): PolledDevice {
  const enabled = signals.filter((entry) => entry.enabled);
  const rows = enabled.map(({ device, row }) => ({ device, row }));
  return { settings, captured, jobs: jobsOf(enabled), signals: rows };
}

/** One job for each list of codes that are fetched together, as an import makes a read node for each. */
export function jobsOf(entries: readonly Pick<SignalEntry, 'row' | 'signal'>[]): readonly PollJob[] {
  const jobs = new Map<string, Signal[]>();
  for (const { row, signal } of entries) {
    if (signal === undefined) continue;
    const key = formatJob(row.job);
    jobs.set(key, [...(jobs.get(key) ?? []), signal]);
  }
  return [...jobs.values()];
}

/** Devices on ports of which nothing says which of this computer they are. */
function openPorts(devices: readonly Resolved[]): readonly string[] {
  const open = devices.filter(
    ({ settings: { transport, serial } }) => transport === 'serial' && isGatewayPort(serial.serialPort),
  );
  return open.map(({ settings: { alias, serial } }) => `${alias}: ${unmappedText(serial.serialPort)}`);
}

function skippedSignals(alias: string, signals: readonly SignalEntry[]): readonly string[] {
  const skipped = signals.filter(({ enabled }) => !enabled);
  if (skipped.length === 0) return [];
  const names = skipped.map(({ row }) => String(row.alias ?? row.name ?? row.todo ?? row.job)).join(', ');
  return [
    `${alias}: ${skipped.length === 1 ? '1 signal is' : `${skipped.length} signals are`} disabled: ${names}`,
  ];
}

function nobodyThere(port: string | undefined, devices: readonly DeviceEntry[]): DlmsError {
  const ports = [...new Set(devices.map(({ properties }) => portName(properties)))];
  return usageError(`no device of the file is on port ${port}`, `They are on: ${ports.join(', ')}.`);
}
