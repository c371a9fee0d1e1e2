/** The value of one cell (ISO/IEC 29500, ST_CellType), or why what stands in it is no value for a setting. */
import { configError } from './findings.js';
import type { TableCell } from './table.js';
import type { Workbook } from './workbook-parts.js';
import { unescaped } from './workbook-strings.js';
import type { NumberStyles } from './workbook-styles.js';

export interface CellContent {
  readonly type: string;
  readonly style: number;
  hasFormula: boolean;
  value?: string | undefined;
}

type CellValue = Pick<TableCell, 'value' | 'fault'>;

/** Larger numbers lost digits when they were typed in. */
const MOST_DIGITS = 1e15;

/** Of a cell, in every program; a text that cells share could else be read a thousand times. */
const MOST_CHARACTERS = 32_767;
const AS_TEXT = 'format the cell as text and write it anew';

/**
 * Undefined for an empty cell.
 * @param inline the text of a cell that holds its text itself
 * @throws DlmsError DLMS_CONFIG_FILE where the cell is damaged
 */
export function cellValue(
  { type, style, hasFormula, value }: CellContent,
  inline: string,
  { strings, styles }: Pick<Workbook, 'strings' | 'styles'>,
): CellValue | undefined {
  if (type === 'inlineStr') return textValue(inline);
  if (value === undefined || (value === '' && type !== 'str')) {
    return hasFormula
      ? { value: '', fault: 'is a formula without its result: open the workbook and save it' }
      : undefined;
  }
  switch (type) {
    case 's':
      return textValue(strings[Number(value)] ?? damaged());
    case 'str':
      return textValue(unescaped(value));
    case 'b':
      return { value: value === '1' || value === 'true' };
    case 'e':
      return { value, fault: `shows the error ${value}` };
    case 'd':
      return { value, fault: `is a date: ${AS_TEXT}` };
    case 'n':
      return numberValue(value, style, styles);
    default:
      return damaged();
  }
}

function textValue(text: string): CellValue | undefined {
  if (text.length > MOST_CHARACTERS) return { value: '', fault: 'is longer than a cell can be' };
  return text.trim() === '' ? undefined : { value: text };
}

function numberValue(text: string, style: number, { dates, digits }: NumberStyles): CellValue {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) return damaged();
  if (dates.has(style)) return { value, fault: `is a date or time: ${AS_TEXT}` };
  const shown = String(value).padStart(digits.get(style) ?? 0, '0');
  if (Math.abs(value) < MOST_DIGITS) return { value: /^0\d+$/.test(shown) ? shown : value };
  return { value, fault: `is a number of which a sheet keeps 15 digits only: ${AS_TEXT}` };
}

function damaged(): never {
  throw configError(['is damaged: a cell holds what no cell can hold']);
}
