/**
 * The values of one entry, as the node writes them. A value may be `${NAME}`, which stands for an environment
 * variable: it is filled in, or left open where whoever reads the file later fills it in.
 */
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

/** @param environment undefined leaves variables as they are */
export function entryValues(
  entry: RawEntry,
  environment: Environment | undefined,
  findings: Findings,
): EntryValues {
  const cells = new Map<string, RawCell>();
  const open = new Set<string>();
  for (const cell of entry.cells) {
    const value = usableValue(cell, environment, findings);
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
  findings: Findings,
): unknown {
  const variable = variableIn(value);
  if (fault !== undefined) {
    findings.problem(place, `${written} ${fault}`);
    return undefined;
  }
  if (variable === undefined || environment === undefined) return value;
  const found = environment[variable];
  if (found === undefined)
    findings.problem(place, `${written}: the environment variable ${variable} is not set`);
  return found;
}

/** One property may be written under two names, but not with two values. */
function keep(cells: Map<string, RawCell>, cell: RawCell, findings: Findings): void {
  const { name, written, value, place } = cell;
  const before = cells.get(name.property);
  cells.set(name.property, before ?? cell);
  if (before === undefined || String(before.value) === String(value)) return;
  findings.problem(place, `${written} says something else than ${before.written}, which is the same setting`);
}
