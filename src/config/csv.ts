/** A CSV file (RFC 4180) as a table; the separator is a comma, a semicolon or a tab, as the first line has it. */
import { CsvError, parse } from 'csv-parse/sync';
import { configError } from './findings.js';
import type { Table, TableRow } from './table.js';

const SEPARATORS = [';', '\t', ','] as const;
/** Which Excel writes and reads before the names. */
const SEPARATOR_LINE = /^sep=(.)(?:\r\n|\r|\n|$)/i;

/** Characters of one row. */
const MOST_IN_RECORD = 1_000_000;

const BEHIND_QUOTE = 'something stands behind a closing quote; a quote within quotes is written twice';

const FAULTS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is not closed before the end of the file',
  CSV_INVALID_CLOSING_QUOTE: BEHIND_QUOTE,
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: BEHIND_QUOTE,
  CSV_MAX_RECORD_SIZE: 'the row is too long; perhaps a quote is not closed',
  INVALID_OPENING_QUOTE: 'a quote stands within a value that does not begin with one',
};

/**
 * @param name of the file, for people
 * @throws DlmsError DLMS_CONFIG_FILE where the quotes do not fit, with the line and never the text around it
 */
export function csvTable(name: string, text: string): Table {
  const [line, separator] = SEPARATOR_LINE.exec(text) ?? [];
  const body = line === undefined ? text : text.slice(line.length);
  const offset = line === undefined ? 0 : 1;
  const records = parseRecords(body, separator ?? separatorOf(body), offset);
  return { name, rows: records.map((record, at) => rowOf(record, at + 1)).filter(hasCells), slips: true };
}

/** The one that stands most often in the first line, outside of quotes. */
function separatorOf(text: string): string {
  const [first = ''] = text.replace(/^\s*/, '').split(/\r\n|\r|\n/, 1);
  const plain = first.replace(/"[^"]*"/g, '');
  const counted = SEPARATORS.map((separator) => ({ separator, count: plain.split(separator).length }));
  const [most] = counted.sort((a, b) => b.count - a.count);
  return most?.separator ?? ',';
}

function parseRecords(text: string, delimiter: string, offset: number): readonly (readonly string[])[] {
  try {
    return parse(text, {
      bom: true,
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: false,
      trim: true,
      max_record_size: MOST_IN_RECORD,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines + offset : '?';
    throw configError([`line ${line}: ${FAULTS[error.code] ?? 'is not CSV'}`]);
  }
}

function rowOf(record: readonly string[], number: number): TableRow {
  const cells = record.map((value, at) => ({ column: at + 1, value }));
  return { number, cells: cells.filter(({ value }) => value.trim() !== '') };
}

function hasCells({ cells }: TableRow): boolean {
  return cells.length > 0;
}
