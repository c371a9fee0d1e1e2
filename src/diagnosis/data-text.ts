/** Data in one line for people: texts as such, date-times as ISO 8601, octets in hexadecimal, lists in brackets. */
import type { Data } from '../cosem/data.js';
import { decodeDateTime } from '../cosem/date-time.js';
import { toIsoText } from '../cosem/instant.js';
import type { AttributeMeaning } from '../cosem/numeric.js';
import type { SimpleData } from '../cosem/simple-data.js';
import { toHex } from '../encoding/hex.js';

/** Longer texts help nobody in a list. */
const MOST_CHARACTERS = 500;
const MORE = '…';

export function dataText(data: Data, meaning: AttributeMeaning = 'value'): string {
  const text = new BoundedText();
  append(text, data, meaning);
  return text.toString();
}

/** Takes no more than can be shown, however large the data. */
class BoundedText {
  #text = '';

  get isFull(): boolean {
    return this.#text.length > MOST_CHARACTERS;
  }

  add(part: string): void {
    if (!this.isFull) this.#text += part;
  }

  toString(): string {
    return this.isFull ? `${this.#text.slice(0, MOST_CHARACTERS)}${MORE}` : this.#text;
  }
}

function append(text: BoundedText, data: Data, meaning: AttributeMeaning): void {
  if (!('elements' in data)) {
    text.add(simpleText(data, meaning));
    return;
  }
  const [open, close] = data.kind === 'structure' ? ['{', '}'] : ['[', ']'];
  text.add(open);
  for (const [index, element] of data.elements.entries()) {
    if (text.isFull) break;
    if (index > 0) text.add(', ');
    append(text, element, 'value');
  }
  text.add(close);
}

function simpleText(data: SimpleData, meaning: AttributeMeaning): string {
  switch (data.kind) {
    case 'null-data':
    case 'dont-care':
      return '–';
    case 'bit-string':
      return data.bits === '' ? '–' : `${data.bits.slice(0, MOST_CHARACTERS)} b`;
    case 'octet-string':
      return (meaning === 'date-time' ? timeText(data.octets) : undefined) ?? octetsText(data.octets);
    case 'date-time':
    case 'date':
    case 'time':
      return timeText(data.octets) ?? octetsText(data.octets);
    case 'visible-string':
    case 'utf8-string':
      return printable(data.text);
    default:
      return String(data.value);
  }
}

function timeText(octets: Uint8Array): string | undefined {
  const dateTime = decodeDateTime(octets);
  return dateTime && toIsoText(dateTime);
}

/** A text where all of it can be shown: names and numbers travel as octets. */
function octetsText(octets: Uint8Array): string {
  if (octets.length === 0) return '–';
  const isText = octets.every((octet) => octet >= 0x20 && octet < 0x7f);
  const shown = octets.subarray(0, MOST_CHARACTERS + 1);
  return isText ? Buffer.from(shown).toString('latin1') : toHex(shown, ' ');
}

function printable(text: string): string {
  return text.slice(0, MOST_CHARACTERS + 1).replace(/\p{Cc}/gu, '.');
}
