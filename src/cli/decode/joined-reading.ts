/** What joined data blocks hold (Green Book): one Data, Get-Data-Results, or Data with their count. */
import { describeData, type Plain } from '../../apdu/describe.js';
import { decodeJoinedData, decodeJoinedResults } from '../../apdu/joined-data.js';
import { readSequenceOf } from '../../apdu/sequence-of.js';
import { decodeData } from '../../cosem/data.js';
import { OctetReader } from '../../encoding/octet-reader.js';
import { DlmsError } from '../../errors.js';
import { dataFields, resultFields, valueFields } from './fields/apdu-fields.js';
import { type Field, makeField, type Told } from './fields/field.js';
import type { PlacedOctets } from './place.js';
import { type Finding, found } from './report.js';

export interface Reading {
  readonly describe: (octets: Uint8Array) => Plain;
  readonly fields: (source: PlacedOctets) => readonly Field[];
}

export const ONE_DATA: Reading = {
  describe: (octets) => describeData(decodeJoinedData(octets)),
  fields: dataFields,
};

export const RESULTS: Reading = {
  describe: (octets) =>
    decodeJoinedResults(octets).map((each) => (each.kind === 'data' ? describeData(each.data) : { ...each })),
  fields: resultFields,
};

export const VALUES: Reading = {
  describe: (octets) => {
    const reader = new OctetReader(octets);
    const values = readSequenceOf(reader, decodeData);
    if (reader.remaining > 0) throw reader.malformed(`${reader.remaining} octets too many`);
    return values.map(describeData);
  },
  fields: valueFields,
};

/** Octets of one value: more could not be printed. */
const MOST_OCTETS = 4 * 1024 * 1024;

/** By the first of the readings that fits all octets; undefined where none does. */
export function readJoined(source: PlacedOctets, readings: readonly Reading[]): Finding | undefined {
  if (source.octets.length > MOST_OCTETS) return undefined;
  for (const { describe, fields } of readings) {
    const joined = orUndefined(() => describe(source.octets));
    if (joined !== undefined) return found({ joined }, [joinedField(source, {}, fields(source))]);
  }
  return undefined;
}

export function joinedField({ octets, place }: PlacedOctets, told: Told, fields?: readonly Field[]): Field {
  const where = { offset: place(0), length: octets.length, octets: new Uint8Array() };
  return makeField('joined', where, { meaning: `${octets.length} octets`, ...told }, fields);
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof DlmsError) return undefined;
    throw error;
  }
}
