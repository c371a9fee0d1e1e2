/**
 * Reports as an indented tree for people: a line for each field with its offset, its octets, its name and what
 * it says. What is wrong has a caret under the place of its octets.
 */
import type { Plain } from '../../apdu/describe.js';
import type { Field, FieldError } from './fields/field.js';
import { errorsOf, type PlacedError, type PlainObject, type Report } from './report.js';

const TITLES: Readonly<Record<string, string>> = {
  hdlc: 'HDLC frame',
  wrapper: 'WPDU',
  mbus: 'M-Bus frame',
  llc: 'APDU with LLC header',
  apdu: 'APDU',
  data: 'Data',
  'date-time': 'date-time',
  'logical-name': 'logical name',
  iec: 'IEC 62056-21 message',
  damaged: 'damaged octets',
  unfinished: 'unfinished transfer',
  other: 'other octets',
};

const OFFSET_WIDTH = 7;
const NO_OFFSET = ' '.repeat(OFFSET_WIDTH);
const OCTETS_WIDTH = 26;
const GAP = '  ';
const INDENT = '  ';
const MOST_TEXT = 120;
/** Digits that stand in the octets as well, not by chance. */
const LEAST_SHOWN = 8;

/** Select graphic rendition of a terminal (ECMA-48). */
const STYLES = { title: 1, place: 2, error: 31, note: 33 } as const;
type Paint = (text: string, style: keyof typeof STYLES) => string;

const PLAIN: Paint = (text) => text;
const COLOURED: Paint = (text, style) => (text === '' ? '' : `\u001b[${STYLES[style]}m${text}\u001b[0m`);

/** @param colours whether lines may have those of a terminal */
export function treeOf(report: Report, colours = false): string[] {
  const paint = colours ? COLOURED : PLAIN;
  const shown = errorsOf(report.fields);
  const others = (placedErrors(report) ?? []).filter(
    (error) => !shown.some(({ offset, code }) => offset === error.offset && code === error.code),
  );
  return [
    paint(titleLine(report), 'title'),
    ...report.fields.flatMap((field) => fieldLines(field, '', paint)),
    ...others.map(({ offset, ...error }) => errorLine(offsetText(offset), error, paint)),
    ...notesOf(report).map((note) => NO_OFFSET + GAP + paint(`note: ${oneLine(note)}`, 'note')),
    '',
  ];
}

function titleLine(report: Report): string {
  const { offset, length, time, direction, line, packet, from, to } = report;
  const last = offset + length - 1;
  const octets =
    length === 1 ? `octet ${offset}` : length === 0 ? `at octet ${offset}` : `octets ${offset} to ${last}`;
  const origin = [
    line === undefined ? undefined : `line ${String(line)}`,
    packet === undefined ? undefined : `packet ${String(packet)}`,
    time,
    direction,
    from === undefined ? undefined : `${String(from)} → ${String(to)}`,
  ].filter((part) => part !== undefined);
  return oneLine([`${titleOf(report)}, ${octets}`, ...origin.map(String)].join(', '));
}

function titleOf({ kind, message }: Report): string {
  const title = TITLES[kind] ?? kind;
  const isNamed = typeof message === 'object' && message !== null && 'kind' in message;
  return isNamed ? `${title}: ${String(message.kind).replaceAll('-', ' ')}` : title;
}

function fieldLines(field: Field, indent: string, paint: Paint): string[] {
  const { name, offset, octets, error, fields = [] } = field;
  const head = `${offsetText(offset)}${GAP}${octets.padEnd(OCTETS_WIDTH)}`;
  const told = toldText(field);
  return [
    `${paint(head, 'place')}${indent}${name}${told === '' ? '' : `: ${told}`}`.trimEnd(),
    ...(error === undefined ? [] : [errorLine(NO_OFFSET, error, paint)]),
    ...fields.flatMap((inner) => fieldLines(inner, indent + INDENT, paint)),
  ];
}

/** The meaning, and the value that has it; of octets that are shown already nothing more. */
function toldText({ octets, value, meaning }: Field): string {
  const text = value === undefined || octets === '***' ? undefined : plainText(value);
  const repeated = text !== undefined && isShown(text, octets.replaceAll(' ', ''));
  if (meaning === undefined) return octets === '***' ? '***' : repeated ? '' : (text ?? '');
  const said = text === undefined || repeated || meaning.split(/[\s,]+/).includes(text);
  return said ? oneLine(meaning) : `${oneLine(meaning)} (${text})`;
}

/** All octets, or those behind a tag and a length. */
function isShown(text: string, octets: string): boolean {
  return text === octets || (text.length >= LEAST_SHOWN && /^[0-9A-F]+$/.test(text) && octets.endsWith(text));
}

function plainText(value: Plain): string {
  const text = Array.isArray(value) ? value.map(String).join(', ') : String(value);
  return short(oneLine(text));
}

function short(text: string): string {
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
}

function errorLine(offset: string, { code, message }: FieldError, paint: Paint): string {
  return offset + GAP + paint(`^ ${code}: ${oneLine(message)}`, 'error');
}

function offsetText(offset: number): string {
  return String(offset).padStart(OFFSET_WIDTH);
}

function placedErrors({ errors }: PlainObject): readonly PlacedError[] | undefined {
  return errors as unknown as readonly PlacedError[] | undefined;
}

/** Of the report, and of what was joined or deciphered in it. */
function notesOf(report: PlainObject): string[] {
  const { note, joined, deciphered, inside } = report;
  return [...(typeof note === 'string' ? [note] : []), ...[joined, deciphered, inside].flatMap(innerNotes)];
}

function innerNotes(inner: Plain | undefined): string[] {
  const isObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
  return isObject ? notesOf(inner as PlainObject) : [];
}

/** A meter's text may hold anything: control characters would break the line, or the terminal. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
