/** A configuration file in JSON: `{ "devices": [ {…} ], "signals": [ {…} ] }` in the names of file-names.ts. */
import { didYouMean, slipOf } from './closest-name.js';
import { canonical, findFileName } from './file-names.js';
import type { Findings } from './findings.js';
import { jsonCell } from './json-cell.js';
import { jsonLines, jsonTwins } from './json-lines.js';
import { isObject, type JsonObject } from './json-object.js';
import type { RawCell, RawEntry, RawFile } from './raw-file.js';
import { DEVICE_NAMES, type NamesOf, SIGNAL_NAMES, tellUnknown } from './unknown-name.js';

const LISTS = { devices: DEVICE_NAMES, signals: SIGNAL_NAMES } as const;

/** More entries are no configuration. */
const MOST_ENTRIES = 50_000;
/** Of names that no setting has. */
const MOST_TOLD = 1000;

interface ListContext {
  readonly known: NamesOf;
  readonly lines: ReadonlyMap<string, number>;
  readonly findings: Findings;
  /** Names that no setting has: each is told where it first stands. */
  readonly told: Set<string>;
}

/** @param text of which `root` was made */
export function readJson(root: JsonObject, text: string, findings: Findings): RawFile {
  const lines = jsonLines(text);
  for (const [path, line] of jsonTwins(text)) findings.problem(placeAt(path, line), 'stands there twice');
  const keys = Object.keys(root);
  const keyOf = (list: string) => keys.find((key) => canonical(key) === list) ?? list;
  for (const key of keys) {
    if (keyOf(canonical(key)) !== key || !Object.hasOwn(LISTS, canonical(key)))
      tellKey(key, lines.get(key), findings);
  }
  const entriesOf = (list: keyof typeof LISTS) => {
    const key = keyOf(list);
    return readList(root[key] ?? [], key, { known: LISTS[list], lines, findings, told: new Set() });
  };
  return { devices: entriesOf('devices'), signals: entriesOf('signals'), ofNodes: false };
}

function tellKey(key: string, line: number | undefined, findings: Findings): void {
  const lists = Object.keys(LISTS);
  const text = () => `is neither devices nor signals${didYouMean(key, lists)}`;
  if (slipOf(key, lists) === undefined) findings.warning(placeAt(key, line), text);
  else findings.problem(placeAt(key, line), text);
}

function readList(list: unknown, key: string, context: ListContext): readonly RawEntry[] {
  const { lines, findings } = context;
  if (!Array.isArray(list)) {
    findings.problem(placeAt(key, lines.get(key)), 'is not a list');
    return [];
  }
  if (list.length > MOST_ENTRIES) findings.problem(key, `has more than ${MOST_ENTRIES} entries`);
  return list.slice(0, MOST_ENTRIES).flatMap((entry: unknown, at) => {
    const path = `${key}[${at}]`;
    const place = placeAt(path, lines.get(path));
    if (isObject(entry)) return [{ place, cells: readCells(entry, path, context) }];
    findings.problem(place, 'is not an object');
    return [];
  });
}

function readCells(entry: JsonObject, path: string, context: ListContext): readonly RawCell[] {
  const { known, lines, findings, told } = context;
  return Object.entries(entry).flatMap(([written, value]) => {
    const place = placeAt(path, lines.get(`${path}.${written}`) ?? lines.get(path));
    const name = findFileName(written, known.names);
    if (name !== undefined) return jsonCell(name, written, value, place);
    if (!told.has(written) && told.size < MOST_TOLD) tellUnknown(place, written, known, findings);
    told.add(written);
    return [];
  });
}

function placeAt(path: string, line: number | undefined): string {
  return line === undefined ? path : `${path}, line ${line}`;
}
