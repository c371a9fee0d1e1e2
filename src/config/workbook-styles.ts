/**
 * Which styles of a workbook show a number as a date or a time: a code such as 1.8.00 that a spreadsheet
 * program took for a date is a number by then, and must not be taken for the code.
 */
import { readXml } from './xml.js';

/** Formats that every workbook has (ISO/IEC 29500, numFmts): dates and times, also those of East Asia. */
const BUILT_IN: readonly (readonly [from: number, to: number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];

/** The numbers of the styles. @param xml '' where there are none */
export function readDateStyles(xml: string): ReadonlySet<number> {
  const formats = new Set<number>();
  const styles: number[] = [];
  let inCellStyles = false;
  readXml(xml, {
    open: (name, attributes) => {
      if (name === 'cellXfs') inCellStyles = true;
      if (name === 'xf' && inCellStyles) styles.push(Number(attributes().get('numFmtId') ?? 0));
      if (name === 'numFmt' && isDateCode(attributes().get('formatCode') ?? '')) {
        formats.add(Number(attributes().get('numFmtId')));
      }
    },
    close: (name) => {
      if (name === 'cellXfs') inCellStyles = false;
    },
    text: () => undefined,
  });
  const isDate = (format: number) =>
    formats.has(format) || BUILT_IN.some(([from, to]) => format >= from && format <= to);
  return new Set(styles.flatMap((format, style) => (isDate(format) ? [style] : [])));
}

/** Outside of quoted text, escaped characters, and colours or conditions in brackets. */
function isDateCode(code: string): boolean {
  const plain = code.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
  return /[dmyhs]/i.test(plain) && !/^general$/i.test(plain.trim());
}
