/** Rows as text for people: columns as wide as their widest cell, numbers to the right. */

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right' | undefined;
}

/** The title line, then one line a row; lines carry no white space at their end. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const titles = columns.map((column) => column.title);
  const printable = rows.map((row) => row.map(onOneLine));
  const widths = columns.map((_, at) => widest([titles, ...printable], at));
  const align = (row: readonly string[]): string =>
    columns.map((column, at) => pad(row[at] ?? '', widths[at] ?? 0, column.align)).join('  ');
  return [titles, ...printable].map((row) => align(row).trimEnd());
}

function widest(rows: readonly (readonly string[])[], at: number): number {
  return rows.reduce((width, row) => Math.max(width, (row[at] ?? '').length), 0);
}

function pad(cell: string, width: number, align: Column['align']): string {
  return align === 'right' ? cell.padStart(width) : cell.padEnd(width);
}

/** A meter's text may hold anything: control characters would break the table, or the terminal. */
function onOneLine(cell: string): string {
  return cell.replace(/\p{Cc}+/gu, ' ');
}
