/**
 * A table, out of a sheet or a CSV file: the first row holds the names of settings, each row after it is an
 * entry, and an empty row ends it.
 */
import { type FileName, findFileName } from './file-names.js';
import type { Findings } from './findings.js';
import { suggestedName } from './name-suggestion.js';
import type { RawCell, RawEntry } from './raw-file.js';

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

/** @param what for people: `a device` */
export function tableEntries(
  table: Table,
  names: readonly FileName[],
  what: string,
  findings: Findings,
): readonly RawEntry[] {
  const [header, ...rows] = table.rows;
  if (header?.number !== 1) {
    findings.problem(`${table.name} row 1`, 'is empty: it holds the names of the settings');
    return [];
  }
  const columns = columnsOf(table, header, names, what, findings);
  const end = rows.findIndex((row, at) => row.number !== at + 2 || isEmpty(row, columns));
  const inTable = end < 0 ? rows : rows.slice(0, end);
  if (end >= 0 && rows.slice(end).some((row) => !isEmpty(row, columns))) {
    const place = `${table.name} row ${inTable.length + 2}`;
    findings.warning(place, 'is empty and ends the table: what stands below it was not read');
  }
  if (inTable.length > MOST_ROWS) findings.problem(table.name, `has more than ${MOST_ROWS} rows`);
  return inTable.slice(0, MOST_ROWS).flatMap((row) => entryOf(table, row, columns, findings));
}

/** Values in columns without a name are remarks. */
function isEmpty({ cells }: TableRow, columns: Columns): boolean {
  return !cells.some(({ column }) => columns.has(column));
}

/** By number; undefined for a name that no setting has. */
type Columns = ReadonlyMap<number, Pick<RawCell, 'name' | 'written'> | undefined>;

/** A name that no setting has is told here, once. */
function columnsOf(
  table: Table,
  { cells }: TableRow,
  names: readonly FileName[],
  what: string,
  findings: Findings,
): Columns {
  return new Map(
    cells.map(({ column, value }) => {
      const written = String(value).trim();
      const name = findFileName(written, names);
      if (name !== undefined) return [column, { name, written }];
      findings.problem(
        placeOf(table, 1, column),
        () => `"${written}" is not a setting of ${what}${suggestedName(written, names)}`,
      );
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
