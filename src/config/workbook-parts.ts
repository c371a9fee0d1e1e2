/** The parts of a workbook (.xlsx, ISO/IEC 29500) that its sheets are made of. */
import { configError } from './findings.js';
import { readSharedStrings } from './workbook-strings.js';
import { readDateStyles } from './workbook-styles.js';
import { readXml, type XmlAttributes } from './xml.js';
import { openZip, type ZipArchive } from './zip.js';

export interface Sheet {
  readonly name: string;
  readonly isHidden: boolean;
  /** The document of the sheet. */
  xml(): string;
}

export interface Workbook {
  /** In the order of the tabs. */
  readonly sheets: readonly Sheet[];
  readonly strings: readonly string[];
  /** The styles of cells, by their number, that show a number as a date or time. */
  readonly dateStyles: ReadonlySet<number>;
}

interface Relation {
  /** The last word of its type: `worksheet`, `styles`. */
  readonly type: string;
  readonly path: string;
}

const ROOT = 'xl/workbook.xml';
const MACROS = 'xl/vbaProject.bin';

/** What other zip archives hold, and what they are. */
const OTHERS: readonly (readonly [part: string, what: string])[] = [
  ['xl/workbook.bin', 'is a binary workbook (.xlsb): save it as .xlsx'],
  ['content.xml', 'is an OpenDocument file: save it as .xlsx'],
  ['word/document.xml', 'is a text document, no workbook'],
];

/** @throws DlmsError DLMS_CONFIG_FILE */
export function openWorkbook(octets: Uint8Array): Workbook {
  const zip = openZip(octets);
  const root = partOf(zip, ROOT);
  if (root === undefined) throw configError([whatElse(zip)]);
  if (zip.names.includes(MACROS)) throw configError(['holds macros: save it as .xlsx']);
  const relations = readRelations(partOf(zip, 'xl/_rels/workbook.xml.rels') ?? '');
  const related = (type: string) => {
    const relation = [...relations.values()].find((each) => each.type === type);
    return relation && partOf(zip, relation.path);
  };
  return {
    sheets: readSheets(root, relations, zip),
    strings: readSharedStrings(related('sharedStrings') ?? ''),
    dateStyles: readDateStyles(related('styles') ?? ''),
  };
}

function partOf(zip: ZipArchive, path: string): string | undefined {
  const name = zip.names.find((each) => each.toLowerCase() === path.toLowerCase());
  const content = name === undefined ? undefined : zip.read(name);
  return content && new TextDecoder(isUtf16(content) ? 'utf-16le' : 'utf-8').decode(content);
}

function isUtf16([first, second]: Uint8Array): boolean {
  return first === 0xff && second === 0xfe;
}

function whatElse({ names }: ZipArchive): string {
  const other = OTHERS.find(([part]) => names.includes(part));
  return other?.[1] ?? 'is a zip archive, but no workbook';
}

function readRelations(xml: string): ReadonlyMap<string, Relation> {
  const relations = new Map<string, Relation>();
  eachElement(xml, (name, attributes) => {
    if (name !== 'Relationship') return;
    const type = attributes.get('Type')?.split('/').at(-1) ?? '';
    relations.set(attributes.get('Id') ?? '', { type, path: pathOf(attributes.get('Target') ?? '') });
  });
  return relations;
}

/** Beside the workbook, or from the root of the archive. */
function pathOf(target: string): string {
  return target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`;
}

function readSheets(
  xml: string,
  relations: ReadonlyMap<string, Relation>,
  zip: ZipArchive,
): readonly Sheet[] {
  const sheets: Sheet[] = [];
  eachElement(xml, (element, attributes) => {
    const relation = relations.get(attributes.get('id') ?? '');
    if (element !== 'sheet' || relation?.type !== 'worksheet') return;
    const name = attributes.get('name')?.trim() ?? '';
    const isHidden = (attributes.get('state') ?? 'visible') !== 'visible';
    sheets.push({ name, isHidden, xml: () => partOf(zip, relation.path) ?? missing(name) });
  });
  return sheets;
}

function eachElement(xml: string, take: (name: string, attributes: XmlAttributes) => void): void {
  readXml(xml, {
    open: (name, attributes) => take(name, attributes()),
    close: () => undefined,
    text: () => undefined,
  });
}

function missing(sheet: string): never {
  throw configError([`is damaged: the sheet ${sheet} is missing in it`]);
}
