/**
 * A meter's object list as it was read once, as JSON: kept for later looks without the meter, exported, and
 * imported from whoever has read such a meter before. Anything else is refused with a reason.
 */
import { DlmsError } from '../errors.js';
import type { MeterObject } from '../meter/meter-object.js';
import { listedObject, objectOf } from './listed-object.js';

export interface ObjectListFile {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly readAt: number;
  /** The logical device name; '' where the meter does not tell. */
  readonly name: string;
  readonly referencing: 'LN' | 'SN';
  readonly objects: readonly MeterObject[];
  /** Symbols, for example `Wh`, by logical name; as far as they are known. */
  readonly units: ReadonlyMap<string, string>;
}

const FORMAT = 'dlms-object-list';
const VERSION = 1;
const MOST_OBJECTS = 20_000;
const MOST_NAME = 100;
const MOST_UNIT = 20;

export function objectListJson({ readAt, name, referencing, objects, units }: ObjectListFile): string {
  return JSON.stringify({
    format: FORMAT,
    version: VERSION,
    readAt: new Date(readAt).toISOString(),
    name,
    referencing,
    objects: objects.flatMap((object) => {
      const listed = listedObject(object);
      return listed === undefined ? [] : [{ ...listed, unit: units.get(object.logicalName) }];
    }),
  });
}

/** @throws DlmsError DLMS_OBJECT_LIST that says what is wrong with the text */
export function parseObjectList(json: string): ObjectListFile {
  const file = recordOf(parsed(json));
  if (file.format !== FORMAT) throw notAList(`it has no "format": "${FORMAT}"`);
  if (file.version !== VERSION) throw notAList(`its version is ${String(file.version)}, not ${VERSION}`);
  const { objects, name } = file;
  if (!Array.isArray(objects)) throw notAList('it has no array of objects');
  if (objects.length > MOST_OBJECTS) throw notAList(`it has more than ${MOST_OBJECTS} objects`);
  const records = objects.map(recordOf);
  return {
    readAt: timeOf(file.readAt),
    name: typeof name === 'string' ? name.slice(0, MOST_NAME) : '',
    referencing: file.referencing === 'SN' ? 'SN' : 'LN',
    objects: records.map((record, index) => objectOf(record) ?? wrongObject(index)),
    units: new Map(records.flatMap(unitOf)),
  };
}

/** As `parseObjectList`; undefined where the text is no such list. */
export function keptObjectList(json: string | undefined): ObjectListFile | undefined {
  if (json === undefined) return undefined;
  try {
    return parseObjectList(json);
  } catch {
    // What is kept is as good as lost then: it is read again.
    return undefined;
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw notAList('it is no JSON');
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function timeOf(value: unknown): number {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(time) ? time : 0;
}

function unitOf({ logicalName, unit }: Readonly<Record<string, unknown>>): [string, string][] {
  const isUnit = typeof unit === 'string' && unit !== '' && unit.length <= MOST_UNIT;
  return isUnit ? [[String(logicalName), unit]] : [];
}

function wrongObject(index: number): never {
  throw notAList(`object ${index + 1} has no class, version or logical name that could be right`);
}

function notAList(why: string): DlmsError {
  return new DlmsError(`this is no object list: ${why}`, {
    code: 'DLMS_OBJECT_LIST',
    layer: 'settings',
    fault: 'settings',
    hint: 'Import a file that was exported from the list of a meter here.',
  });
}
