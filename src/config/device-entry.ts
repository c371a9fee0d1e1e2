/** One meter of a configuration file, checked as it will be when it is used. */
import { DlmsError } from '../errors.js';
import { aliasOf, resolveSettings } from '../meter/resolve-settings.js';
import type { SettingProblem } from '../meter/setting-reader.js';
import { YES_NO } from '../meter/signal-row.js';
import type { DeviceEntry, Properties } from './configuration.js';
import { type EntryValues, entryValues, type Variables } from './entry-values.js';
import { DEVICE_ENTRY_NAMES, fileNameOf } from './file-names.js';
import type { Findings } from './findings.js';
import type { JobRoom } from './job-room.js';
import type { RawEntry } from './raw-file.js';

export interface EntryContext extends Variables {
  /** Whether settings that are missing may come from somewhere else. */
  readonly partial: boolean;
  readonly ofNodes: boolean;
  readonly findings: Findings;
  readonly hasRoom: JobRoom;
}

/** Paths and PEM texts: whether a file is there is seen where the meter is read, perhaps on another computer. */
const OF_THE_PLACE = ['tlsCa', 'tlsCert', 'tlsKey', 'signingKey', 'serverPublicKey'];

/** What a setting is judged with where the others are not all known. */
const BESIDE = ['transport', 'host', 'serialPort', 'mode', 'auth', 'security', 'securitySuite'];
const STAND_INS: Properties = { host: 'meter', physicalAddress: 1, logicalAddress: 1 };

export function deviceEntry(entry: RawEntry, context: EntryContext): DeviceEntry {
  const values = entryValues(entry, context, context.findings);
  const { enable, ...properties } = values.properties;
  const settled = withNetwork(properties, entry, context);
  const enabled = isEnabled(enable, values, context);
  const alias = textOf(settled.alias) || aliasOf(textOf(settled.name));
  checkSettings({ ...values, properties: settled }, entry, enabled, context);
  warnOfSpaces(values, context);
  return { alias, enabled, properties: settled, secrets: values.secrets };
}

/** A host decides for the network, as it does when the meter is used. */
function withNetwork(properties: Properties, { place }: RawEntry, { findings }: EntryContext): Properties {
  const { host, transport } = properties;
  if (host === undefined || transport !== 'serial') return properties;
  findings.warning(place, 'has both an address in the network and a serial line: the network is used');
  return { ...properties, transport: 'tcp' };
}

/** Whether the entry is switched on, as the file says it. */
export function isEnabled(enable: unknown, { cellOf }: EntryValues, { findings }: EntryContext): boolean {
  const cell = cellOf('enable');
  const text = textOf(enable);
  if (cell === undefined || text === '') return true;
  const enabled = Object.entries(YES_NO).find(([word]) => word === text.toLowerCase())?.[1];
  if (enabled === undefined) findings.problem(cell.place, `${cell.written} "${text}" is not allowed: 0, 1`);
  return enabled ?? true;
}

function checkSettings(
  { properties, secrets, cellOf, open }: EntryValues,
  { place }: RawEntry,
  enabled: boolean,
  { partial, ofNodes, findings }: EntryContext,
): void {
  const nameOf = (property: string) =>
    cellOf(property)?.written ?? (ofNodes ? property : fileNameOf(property, DEVICE_ENTRY_NAMES));
  const left = new Set([...open, ...OF_THE_PLACE]);
  const [decided, known] = [without(properties, left), without(secrets, left)];
  const isWhole = !partial && open.size === 0;
  for (const { property, text } of settingProblems(decided, known, nameOf)) {
    const cell = left.has(property) ? undefined : cellOf(property);
    if (cell === undefined) {
      if (isWhole && enabled && !isSecret(property)) findings.problem(place, text);
    } else if (isWhole || isWrongAlone(property, decided, known)) findings.problem(cell.place, text);
  }
}

/** Whether a setting cannot work whatever the others turn out to be. */
function isWrongAlone(
  property: string,
  properties: Properties,
  secrets: Readonly<Record<string, string>>,
): boolean {
  const beside = [...BESIDE, property].flatMap((each) =>
    each in properties ? [[each, properties[each]]] : [],
  );
  const problems = settingProblems({ ...STAND_INS, ...Object.fromEntries(beside) }, secrets, (name) => name);
  return problems.some((problem) => problem.property === property);
}

/** The secrets that this device cannot do without, by their property. */
export function secretsNeeded({
  properties,
  secrets,
}: Pick<DeviceEntry, 'properties' | 'secrets'>): readonly string[] {
  const missing = settingProblems(without(properties, new Set(OF_THE_PLACE)), {}, (property) => property)
    .map(({ property }) => property)
    .filter(isSecret);
  return [...new Set([...Object.keys(secrets), ...missing])];
}

function settingProblems(
  properties: Properties,
  secrets: Readonly<Record<string, string>>,
  nameOf: (property: string) => string,
): readonly SettingProblem[] {
  try {
    resolveSettings(properties, secrets, nameOf);
    return [];
  } catch (error) {
    if (!(error instanceof DlmsError)) throw error;
    return Array.isArray(error.cause) ? error.cause : [{ property: '', text: error.message }];
  }
}

function without<T>(values: Readonly<Record<string, T>>, left: ReadonlySet<string>): Record<string, T> {
  return Object.fromEntries(Object.entries(values).filter(([property]) => !left.has(property)));
}

function isSecret(property: string): boolean {
  return DEVICE_ENTRY_NAMES.some((name) => name.property === property && name.secret);
}

/** A space at the end of a cell is not seen, and makes another password of it. */
function warnOfSpaces({ secrets, cellOf }: EntryValues, { findings }: EntryContext): void {
  for (const [property, secret] of Object.entries(secrets)) {
    const cell = cellOf(property);
    if (cell !== undefined && secret !== secret.trim()) {
      findings.warning(
        cell.place,
        `${cell.written} begins or ends with a space, which is taken as part of it`,
      );
    }
  }
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : String(value).trim();
}
