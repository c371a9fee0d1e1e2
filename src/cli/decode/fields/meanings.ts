/** What numbers and octets in PDUs say: names from the books' tables, times, texts, logical names. */
import { type CodeTable, nameOf } from '../../../apdu/enumeration.js';
import { invokeIdOf, isConfirmed, isHighPriority } from '../../../apdu/invoke-id.js';
import { isConfirmedLong, isHighPriorityLong, longInvokeIdOf } from '../../../apdu/long-invoke-id.js';
import { decodeDateTime } from '../../../cosem/date-time.js';
import { logicalNameOf } from '../../../cosem/descriptor.js';
import { toIsoText } from '../../../cosem/instant.js';
import { obisName } from '../../../cosem/obis-name.js';
import { toHex } from '../../../encoding/hex.js';
import type { Told } from './field.js';

const MOST_TEXT = 60;
/** The groups A that media have; above them 6 octets are something else. */
const MOST_MEDIUM = 15;
const ANY_PERIOD = 255;

/** A code of the table. */
export function named(table: CodeTable): (code: number) => Told {
  return (code) => ({ value: code, meaning: nameOf(table, code) });
}

export function hexTold(octets: Uint8Array): Told {
  return { value: toHex(octets) };
}

export function secretTold(): Told {
  return { secret: true };
}

export function flagTold(octet: number): Told {
  return { value: octet !== 0 };
}

export function invokeIdTold(octet: number): Told {
  const [serviceClass, priority] = [classWord(isConfirmed(octet)), priorityWord(isHighPriority(octet))];
  return { value: octet, meaning: `invoke-id ${invokeIdOf(octet)}, ${serviceClass}, ${priority}` };
}

export function longInvokeIdTold(number: number): Told {
  const words = [classWord(isConfirmedLong(number)), priorityWord(isHighPriorityLong(number))];
  return { value: number, meaning: `long-invoke-id ${longInvokeIdOf(number)}, ${words.join(', ')}` };
}

/** Octets that are a date-time by the book. */
export function dateTimeTold(octets: Uint8Array): Told {
  return { value: toHex(octets), meaning: dateTimeText(octets) };
}

export function logicalNameTold(octets: Uint8Array): Told {
  return { value: logicalNameOf(octets), meaning: obisName(logicalNameOf(octets)) };
}

/** Octets of which nothing is known: a logical name, a date-time or a text, where they look like one. */
export function octetsTold(octets: Uint8Array): Told {
  return {
    value: toHex(octets),
    meaning: logicalNameText(octets) ?? timeText(octets) ?? printableText(octets),
  };
}

/** The dotted code, and its name where the standard has one. */
export function logicalNameText(octets: Uint8Array): string | undefined {
  if (!looksLikeLogicalName(octets)) return undefined;
  const logicalName = logicalNameOf(octets);
  const name = obisName(logicalName);
  return name === undefined ? logicalName : `${logicalName} ${name}`;
}

export function looksLikeLogicalName(octets: Uint8Array): boolean {
  const [a = 0] = octets;
  if (octets.length !== 6 || a > MOST_MEDIUM) return false;
  return octets[5] === ANY_PERIOD || obisName(logicalNameOf(octets)) !== undefined;
}

export function textTold(text: string): Told {
  return { value: text };
}

function dateTimeText(octets: Uint8Array): string | undefined {
  const dateTime = decodeDateTime(octets);
  return dateTime && toIsoText(dateTime);
}

/** Of other lengths than a whole date-time too many octets look like a time. */
function timeText(octets: Uint8Array): string | undefined {
  return octets.length === 12 ? dateTimeText(octets) : undefined;
}

function printableText(octets: Uint8Array): string | undefined {
  if (octets.length === 0 || octets.some((octet) => octet < 0x20 || octet >= 0x7f)) return undefined;
  const text = Buffer.from(octets.subarray(0, MOST_TEXT)).toString('latin1');
  return JSON.stringify(octets.length > MOST_TEXT ? `${text}…` : text);
}

function classWord(confirmed: boolean): string {
  return confirmed ? 'confirmed' : 'unconfirmed';
}

function priorityWord(high: boolean): string {
  return high ? 'high priority' : 'normal priority';
}
