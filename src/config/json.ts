/**
 * A configuration file in JSON: `{ "devices": [ {…} ], "signals": [ {…} ] }` in the names of file-names.ts.
 * Every value may be `${NAME}`, which stands for an environment variable. All problems are told at once.
 */
import { parseJob, type Tag } from '../cosem/obis.js';
import { DlmsError } from '../errors.js';
import { DEVICE_FILE_NAMES, type FileName, fromFileNames, SIGNAL_FILE_NAMES } from './file-names.js';
import { fileError, isObject, type JsonObject, parseJsonObject } from './json-object.js';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface DeviceEntry {
  /** device_alias as it stands in the file, else the name; '' where there is neither. */
  readonly alias: string;
  readonly enabled: boolean;
  /** By the names of the device node's properties, not yet checked. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
}

export interface SignalEntry {
  /** The alias of its device. */
  readonly device: string;
  readonly enabled: boolean;
  readonly tags: readonly Tag[];
}

export interface Configuration {
  readonly devices: readonly DeviceEntry[];
  readonly signals: readonly SignalEntry[];
}

const LARGEST_SHORT_NAME = 0xffff;

/** Files also say whether a device is in use; the node keeps that outside of its properties. */
const DEVICE_NAMES: readonly FileName[] = [...DEVICE_FILE_NAMES, { file: 'enable', property: 'enable' }];

/** @throws DlmsError DLMS_CONFIG_FILE that names every problem by its place, never with a secret */
export function readJsonConfiguration(text: string, environment: Environment): Configuration {
  const problems: string[] = [];
  const root = parseJsonObject(text);
  for (const key of Object.keys(root)) {
    if (key !== 'devices' && key !== 'signals') problems.push(`"${key}" is neither devices nor signals`);
  }
  const resolve = (where: string, object: JsonObject): JsonObject =>
    withEnvironment(object, environment, (problem) => problems.push(`${where}: ${problem}`));
  const devices = entriesOf(root, 'devices', problems).map(([where, object]) =>
    deviceOf(where, resolve(where, object), problems),
  );
  const signals = entriesOf(root, 'signals', problems).map(([where, object]) =>
    signalOf(where, resolve(where, object), problems),
  );
  problems.push(...doubleAliases(devices), ...strayedSignals(signals, devices));
  if (problems.length > 0) throw fileError(problems.join('; '));
  return { devices, signals };
}

function entriesOf(
  root: JsonObject,
  key: string,
  problems: string[],
): readonly (readonly [string, JsonObject])[] {
  const list = root[key] ?? [];
  if (!Array.isArray(list)) {
    problems.push(`${key} is not a list`);
    return [];
  }
  return list.flatMap((entry: unknown, at) => {
    if (isObject(entry)) return [[`${key}[${at}]`, entry] as const];
    problems.push(`${key}[${at}] is not an object`);
    return [];
  });
}

function deviceOf(where: string, object: JsonObject, problems: string[]): DeviceEntry {
  const { properties, secrets, unknown } = fromFileNames(scalars(where, object, problems), DEVICE_NAMES);
  for (const name of unknown) problems.push(`${where}: "${name}" is not a setting of a device`);
  const { enable, ...settings } = properties;
  const alias = textOf(settings.alias) || textOf(settings.name);
  return { alias, enabled: isEnabled(where, enable, problems), properties: settings, secrets };
}

function signalOf(where: string, object: JsonObject, problems: string[]): SignalEntry {
  const { properties, unknown } = fromFileNames(scalars(where, object, problems), SIGNAL_FILE_NAMES);
  const tags = tagsOf(where, textOf(properties.todo) || textOf(properties.job), problems);
  for (const name of unknown) problems.push(`${where}: "${name}" is not a setting of a signal`);
  return {
    device: textOf(properties.device),
    enabled: isEnabled(where, properties.enable, problems),
    tags: withShortName(where, tags, textOf(properties.sn), problems),
  };
}

function tagsOf(where: string, job: string, problems: string[]): readonly Tag[] {
  try {
    return parseJob(job);
  } catch (error) {
    if (!(error instanceof DlmsError)) throw error;
    problems.push(`${where}: job_todo ${error.message}`);
    return [];
  }
}

/** A short name is that of one attribute: a list of codes cannot share it. */
function withShortName(
  where: string,
  tags: readonly Tag[],
  text: string,
  problems: string[],
): readonly Tag[] {
  if (text === '') return tags;
  const shortName = /^(\d+|0x[0-9a-f]+)$/i.test(text) ? Number(text) : Number.NaN;
  if (!(shortName <= LARGEST_SHORT_NAME)) {
    problems.push(`${where}: SN "${text}" is not allowed: 0…65535, or 0x0000…0xFFFF`);
    return tags;
  }
  const [tag, ...others] = tags;
  if (tag?.kind === 'attribute' && others.length === 0) return [{ ...tag, shortName }];
  problems.push(`${where}: SN "${text}" needs one OBIS code`);
  return tags;
}

/** Settings are texts, numbers or booleans. */
function scalars(where: string, object: JsonObject, problems: string[]): JsonObject {
  for (const [key, value] of Object.entries(object)) {
    if (typeof value === 'object' && value !== null) problems.push(`${where}: ${key} is not a single value`);
  }
  return object;
}

function isEnabled(where: string, value: unknown, problems: string[]): boolean {
  const text = textOf(value).toLowerCase();
  if (!['', '0', '1', 'true', 'false'].includes(text)) {
    problems.push(`${where}: enable "${text}" is not allowed: 0, 1`);
  }
  return text !== '0' && text !== 'false';
}

function withEnvironment(
  object: JsonObject,
  environment: Environment,
  tell: (problem: string) => void,
): JsonObject {
  const replaced = Object.entries(object).map(([key, value]) => {
    const name = typeof value === 'string' ? /^\$\{(\S+)\}$/.exec(value)?.[1] : undefined;
    if (name === undefined) return [key, value];
    if (environment[name] === undefined) tell(`${key}: the environment variable ${name} is not set`);
    return [key, environment[name]];
  });
  return Object.fromEntries(replaced) as JsonObject;
}

function doubleAliases(devices: readonly DeviceEntry[]): readonly string[] {
  const aliases = devices.map(({ alias }) => alias).filter((alias) => alias !== '');
  const double = aliases.filter((alias, at) => aliases.indexOf(alias) !== at);
  return [...new Set(double)].map((alias) => `device_alias "${alias}" stands at more than one device`);
}

function strayedSignals(signals: readonly SignalEntry[], devices: readonly DeviceEntry[]): readonly string[] {
  return signals.flatMap(({ device }, at) =>
    devices.some(({ alias }) => alias === device)
      ? []
      : [`signals[${at}]: device_alias "${device}" is not among the devices`],
  );
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : String(value).trim();
}
