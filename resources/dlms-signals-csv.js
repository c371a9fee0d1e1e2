/**
 * Tables as text: what a spreadsheet puts on the clipboard, and CSV files (RFC 4180), with a comma, a
 * semicolon or a tab between cells. Pure; loaded by the editor as `MeterflowDlms`, and by the tests as a module.
 */
((scope) => {
  /** Those that stand in a cell least often first. */
  const SEPARATORS = ['\t', ';', ','];
  /** Which Excel writes and reads before the names. */
  const SEPARATOR_LINE = /^sep=(.)(?:\r\n|\r|\n|$)/i;
  const LONGEST_LINE = 100_000;
  const BYTE_ORDER_MARK = '\uFEFF';

  /** Cells of a spreadsheet hold commas, but hardly ever tabs. */
  const separatorOf = (text) => {
    const plain = text.slice(0, LONGEST_LINE).replace(/"[^"]*"/g, '');
    const [first] = plain.trimStart().split(/[\r\n]/, 1);
    return SEPARATORS.find((separator) => first.includes(separator)) ?? ',';
  };

  /** One cell from `at` on: its text, and where it ends. A quote counts only where a cell begins with one. */
  const cellAt = (text, at, separator) => {
    const isEnd = (character) => character === separator || character === '\n' || character === '\r';
    if (text[at] === '"') {
      const quoted = /"([^"]*(?:""[^"]*)*)("|$)/y;
      quoted.lastIndex = at;
      const [whole, inner, closing] = quoted.exec(text);
      const end = at + whole.length;
      const isCell = closing === '"' && (end === text.length || isEnd(text[end]));
      if (isCell) return { cell: inner.replaceAll('""', '"'), end };
    }
    let end = at;
    while (end < text.length && !isEnd(text[end])) end += 1;
    return { cell: text.slice(at, end), end };
  };

  const recordsOf = (text, separator) => {
    const records = [[]];
    let at = 0;
    while (at <= text.length) {
      const { cell, end } = cellAt(text, at, separator);
      records.at(-1).push(cell.trim());
      if (end >= text.length) break;
      if (text[end] !== separator) records.push([]);
      at = end + (text.startsWith('\r\n', end) ? 2 : 1);
    }
    return records;
  };

  /** The rows of a text as lists of trimmed cells; rows without any content are left out. */
  const parseTable = (text) => {
    const plain = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
    const [line = '', separator] = SEPARATOR_LINE.exec(plain) ?? [];
    const body = plain.slice(line.length);
    return recordsOf(body, separator ?? separatorOf(body)).filter((cells) =>
      cells.some((cell) => cell !== ''),
    );
  };

  const quoted = (cell, separator) =>
    cell.includes(separator) || /["\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

  const formatTable = (rows, separator) =>
    rows.map((cells) => cells.map((cell) => quoted(cell, separator)).join(separator)).join('\r\n');

  /** As a file that spreadsheets open in the right coding. */
  const formatCsv = (rows) => `${BYTE_ORDER_MARK}${formatTable(rows, ',')}\r\n`;

  /** As spreadsheets take it from the clipboard. */
  const formatTabs = (rows) => formatTable(rows, '\t');

  const api = { parseTable, formatCsv, formatTabs };
  if (typeof module === 'object' && module.exports) module.exports = api;
  else scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, api);
})(globalThis);
