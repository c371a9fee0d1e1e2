/**
 * Which object a line of a plain readout shows: its address is a short form of the OBIS code, often without
 * medium and channel (IEC 62056-61, annex A; IEC 62056-21, 6.6).
 */
import { DlmsError } from '../errors.js';
import type { LogicalName } from './descriptor.js';
import { parseTag } from './obis.js';

export interface ReadoutName {
  /** Six groups; A and B are those of a meter for electricity where the address leaves them out. */
  readonly logicalName: LogicalName;
  /** The address has groups A and B. */
  readonly complete: boolean;
}

/** Anything that has an address as the meter sent it. */
export interface ReadoutLine {
  readonly address: string;
}

const WITH_MEDIUM = /^\d+-\d+:|^\d+(\.\d+){4,5}$/;
/** What an OBIS code may be written with, but no attribute and no six octets in hex. */
const READOUT_CODE = /^(\d+-\d+:)?[0-9CFLP]+(\.[0-9F]+)+([*&]\d+)?$/i;

/** Undefined for addresses that are no OBIS code. */
export function readoutName(address: string): ReadoutName | undefined {
  if (!READOUT_CODE.test(address)) return undefined;
  try {
    return { logicalName: parseTag(address).logicalName, complete: WITH_MEDIUM.test(address) };
  } catch (error) {
    if (error instanceof DlmsError) return undefined;
    throw error;
  }
}

/**
 * The line that shows an object: the one with its whole code, else the one whose address leaves medium and
 * channel out; the first where there are several.
 */
export function findReadoutLine<Line extends ReadoutLine>(
  lines: readonly Line[],
  wanted: LogicalName,
): Line | undefined {
  const named = lines.flatMap((line) => {
    const name = readoutName(line.address);
    return name === undefined ? [] : [{ line, name }];
  });
  const exact = named.find(({ name }) => name.complete && name.logicalName === wanted);
  const short = named.find(
    ({ name }) => !name.complete && withoutMedium(name.logicalName) === withoutMedium(wanted),
  );
  return (exact ?? short)?.line;
}

/** Groups C to F. */
function withoutMedium(name: LogicalName): string {
  return name.split('.').slice(2).join('.');
}
