/** One row of signals of a configuration file: a signal, or one for each code of its job. */
import { SettingReader } from '../meter/setting-reader.js';
import { readSignal, type Signal } from '../meter/signal-row.js';
import type { Properties, SignalEntry } from './configuration.js';
import { type EntryContext, isEnabled } from './device-entry.js';
import { type EntryValues, entryValues } from './entry-values.js';
import { fileNameOf, SIGNAL_FILE_NAMES } from './file-names.js';
import { formatJob, isJob } from './job-text.js';
import type { RawEntry } from './raw-file.js';

/** With `device` as it stands in the file. */
export function signalEntries(entry: RawEntry, context: EntryContext): readonly SignalEntry[] {
  const values = entryValues(entry, context, context.findings);
  const { device, ...row } = values.properties;
  const enabled = isEnabled(row.enable, values, context);
  if (device === undefined && !values.open.has('device')) {
    context.findings.problem(entry.place, `${nameIn(values, 'device', context)} is not set`);
  }
  refuseNumbers(values, context);
  return rowsOf(row, values, context).map((each) => ({
    device: String(device ?? ''),
    enabled,
    row: each,
    signal: signalOf(each, values, entry, enabled, context),
  }));
}

/** A list of codes that share nothing but the request: each is a signal under its own code, once. */
function rowsOf(
  row: Properties,
  { cellOf }: EntryValues,
  { findings, hasRoom }: EntryContext,
): readonly Properties[] {
  const { job, todo, alias, sn } = row;
  const codes = todo === undefined ? codesIn(job) : [];
  const each = new Map(codes.map((code) => [formatJob(code), code]));
  if (each.size < 2 || alias !== undefined || sn !== undefined) return [row];
  const cell = cellOf('job');
  if (cell !== undefined && !hasRoom(each.size * String(job).length)) {
    const fault = `lists ${each.size} codes, and that is too much for one file: give it fewer`;
    findings.problem(cell.place, `${cell.written} ${fault}`);
    return [];
  }
  return [...each.values()].map((code) => ({ ...row, todo: code }));
}

/** None where one of them is no code. */
function codesIn(job: unknown): readonly string[] {
  if (typeof job !== 'string' || !isJob(job)) return [];
  return job.split(/[\s,]+/).filter((code) => code !== '');
}

function signalOf(
  row: Properties,
  values: EntryValues,
  { place }: RawEntry,
  enabled: boolean,
  context: EntryContext,
): Signal | undefined {
  const { open, cellOf } = values;
  const decided = Object.entries(row).filter(([property]) => !open.has(property));
  const reader = new SettingReader(Object.fromEntries(decided), (property) =>
    nameIn(values, property, context),
  );
  const signal = readSignal(reader);
  const isCodeOpen = open.has('todo') || open.has('job');
  for (const { property, text } of reader.problems) {
    if (open.has(property) || (isCodeOpen && property === 'todo' && row.todo === undefined)) continue;
    const cell = cellOf(property) ?? (row[property] === undefined ? undefined : cellOf('job'));
    if (cell !== undefined) context.findings.problem(cell.place, text);
    else if (enabled) context.findings.problem(place, text);
  }
  return open.size > 0 ? undefined : signal;
}

/** Where a sheet takes a code for a number, its dots and zeros are gone. */
function refuseNumbers({ cellOf }: EntryValues, { findings }: EntryContext): void {
  for (const property of ['job', 'todo']) {
    const cell = cellOf(property);
    if (typeof cell?.value !== 'number') continue;
    findings.problem(cell.place, `${cell.written} is the number ${cell.value}: write the OBIS code as text`);
  }
}

function nameIn({ cellOf }: EntryValues, property: string, { ofNodes }: EntryContext): string {
  return cellOf(property)?.written ?? (ofNodes ? property : fileNameOf(property, SIGNAL_FILE_NAMES));
}
