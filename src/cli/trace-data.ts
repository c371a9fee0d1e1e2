/** Data for people who look on: type and value, and what the octets of an octet-string say. */
import type { Data } from '../cosem/data.js';
import { dateOrTimeText } from '../cosem/date-text.js';
import { decodeDateTime } from '../cosem/date-time.js';
import { type AttributeDescriptor, logicalNameOf } from '../cosem/descriptor.js';
import { toIsoText } from '../cosem/instant.js';
import { attributeMeaning } from '../cosem/interface-class.js';
import { scalerUnitOf } from '../cosem/scaler-unit.js';
import { unitSymbol } from '../cosem/unit.js';
import { toHex } from '../encoding/hex.js';

type Attribute = Pick<AttributeDescriptor, 'classId' | 'attributeId'>;

const INDENT = '  ';
const MOST_INLINE = 90;
/** Of an octet-string. */
const MOST_OCTETS = 64;
/** Where classes have their scaler_unit. */
const SCALER_UNITS: readonly string[] = ['3:3', '4:3', '5:4', '61:4', '67:8'];

/** One line where it fits; else a line for what it is, and its elements below. @param of whose value it is */
export function dataLines(data: Data, of?: Attribute): readonly string[] {
  if (!('elements' in data)) return [simpleText(data, of)];
  const meaning = scalerUnitText(data, of);
  const elements = data.elements.map((element) => dataLines(element));
  const inline = elements.every((lines) => lines.length === 1)
    ? elements.map(([line]) => line).join(', ')
    : '';
  if (elements.length === 0) return [`${data.kind}, empty`];
  if (inline !== '' && inline.length <= MOST_INLINE) return [`${data.kind} { ${inline} }${meaning}`];
  const below = elements.flatMap((lines) => lines.map((line) => INDENT + line));
  return [`${data.kind} of ${elements.length}`, ...below];
}

function simpleText(data: Exclude<Data, { elements: unknown }>, of: Attribute | undefined): string {
  if ('octets' in data) {
    const isTime = data.kind !== 'octet-string' || isDateTime(of);
    const said = isTime ? timeText(data.octets) : octetsText(data.octets);
    const hex = toHex(data.octets.subarray(0, MOST_OCTETS)) + (data.octets.length > MOST_OCTETS ? '…' : '');
    return `${data.kind} ${hex}${said === undefined ? '' : ` = ${said}`}`;
  }
  if ('bits' in data) return `${data.kind} ${data.bits}`;
  if ('text' in data) return `${data.kind} ${JSON.stringify(data.text)}`;
  return 'value' in data ? `${data.kind} ${data.value}` : data.kind;
}

function isDateTime(of: Attribute | undefined): boolean {
  return of !== undefined && attributeMeaning(of.classId, of.attributeId) === 'date-time';
}

function timeText(octets: Uint8Array): string | undefined {
  const dateTime = decodeDateTime(octets);
  return (dateTime && toIsoText(dateTime)) ?? dateOrTimeText(octets);
}

/** A logical name or a text, where they look like one. */
function octetsText(octets: Uint8Array): string | undefined {
  if (octets.length === 6 && octets[5] === 255) return logicalNameOf(octets);
  if (octets.length === 12 && octets.some((octet) => !isPrintable(octet))) return timeText(octets);
  const isText = octets.length > 0 && octets.length <= MOST_OCTETS && octets.every(isPrintable);
  return isText ? JSON.stringify(Buffer.from(octets).toString('latin1')) : undefined;
}

function isPrintable(octet: number): boolean {
  return octet >= 0x20 && octet < 0x7f;
}

function scalerUnitText(data: Data, of: Attribute | undefined): string {
  const isScalerUnit = of !== undefined && SCALER_UNITS.includes(`${of.classId}:${of.attributeId}`);
  const found = isScalerUnit ? scalerUnitOf(data) : undefined;
  if (found === undefined) return '';
  return ` = × 10^${found.scaler} ${unitSymbol(found.unit) ?? `unit ${found.unit}`}`;
}
