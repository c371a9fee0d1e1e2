/**
 * The rows of one sheet (ISO/IEC 29500, SpreadsheetML sheetData). Rows and cells say where they are, or follow
 * the one before; a value in merged cells counts for every row of them.
 */
import { configError } from './findings.js';
import type { TableCell, TableRow } from './table.js';
import type { Workbook } from './workbook-parts.js';
import { TextCollector } from './workbook-strings.js';
import { type CellContent, cellValue } from './worksheet-cell.js';
import { type MergedRange, withMerged } from './worksheet-merges.js';
import { readXml, type XmlAttributes } from './xml.js';

/** What Excel has at most. */
const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;

/** @throws DlmsError DLMS_CONFIG_FILE where the sheet is damaged */
export function worksheetRows(
  xml: string,
  workbook: Pick<Workbook, 'strings' | 'styles'>,
): readonly TableRow[] {
  const sheet = new SheetReader(workbook);
  readXml(xml, sheet);
  return sheet.rows();
}

class SheetReader {
  readonly #workbook: Pick<Workbook, 'strings' | 'styles'>;
  readonly #rows = new Map<number, TableCell[]>();
  readonly #merged: MergedRange[] = [];
  readonly #inline = new TextCollector();
  #row = 0;
  #column = 0;
  #cell: CellContent | undefined;
  #inValue = false;

  constructor(workbook: Pick<Workbook, 'strings' | 'styles'>) {
    this.#workbook = workbook;
  }

  open(name: string, attributes: () => XmlAttributes): void {
    if (name === 'row') this.#openRow(attributes());
    else if (name === 'c') this.#openCell(attributes());
    else if (name === 'mergeCell') this.#openMerged(attributes().get('ref') ?? '');
    else if (this.#cell !== undefined) this.#openInCell(this.#cell, name);
  }

  close(name: string): void {
    if (name === 'v') this.#inValue = false;
    if (name === 'c') this.#closeCell();
    this.#inline.close(name);
  }

  text(text: string): void {
    if (this.#cell !== undefined && this.#inValue) this.#cell.value = (this.#cell.value ?? '') + text;
    this.#inline.take(text);
  }

  rows(): readonly TableRow[] {
    const numbers = [...this.#rows.keys()].sort((a, b) => a - b);
    const rows = numbers.map((number) => ({ number, cells: this.#rows.get(number) ?? [] }));
    return withMerged(rows, this.#merged).filter(({ cells }) => cells.length > 0);
  }

  #openRow(attributes: XmlAttributes): void {
    const number = attributes.get('r');
    this.#row = number === undefined ? this.#row + 1 : Number(number);
    this.#column = 0;
    if (!(Number.isInteger(this.#row) && this.#row >= 1 && this.#row <= MOST_ROWS)) throw damaged();
  }

  #openCell(attributes: XmlAttributes): void {
    const reference = attributes.get('r');
    this.#column = reference === undefined ? this.#column + 1 : columnOf(reference);
    if (this.#row === 0 || this.#column > MOST_COLUMNS) throw damaged();
    this.#inline.begin();
    this.#cell = {
      type: attributes.get('t') ?? 'n',
      style: Number(attributes.get('s') ?? 0),
      hasFormula: false,
    };
  }

  #openInCell(cell: CellContent, name: string): void {
    if (name === 'f') cell.hasFormula = true;
    if (name === 'v') {
      cell.value ??= '';
      this.#inValue = true;
    }
    this.#inline.open(name);
  }

  #closeCell(): void {
    const value = this.#cell && cellValue(this.#cell, this.#inline.text, this.#workbook);
    this.#cell = undefined;
    if (value === undefined) return;
    const cells = this.#rows.get(this.#row) ?? [];
    cells.push({ column: this.#column, ...value });
    this.#rows.set(this.#row, cells);
  }

  #openMerged(reference: string): void {
    const [first, last] = reference.split(':').map((cell) => ({ column: columnOf(cell), row: rowOf(cell) }));
    if (first !== undefined && last !== undefined) this.#merged.push({ ...first, lastRow: last.row });
  }
}

/** `AB12` is in column 28. */
function columnOf(reference: string): number {
  const [, letters] = /^\$?([A-Z]{1,3})\$?\d{1,7}$/.exec(reference) ?? [];
  if (letters === undefined) throw damaged();
  return [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0);
}

function rowOf(reference: string): number {
  return Number(/\d+$/.exec(reference)?.[0] ?? 0);
}

function damaged(): Error {
  return configError(['is damaged: a cell says no place that a sheet has']);
}
