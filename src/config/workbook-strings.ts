/** The texts that the cells of a workbook share (ISO/IEC 29500, SpreadsheetML shared string table). */
import { readXml } from './xml.js';

/** In their order. @param xml '' where there is no table */
export function readSharedStrings(xml: string): readonly string[] {
  const strings: string[] = [];
  const collector = new TextCollector();
  readXml(xml, {
    open: (name) => {
      if (name === 'si') collector.begin();
      collector.open(name);
    },
    close: (name) => {
      collector.close(name);
      if (name === 'si') strings.push(collector.text);
    },
    text: (text) => collector.take(text),
  });
  return strings;
}

/** Joins the runs of a text, which may be formatted each in its way; how it is pronounced is left out. */
export class TextCollector {
  #text = '';
  #inText = false;
  #phonetic = 0;

  begin(): void {
    this.#text = '';
  }

  open(name: string): void {
    if (name === 'rPh') this.#phonetic += 1;
    this.#inText = name === 't';
  }

  close(name: string): void {
    if (name === 'rPh') this.#phonetic -= 1;
    if (name === 't') this.#inText = false;
  }

  take(text: string): void {
    if (this.#inText && this.#phonetic === 0) this.#text += text;
  }

  get text(): string {
    return unescaped(this.#text);
  }
}

/** Characters that XML cannot hold are written `_x000D_`. */
export function unescaped(text: string): string {
  return text.replace(/_x([0-9a-f]{4})_/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
