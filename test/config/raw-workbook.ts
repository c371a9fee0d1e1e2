/** Workbooks made by hand, as programs other than ours write them, and as nobody should. */
import { crc32, deflateRawSync } from 'node:zlib';

export type Parts = Readonly<Record<string, string>>;

export interface ZipOptions {
  readonly stored?: boolean | undefined;
  /** Octets in front of the archive and behind it. */
  readonly comment?: string | undefined;
  /** Sizes stand behind the content, as where it was written in one go. */
  readonly streamed?: boolean | undefined;
  readonly encrypted?: boolean | undefined;
}

export function zip(parts: Readonly<Record<string, string | Uint8Array>>, options: ZipOptions = {}): Buffer {
  const { stored = false, comment = '', streamed = false, encrypted = false } = options;
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  const flags = (streamed ? 8 : 0) | (encrypted ? 1 : 0);
  let offset = 0;
  for (const [name, part] of Object.entries(parts)) {
    const content = Buffer.from(part);
    const packed = stored ? content : deflateRawSync(content);
    const sizes = numbers([crc32(content), 4], [packed.length, 4], [content.length, 4]);
    const nameSizes = numbers([Buffer.byteLength(name), 2], [0, 2]);
    const begin = numbers([20, 2], [flags, 2], [stored ? 0 : 8, 2], [0, 4]);
    const header = [numbers([0x04034b50, 4]), begin, streamed ? Buffer.alloc(12) : sizes, nameSizes];
    const descriptor = streamed ? [numbers([0x08074b50, 4]), sizes] : [];
    const entry = Buffer.concat([...header, Buffer.from(name), packed, ...descriptor]);
    const places = numbers([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]);
    const version = numbers([0x02014b50, 4], [20, 2]);
    central.push(Buffer.concat([version, begin, sizes, nameSizes, places, Buffer.from(name)]));
    local.push(entry);
    offset += entry.length;
  }
  const count = central.length;
  const size = Buffer.concat(central).length;
  const end = numbers(
    [0x06054b50, 4],
    [0, 4],
    [count, 2],
    [count, 2],
    [size, 4],
    [offset, 4],
    [comment.length, 2],
  );
  return Buffer.concat([...local, ...central, end, Buffer.from(comment)]);
}

function numbers(...list: readonly (readonly [value: number, octets: number])[]): Buffer {
  return Buffer.concat(
    list.map(([value, octets]) => {
      const buffer = Buffer.alloc(octets);
      buffer.writeUIntLE(value, 0, octets);
      return buffer;
    }),
  );
}

export interface SheetPart {
  readonly name: string;
  /** What stands in the document of the sheet. */
  readonly xml: string;
  readonly hidden?: boolean | undefined;
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** The parts of a workbook; `more` are further ones, by their path. */
export function workbookParts(sheets: readonly SheetPart[], more: Parts = {}): Parts {
  const names = sheets.map(
    ({ name, hidden }, at) =>
      `<sheet name="${name}" sheetId="${at + 7}"${hidden ? ' state="hidden"' : ''} r:id="rId${at + 1}"/>`,
  );
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
  const relations = sheets.map((_, at) =>
    relation(`rId${at + 1}`, 'worksheet', `worksheets/sheet${at + 1}.xml`),
  );
  const others = ['sharedStrings', 'styles'].map((type) => relation(type, type, `${type}.xml`));
  return {
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${names.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}">${[...relations, ...others].join('')}</Relationships>`,
    ...Object.fromEntries(sheets.map(({ xml }, at) => [`xl/worksheets/sheet${at + 1}.xml`, xml])),
    ...more,
  };
}

export function sheetXml(rows: string, behind = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData>${behind}</worksheet>`;
}

/** A row of texts, each in its cell, from column A on; without a place, as they may be. */
export function textRow(...texts: readonly (string | undefined)[]): string {
  const cells = texts.map((text) =>
    text === undefined ? '<c/>' : `<c t="inlineStr"><is><t>${text}</t></is></c>`,
  );
  return `<row>${cells.join('')}</row>`;
}

/** A workbook with one device `a`, unless its sheet is given, and the given rows of signals. */
export function workbook(
  parts: { devices?: string; signals?: string; more?: Parts },
  options: ZipOptions = {},
): Buffer {
  const devices = textRow('device_alias', 'ip') + textRow('a', '10.0.0.1');
  const sheets = [{ name: 'Devices', xml: sheetXml(parts.devices ?? devices) }];
  const signals = parts.signals === undefined ? [] : [{ name: 'Signals', xml: sheetXml(parts.signals) }];
  return zip(workbookParts([...sheets, ...signals], parts.more), options);
}
