/**
 * The values of one entry, as the node writes them. A value may be `${NAME}`, which stands for an environment
 * variable: it is filled in, or left open where whoever reads the file later fills it in.
 */
import { aliasOf } from '../meter/resolve-settings.js';
import type { Environment, Properties } from './configuration.js';
import type { Findings } from './findings.js';
import type { RawCell, RawEntry } from './raw-file.js';
import { normalValue } from './words.js';

export interface EntryValues {
  readonly properties: Properties;
  /** As they are in the file, spaces included. */
  readonly secrets: Readonly<Record<string, string>>;
  /** What stands in the file for a property. */
  readonly cellOf: (property: string) => RawCell | undefined;
  /** Properties that a variable will decide, or whose value cannot be used. */
  readonly open: ReadonlySet<string>;
}

export interface Variables {
  /** Undefined leaves variables as they are. */
  readonly environment: Environment | undefined;
  /** The device that is asked for, by alias: what is not found for others is left open. */
  readonly only?: string | undefined;
}

export function entryValues(entry: RawEntry, variables: Variables, findings: Findings): EntryValues {
  const cells = new Map<string, RawCell>();
  const open = new Set<string>();
  const needed = isAskedFor(entry, variables.only);
  for (const cell of entry.cells) {
    const value = usableValue(cell, variables.environment, needed, findings);
    if (value === undefined || isVariable(value)) open.add(cell.name.property);
    if (value !== undefined && value !== '') keep(cells, { ...cell, value }, findings);
  }
  const properties: Record<string, unknown> = {};
  const secrets: Record<string, string> = {};
  for (const [property, { name, value }] of cells) {
    if (name.secret) secrets[property] = String(value);
    else properties[property] = normalValue(property, value);
  }
  return { properties, secrets, open, cellOf: (property) => cells.get(property) };
}

/** What is switched off, or of another device, need not find its variables. */
function isAskedFor({ cells }: RawEntry, only: string | undefined): boolean {
  if (cells.some(isOff)) return false;
  const names = cells
    .filter(({ name: { property } }) => NAMES.has(property))
    .map(({ value }) => String(value).trim());
  return only === undefined || names.includes(only) || names.map(aliasOf).includes(only);
}

function isOff({ name: { property }, value }: RawCell): boolean {
  return property === 'enable' && normalValue(property, value) === 0;
}

/** By which devices and their signals are called. */
const NAMES = new Set(['alias', 'name', 'device']);

/** What Node-RED replaces: a text that is a variable and nothing else. */
function variableIn(value: unknown): string | undefined {
  return typeof value === 'string' ? /^\$\{(\S+)\}$/.exec(value.trim())?.[1] : undefined;
}

function isVariable(value: unknown): boolean {
  return variableIn(value) !== undefined;
}

/** Undefined where the value cannot be used, which is told. */
function usableValue(
  { value, written, fault, place }: RawCell,
  environment: Environment | undefined,
  needed: boolean,
  findings: Findings,
): unknown {
  const variable = variableIn(value);
  if (fault !== undefined) {
    findings.problem(place, `${written} ${fault}`);
    return undefined;
  }
  if (variable === undefined || environment === undefined) return value;
  const found = environment[variable];
  if (found !== undefined || !needed) return found ?? value;
  findings.problem(place, `${written}: the environment variable ${variable} is not set`);
  return undefined;
}

/** One property may be written under two names, but not with two values. */
function keep(cells: Map<string, RawCell>, cell: RawCell, findings: Findings): void {
  const { name, written, value, place } = cell;
  const before = cells.get(name.property);
  cells.set(name.property, before ?? cell);
  if (before === undefined || String(before.value) === String(value)) return;
  const where = before.place === place ? '' : ` (${before.place})`;
  findings.problem(
    place,
    `${written} says something else than ${before.written}${where}, which is the same setting`,
  );
}
