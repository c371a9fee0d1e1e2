/**
 * The data sets of a readout (IEC 62056-21, 6.6): lines of `address(value*unit)`, often with further values
 * in parentheses of their own. Meters take the lengths of the standard lightly, and so does this reader.
 */
import { OctetWriter } from '../../encoding/octet-writer.js';
import { CR, charactersOf, END, LF, textOf } from './characters.js';

export interface DataValue {
  /** As the meter sent it: leading zeros and blanks included; empty where it has no value. */
  readonly value: string;
  readonly unit?: string | undefined;
}

export interface DataSet {
  /** `1.8.0`, `1-0:1.8.0*255`, `F.F`; empty where the values go on from the line before. */
  readonly address: string;
  /** At least one. */
  readonly values: readonly DataValue[];
}

/** With the places of its characters. */
export interface PlacedDataSet {
  readonly set: DataSet;
  /** Of its first character, blanks in front of the address included. */
  readonly at: number;
  readonly length: number;
}

export interface DataSets {
  readonly sets: readonly DataSet[];
  /** Characters that belong to no data set, in pieces. */
  readonly unread: readonly string[];
}

/** A data set, blanks around it, or all up to the next line or `!` where it is none. */
const PIECE = /(?<address>[^()!\r\n]*)(?<values>(?:\([^()\r\n]*\))+)|(?<end>!)|[\s\0]+|(?<unread>[^!\r\n]+)/y;
const PLAIN_SET = /[0-9CFLP]\.[0-9F]+(?:\.\d+)?(?:[*&]\d+)?\([^()]*\)/;
const VALUE = /\(([^()]*)\)/g;

/** Whether a data set with an address of several groups can be read in these characters. */
export function holdsDataSet(characters: Uint8Array): boolean {
  return PLAIN_SET.test(textOf(characters));
}

/** All data sets up to the `!`; never fails. */
export function readDataSets(data: Uint8Array): DataSets {
  const { sets, unread } = readPlacedDataSets(data);
  return { sets: sets.map(({ set }) => set), unread };
}

/** As `readDataSets`, with where they stand. */
export function readPlacedDataSets(data: Uint8Array): {
  readonly sets: readonly PlacedDataSet[];
  readonly unread: readonly string[];
} {
  const text = textOf(data);
  const sets: PlacedDataSet[] = [];
  const unread: string[] = [];
  const piece = new RegExp(PIECE);
  for (let match = piece.exec(text); match !== null; match = piece.exec(text)) {
    const { address = '', values, end, unread: rest } = match.groups ?? {};
    if (end !== undefined) break;
    if (values !== undefined) {
      const set = { address: trimmed(address), values: readValues(values) };
      sets.push({ set, at: match.index, length: match[0].length });
    }
    if (rest !== undefined) unread.push(rest);
  }
  return { sets, unread };
}

/** Lines of one data set each, and the `!` behind them. @throws DlmsError DLMS_IEC_TEXT */
export function writeDataSets(sets: readonly DataSet[]): Uint8Array {
  const writer = new OctetWriter();
  for (const { address, values } of sets) {
    writer
      .octets(charactersOf(address + values.map(writeValue).join('')))
      .u8(CR)
      .u8(LF);
  }
  return writer.u8(END).u8(CR).u8(LF).toOctets();
}

function readValues(parentheses: string): readonly DataValue[] {
  return Array.from(parentheses.matchAll(VALUE), ([, content = '']) => readValue(content));
}

/** Where more than one `*` stands inside (`088*C&082*C`) none of them can be trusted to set off the unit. */
function readValue(content: string): DataValue {
  const [value = '', unit, ...more] = content.split('*');
  if (more.length > 0) return { value: content };
  return unit === undefined || unit === '' ? { value } : { value, unit };
}

function writeValue({ value, unit }: DataValue): string {
  return unit === undefined ? `(${value})` : `(${value}*${unit})`;
}

function trimmed(address: string): string {
  return address.replace(/^[\s\0]+|[\s\0]+$/g, '');
}
