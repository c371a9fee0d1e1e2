/** Octets that no frame could be made of, for people: noise, or something that speaks another language. */
import { type Contents, octetLines, sizeText } from './trace-text.js';

/** Of so many parts of a hundred, octets are a text. */
const LEAST_PRINTABLE = 80;

export function strayContents(octets: Uint8Array): Contents {
  return { title: `no frame, ${sizeText(octets)}`, details: [...octetLines(octets), ...textOf(octets)] };
}

/** Seven bits, for the eighth may be parity. */
function textOf(octets: Uint8Array): readonly string[] {
  const characters = octets.map((octet) => octet & 0x7f);
  const printable = characters.filter((code) => code >= 0x20 && code < 0x7f).length;
  if (octets.length < 4 || printable * 100 < octets.length * LEAST_PRINTABLE) return [];
  return [`= ${JSON.stringify(Buffer.from(characters).toString('latin1'))}`];
}
