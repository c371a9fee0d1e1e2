/** Merged cells: what stands in the first of them is shown for all rows, and so counts for each. */
import type { TableCell, TableRow } from './table.js';

export interface MergedRange {
  /** Of the first cell, which holds the value. */
  readonly column: number;
  readonly row: number;
  readonly lastRow: number;
}

/** The names in row 1 stand for their own column only. */
const FIRST_ENTRY = 2;
/** Cells that merged ones may stand for. */
const MOST = 200_000;

/** @param rows in order */
export function withMerged(rows: readonly TableRow[], ranges: readonly MergedRange[]): readonly TableRow[] {
  const merged = rows.map(({ number, cells }) => ({ number, cells: [...cells] }));
  const places = new Map(merged.map(({ number }, at) => [number, at]));
  let left = MOST;
  for (const { column, row, lastRow } of ranges) {
    const at = places.get(row);
    const shown = at === undefined ? undefined : merged[at]?.cells.find((cell) => cell.column === column);
    if (at === undefined || shown === undefined || row < FIRST_ENTRY) continue;
    const end = Math.min(merged.length, at + 1 + left);
    for (let next = at + 1; next < end && (merged[next]?.number ?? 0) <= lastRow; next += 1) {
      left -= 1;
      put(merged[next]?.cells ?? [], shown);
    }
  }
  return merged;
}

function put(cells: TableCell[], shown: TableCell): void {
  if (!cells.some(({ column }) => column === shown.column)) cells.push(shown);
}
