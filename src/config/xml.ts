/**
 * Reads an XML 1.0 document from its begin to its end, as far as workbooks use it: elements by their local
 * names, attributes, text. A document type, and with it entities of its own, is refused.
 */
import { configError } from './findings.js';

export type XmlAttributes = ReadonlyMap<string, string>;

export interface XmlListener {
  /** @param attributes by local name; `r:id` is also there as it is written */
  open(name: string, attributes: () => XmlAttributes): void;
  close(name: string): void;
  /** Comes in pieces. */
  text(text: string): void;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);
const ATTRIBUTE = /\s+([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/y;
const STOP = /[>"']/g;
const NAME = /[^\s/>]+/y;
const LARGEST_CODE = 0x10ffff;

/** @throws DlmsError DLMS_CONFIG_FILE where the document is cut off or not well formed */
export function readXml(document: string, listener: XmlListener): void {
  const open: string[] = [];
  let at = document.startsWith('\uFEFF') ? 1 : 0;
  while (at < document.length) {
    const mark = document.indexOf('<', at);
    const text = document.slice(at, mark < 0 ? document.length : mark);
    if (open.length > 0) listener.text(plainText(text));
    else if (text.trim() !== '') throw malformed();
    if (mark < 0) break;
    at = readMarkup(document, mark, open, listener);
  }
  if (open.length > 0) throw malformed();
}

/** The offset behind the markup. */
function readMarkup(document: string, at: number, open: string[], listener: XmlListener): number {
  if (document.startsWith('<!--', at)) return endOf(document, '-->', at + 4);
  if (document.startsWith('<?', at)) return endOf(document, '?>', at);
  if (document.startsWith('<![CDATA[', at)) {
    const end = endOf(document, ']]>', at);
    listener.text(document.slice(at + 9, end - 3));
    return end;
  }
  if (document.startsWith('<!', at)) throw malformed();
  const end = tagEnd(document, at);
  readTag(document.slice(at + 1, end - 1), open, listener);
  return end;
}

/** @param tag what stands between `<` and `>` */
function readTag(tag: string, open: string[], listener: XmlListener): void {
  if (tag.startsWith('/')) {
    const name = localName(tag.slice(1).trim());
    if (open.pop() !== name) throw malformed();
    listener.close(name);
    return;
  }
  NAME.lastIndex = 0;
  const written = NAME.exec(tag)?.[0];
  if (written === undefined) throw malformed();
  const name = localName(written);
  const isEmpty = tag.endsWith('/');
  listener.open(name, () => attributesIn(tag.slice(written.length, isEmpty ? -1 : undefined)));
  if (isEmpty) listener.close(name);
  else open.push(name);
}

/** A `>` within quotes does not end a tag. */
function tagEnd(document: string, begin: number): number {
  for (let at = begin + 1; ; ) {
    STOP.lastIndex = at;
    const stop = STOP.exec(document);
    if (stop === null) throw malformed();
    if (stop[0] === '>') return stop.index + 1;
    at = endOf(document, stop[0], stop.index + 1);
  }
}

function attributesIn(text: string): XmlAttributes {
  const attributes = new Map<string, string>();
  ATTRIBUTE.lastIndex = 0;
  for (let match = ATTRIBUTE.exec(text); match !== null; match = ATTRIBUTE.exec(text)) {
    const [, name = '', quoted, single = ''] = match;
    const value = plainText(quoted ?? single);
    attributes.set(name, value);
    if (!name.startsWith('xmlns')) attributes.set(localName(name), attributes.get(localName(name)) ?? value);
  }
  return attributes;
}

function plainText(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&([^;&\s]{1,10});|&/g, (_, entity: string | undefined) => character(entity ?? ''));
}

function character(entity: string): string {
  const known = ENTITIES.get(entity);
  if (known !== undefined) return known;
  const [, hexadecimal, decimal] = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(entity) ?? [];
  const code = hexadecimal === undefined ? Number(decimal ?? Number.NaN) : Number.parseInt(hexadecimal, 16);
  if (!(code <= LARGEST_CODE)) throw malformed();
  return String.fromCodePoint(code);
}

function endOf(document: string, mark: string, at: number): number {
  const end = document.indexOf(mark, at);
  if (end < 0) throw malformed();
  return end + mark.length;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function malformed(): Error {
  return configError(['is damaged: a part of the workbook is not XML']);
}
