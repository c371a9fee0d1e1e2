/** A meter's Data as plain JSON for people: texts as text, other octets as hex, 64-bit integers exactly. */
import type { Data } from '../cosem/data.js';
import { decodeDateTime } from '../cosem/date-time.js';
import { toIsoText } from '../cosem/instant.js';
import type { AttributeMeaning } from '../cosem/numeric.js';
import { toHex } from '../encoding/hex.js';

export type Printable = null | boolean | number | string | readonly Printable[];

/** @param meaning `date-time` where an octet-string is one by the book. */
export function printable(data: Data, meaning: AttributeMeaning = 'value'): Printable {
  switch (data.kind) {
    case 'null-data':
    case 'dont-care':
      return null;
    case 'array':
    case 'structure':
    case 'compact-array':
      return data.elements.map((element) => printable(element));
    case 'bit-string':
      return data.bits;
    case 'octet-string':
      return meaning === 'date-time' ? dateTimeText(data.octets) : octetsText(data.octets);
    case 'visible-string':
    case 'utf8-string':
      return data.text;
    case 'date-time':
    case 'date':
    case 'time':
      return dateTimeText(data.octets);
    case 'long64':
    case 'long64-unsigned':
      return Number.isSafeInteger(Number(data.value)) ? Number(data.value) : String(data.value);
    case 'boolean':
      return data.value;
    default:
      // JSON knows neither NaN nor infinities.
      return Number.isFinite(data.value) ? data.value : String(data.value);
  }
}

function octetsText(octets: Uint8Array): string {
  const isText = octets.length > 0 && octets.every((octet) => octet >= 0x20 && octet < 0x7f);
  return isText ? Buffer.from(octets).toString('latin1') : toHex(octets);
}

function dateTimeText(octets: Uint8Array): string {
  const dateTime = decodeDateTime(octets);
  return (dateTime && toIsoText(dateTime)) ?? toHex(octets);
}
