/** A configuration file in JSON: `{ "devices": [ {…} ], "signals": [ {…} ] }` in the names of file-names.ts. */
import { didYouMean } from './closest-name.js';
import { DEVICE_ENTRY_NAMES, findFileName, SIGNAL_FILE_NAMES } from './file-names.js';
import type { Findings } from './findings.js';
import { jsonLines } from './json-lines.js';
import { isObject, type JsonObject } from './json-object.js';
import { suggestedName } from './name-suggestion.js';
import type { RawCell, RawEntry, RawFile } from './raw-file.js';

const LISTS = {
  devices: { names: DEVICE_ENTRY_NAMES, what: 'a device' },
  signals: { names: SIGNAL_FILE_NAMES, what: 'a signal' },
} as const;

/** More entries are no configuration. */
const MOST_ENTRIES = 50_000;

/** @param text of which `root` was made */
export function readJson(root: JsonObject, text: string, findings: Findings): RawFile {
  const lines = jsonLines(text);
  for (const key of Object.keys(root)) {
    if (Object.hasOwn(LISTS, key)) continue;
    const suggest = () => didYouMean(key, Object.keys(LISTS));
    findings.problem(placeAt(key, lines.get(key)), () => `is neither devices nor signals${suggest()}`);
  }
  const entriesOf = (list: keyof typeof LISTS) => readList(root[list] ?? [], list, lines, findings);
  return { devices: entriesOf('devices'), signals: entriesOf('signals'), ofNodes: false };
}

function readList(
  list: unknown,
  key: keyof typeof LISTS,
  lines: ReadonlyMap<string, number>,
  findings: Findings,
): readonly RawEntry[] {
  if (!Array.isArray(list)) {
    findings.problem(placeAt(key, lines.get(key)), 'is not a list');
    return [];
  }
  if (list.length > MOST_ENTRIES) findings.problem(key, `has more than ${MOST_ENTRIES} entries`);
  return list.slice(0, MOST_ENTRIES).flatMap((entry: unknown, at) => {
    const path = `${key}[${at}]`;
    const line = lines.get(path);
    if (isObject(entry))
      return [{ place: placeAt(path, line), cells: readCells(entry, path, key, lines, findings) }];
    findings.problem(placeAt(path, line), 'is not an object');
    return [];
  });
}

function readCells(
  entry: JsonObject,
  path: string,
  key: keyof typeof LISTS,
  lines: ReadonlyMap<string, number>,
  findings: Findings,
): readonly RawCell[] {
  return Object.entries(entry).flatMap(([written, value]) => {
    const place = placeAt(path, lines.get(`${path}.${written}`) ?? lines.get(path));
    const { names, what } = LISTS[key];
    const name = findFileName(written, names);
    if (name === undefined) {
      findings.problem(
        place,
        () => `"${written}" is not a setting of ${what}${suggestedName(written, names)}`,
      );
      return [];
    }
    if (isSingle(value)) return isBlank(value) ? [] : [{ name, written, value, place }];
    findings.problem(place, `${written} is not a single value`);
    return [];
  });
}

function placeAt(path: string, line: number | undefined): string {
  return line === undefined ? path : `${path}, line ${line}`;
}

function isSingle(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

/** Whether nothing was written. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}
