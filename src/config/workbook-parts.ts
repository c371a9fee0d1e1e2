/** The parts of a workbook (.xlsx, ISO/IEC 29500) that its sheets are made of. Macros in it are nothing to us. */
import { posix } from 'node:path';
import { configError } from './findings.js';
import { decodeText } from './text-encoding.js';
import { readSharedStrings } from './workbook-strings.js';
import { type NumberStyles, readNumberStyles } from './workbook-styles.js';
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
  readonly styles: NumberStyles;
}

interface Relation {
  /** The last word of its type: `worksheet`, `styles`. */
  readonly type: string;
  readonly path: string;
}

/** Where the workbook stands unless the archive says otherwise. */
const ROOT = 'xl/workbook.xml';

/** What other zip archives hold, and what they are. */
const OTHERS: readonly (readonly [part: string, what: string])[] = [
  ['xl/workbook.bin', 'is a binary workbook (.xlsb): save it as .xlsx'],
  ['content.xml', 'is an OpenDocument file: save it as .xlsx'],
  ['word/document.xml', 'is a text document, no workbook'],
];

/** @throws DlmsError DLMS_CONFIG_FILE */
export function openWorkbook(octets: Uint8Array): Workbook {
  const zip = openZip(octets);
  const other = OTHERS.find(([part]) => zip.names.includes(part));
  if (other !== undefined) throw configError([other[1]]);
  const path = relationOf('officeDocument', relationsOf('', zip))?.path ?? ROOT;
  const root = partOf(zip, path);
  if (root === undefined) throw configError(['is a zip archive, but no workbook']);
  const relations = relationsOf(path, zip);
  const related = (type: string) => {
    const relation = relationOf(type, relations);
    return relation && partOf(zip, relation.path);
  };
  return {
    sheets: readSheets(root, relations, zip),
    strings: readSharedStrings(related('sharedStrings') ?? ''),
    styles: readNumberStyles(related('styles') ?? ''),
  };
}

function partOf(zip: ZipArchive, path: string): string | undefined {
  const name = zip.names.find((each) => each.toLowerCase() === path.toLowerCase());
  const content = name === undefined ? undefined : zip.read(name);
  return content && decodeText(content);
}

/** What a part needs of the others, by id. @param path of the part; '' for the archive itself */
function relationsOf(path: string, zip: ZipArchive): ReadonlyMap<string, Relation> {
  const { dir, base } = posix.parse(path);
  const relations = new Map<string, Relation>();
  eachElement(partOf(zip, posix.join(dir, '_rels', `${base}.rels`)) ?? '', (name, attributes) => {
    if (name !== 'Relationship') return;
    const type = attributes.get('Type')?.split('/').at(-1) ?? '';
    const target = posix.resolve('/', dir, attributes.get('Target') ?? '').slice(1);
    relations.set(attributes.get('Id') ?? '', { type, path: target });
  });
  return relations;
}

function relationOf(type: string, relations: ReadonlyMap<string, Relation>): Relation | undefined {
  return [...relations.values()].find((each) => each.type === type);
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
