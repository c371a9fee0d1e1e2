/**
 * How the styles of a workbook show numbers. A code such as 1.8.00 that a spreadsheet program took for a date is
 * a number by then, and must not be taken for the code; a password 0012 may be the number 12 that is shown with
 * its zeros.
 */
import { readXml } from './xml.js';

export interface NumberStyles {
  /** Styles of cells, by their number, that show a number as a date or a time. */
  readonly dates: ReadonlySet<number>;
  /** To how many digits the others fill up whole numbers with zeros. */
  readonly digits: ReadonlyMap<number, number>;
}

/** Formats that every workbook has (ISO/IEC 29500, numFmts): dates and times, also those of East Asia. */
const BUILT_IN: readonly (readonly [from: number, to: number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];

/** @param xml '' where there are none */
export function readNumberStyles(xml: string): NumberStyles {
  const codes = new Map<number, string>();
  const formats: number[] = [];
  let inCellStyles = false;
  readXml(xml, {
    open: (name, attributes) => {
      if (name === 'cellXfs') inCellStyles = true;
      if (name === 'xf' && inCellStyles) formats.push(Number(attributes().get('numFmtId') ?? 0));
      if (name === 'numFmt')
        codes.set(Number(attributes().get('numFmtId')), attributes().get('formatCode') ?? '');
    },
    close: (name) => {
      if (name === 'cellXfs') inCellStyles = false;
    },
    text: () => undefined,
  });
  const isDate = (format: number) =>
    isDateCode(codes.get(format) ?? '') || BUILT_IN.some(([from, to]) => format >= from && format <= to);
  const digits = formats.map((format, style) => [style, zerosOf(codes.get(format) ?? '')] as const);
  return {
    dates: new Set(formats.flatMap((format, style) => (isDate(format) ? [style] : []))),
    digits: new Map(digits.filter(([, zeros]) => zeros > 0)),
  };
}

/** Formats with more are nothing that somebody reads. */
function zerosOf(code: string): number {
  return /^0{2,32}$/.test(code) ? code.length : 0;
}

/** Outside of quoted text, escaped characters, and colours or conditions in brackets. */
function isDateCode(code: string): boolean {
  const plain = code.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
  return /[dmyhs]/i.test(plain) && !/^general$/i.test(plain.trim());
}
