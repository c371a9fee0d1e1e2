/**
 * A table, out of a sheet or a CSV file: the first row holds the names of settings, each row after it is an
 * entry, and an empty row ends it.
 */
import { fileNameOf, findFileName } from './file-names.js';
import type { Findings } from './findings.js';
import type { RawCell, RawEntry } from './raw-file.js';
import { type NamesOf, tellUnknown } from './unknown-name.js';

export interface TableCell {
  /** From 1. */
  readonly column: number;
  /** Text, number or boolean. */
  readonly value: unknown;
  /** Why the value cannot be used, where it cannot: `is a date`. */
  readonly fault?: string | undefined;
}

export interface TableRow {
  /** From 1, as people count them. */
  readonly number: number;
  /** Without empty ones. */
  readonly cells: readonly TableCell[];
}

export interface Table {
  /** For people: the sheet, or the file. */
  readonly name: string;
  /** In order; a number that is left out is an empty row. */
  readonly rows: readonly TableRow[];
  /** Whether values in columns without a name show that the columns slipped, as in CSV without quotes. */
  readonly slips: boolean;
}

/** More rows are no configuration. */
const MOST_ROWS = 50_000;
/** Rows above the names in which they are looked for. */
const MOST_TITLES = 20;
const SHOWN_NAMES = 5;
/** Columns in which names that no setting has are told. */
const MOST_TOLD = 1000;

export function tableEntries(table: Table, known: NamesOf, findings: Findings): readonly RawEntry[] {
  const columns = namedColumns(table, known, findings);
  return columns === undefined
    ? []
    : entryRows(table, columns, findings).flatMap((row) => entryOf(table, row, columns, findings));
}

/** Undefined where row 1 does not hold the names, which is told. */
function namedColumns(table: Table, known: NamesOf, findings: Findings): Columns | undefined {
  const [header, ...rows] = table.rows;
  const place = `${table.name} row 1`;
  if (header?.number !== 1) {
    findings.problem(place, `is empty: it holds the names of the settings${whereElse(table, known)}`);
    return undefined;
  }
  if (knownIn(header, known) === 0) {
    const example = known.names.map(({ file }) => file).slice(0, SHOWN_NAMES);
    const what = `has no name of a setting of ${known.what}, such as ${example.join(', ')}`;
    findings.problem(place, `${what}${whereElse(table, known)}`);
    return undefined;
  }
  const columns = columnsOf(table, header, known, findings);
  if (rows.length === 0 || !lacks(columns, known.needed)) return columns;
  findings.problem(place, `has no ${fileNameOf(known.needed ?? '', known.names)}`);
  return undefined;
}

/** Those from row 2 to the first empty one. */
function entryRows(
  { name, rows: [, ...rows] }: Table,
  columns: Columns,
  findings: Findings,
): readonly TableRow[] {
  const end = rows.findIndex((row, at) => row.number !== at + 2 || isEmpty(row, columns));
  const inTable = end < 0 ? rows : rows.slice(0, end);
  if (end >= 0 && rows.slice(end).some((row) => !isEmpty(row, columns))) {
    const place = `${name} row ${inTable.length + 2}`;
    findings.warning(place, 'is empty and ends the table: what stands below it was not read');
  }
  if (inTable.length <= MOST_ROWS) return inTable;
  findings.problem(name, `has more than ${MOST_ROWS} rows`);
  return [];
}

/** Values in columns of no setting are remarks. */
function isEmpty({ cells }: TableRow, columns: Columns): boolean {
  return !cells.some(({ column }) => columns.get(column) !== undefined);
}

function knownIn({ cells }: TableRow, { names }: NamesOf): number {
  return cells.filter(({ value }) => findFileName(String(value), names) !== undefined).length;
}

/** Above the names there may be a title, which is to go. */
function whereElse({ rows }: Table, known: NamesOf): string {
  const row = rows.slice(0, MOST_TITLES).find((each) => knownIn(each, known) > 1);
  return row === undefined ? '' : `; they are in row ${row.number}, so delete what stands above it`;
}

/** By number; undefined for a name that no setting has. */
type Columns = ReadonlyMap<number, Pick<RawCell, 'name' | 'written'> | undefined>;

function lacks(columns: Columns, needed: string | undefined): boolean {
  return needed !== undefined && ![...columns.values()].some((column) => column?.name.property === needed);
}

/** A name that no setting has is told here, once. */
function columnsOf(table: Table, { cells }: TableRow, known: NamesOf, findings: Findings): Columns {
  return new Map(
    cells.map(({ column, value }) => {
      const written = String(value).trim();
      const name = findFileName(written, known.names);
      if (name !== undefined) return [column, { name, written }];
      if (column <= MOST_TOLD) tellUnknown(placeOf(table, 1, column), written, known, findings);
      return [column, undefined];
    }),
  );
}

/** Nothing for a row whose values slipped into other columns: they say nothing, and may be secrets. */
function entryOf(
  table: Table,
  { number, cells }: TableRow,
  columns: Columns,
  findings: Findings,
): readonly RawEntry[] {
  const nameless = cells.filter(({ column }) => !columns.has(column));
  for (const { column } of nameless) tellNameless(table, number, column, findings);
  if (nameless.length > 0 && table.slips) return [];
  const known = cells.flatMap(({ column, value, fault }) => {
    const name = columns.get(column);
    return name === undefined ? [] : [{ ...name, value, fault, place: placeOf(table, number, column) }];
  });
  return [{ place: `${table.name} row ${number}`, cells: known }];
}

function tellNameless(table: Table, row: number, column: number, findings: Findings): void {
  if (table.slips) {
    findings.problem(
      placeOf(table, row, column),
      'has a value, but row 1 has no name there: put lists with commas into quotes',
    );
  } else {
    findings.warning(
      `${table.name} column ${letters(column)}`,
      'has no name in row 1: its values were not read',
    );
  }
}

function placeOf({ name }: Table, row: number, column: number): string {
  return `${name} row ${row}, column ${letters(column)}`;
}

/** 1 is A, 27 is AA. */
function letters(column: number): string {
  const rest = (column - 1) % 26;
  const before = column > 26 ? letters((column - 1 - rest) / 26) : '';
  return before + String.fromCharCode(65 + rest);
}
