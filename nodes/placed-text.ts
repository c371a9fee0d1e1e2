/** What was found in a configuration file, with its place apart, so that an editor can list it by row. */

export interface PlacedText {
  /** All of it, for people. */
  readonly text: string;
  /** Of a workbook or a CSV file. */
  readonly sheet?: string | undefined;
  /** From 1. */
  readonly row?: number | undefined;
  /** In letters. */
  readonly column?: string | undefined;
  /** Of a JSON file, from 1. */
  readonly line?: number | undefined;
}

const IN_TABLE =
  /^(?<sheet>.+?) (?:row (?<row>\d+)(?:, column (?<column>[A-Z]+))?|column (?<whole>[A-Z]+)): /;
const IN_LINES = /(?:^|, |is not JSON: )line (?<line>\d+)(?:: |, column )/;

export function placedText(text: string): PlacedText {
  const { sheet, row, column, whole } = IN_TABLE.exec(text)?.groups ?? {};
  if (sheet !== undefined) {
    return { text, sheet, row: row === undefined ? undefined : Number(row), column: column ?? whole };
  }
  const { line } = IN_LINES.exec(text)?.groups ?? {};
  return line === undefined ? { text } : { text, line: Number(line) };
}
