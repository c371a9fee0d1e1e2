/** What an object directory knows, as the JSON text in which it is kept; anything else reads as nothing. */
import { DATA_ACCESS_RESULT, type DataAccessResult } from '../cosem/result.js';
import type { ScalerUnit } from '../cosem/scaler-unit.js';

export type Refusal = Exclude<DataAccessResult, 'success'>;

/** An interface class, and whether the meter's object list names it (an answer alone proves less). */
export interface KnownClass {
  readonly classId: number;
  readonly listed: boolean;
}

/** The object list: read to its end, or refused for good. */
export type ObjectListState = 'unread' | 'read' | 'refused';

export interface DirectoryContents {
  /** The meter's logical device name as hex digits, '' where it does not tell. */
  identity: string | undefined;
  objectList: ObjectListState;
  /** How many attributes a list may hold; 1 is no lists, undefined no limit but that of the PDU. */
  listLimit: number | undefined;
  readonly classes: Map<string, KnownClass>;
  /** Base names by logical name; undefined until the object list of an association by short names is read. */
  baseNames: Map<string, number> | undefined;
  /** By attribute key of the scaler_unit. */
  readonly scalers: Map<string, ScalerUnit>;
  /** Companions of a value (scaler_unit, capture_time) that the meter does not give, by attribute key. */
  readonly refused: Map<string, Refusal>;
}

const VERSION = 1;

export function emptyContents(): DirectoryContents {
  return {
    identity: undefined,
    objectList: 'unread',
    listLimit: undefined,
    classes: new Map(),
    baseNames: undefined,
    scalers: new Map(),
    refused: new Map(),
  };
}

export function contentsToJson(contents: DirectoryContents): string {
  const { identity, objectList, listLimit, classes, baseNames, scalers, refused } = contents;
  return JSON.stringify({
    version: VERSION,
    identity,
    objectList,
    listLimit,
    classes: Object.fromEntries(
      [...classes].map(([name, { classId, listed }]) => [name, listed ? classId : -classId]),
    ),
    baseNames: baseNames && Object.fromEntries(baseNames),
    scalers: Object.fromEntries([...scalers].map(([key, { scaler, unit }]) => [key, [scaler, unit]])),
    refused: Object.fromEntries(refused),
  });
}

/** undefined where the text is not what `contentsToJson` writes. */
export function contentsFromJson(json: string): DirectoryContents | undefined {
  const stored = recordOf(parsed(json));
  const { identity, objectList, listLimit } = stored;
  if (stored.version !== VERSION) return undefined;
  const contents: DirectoryContents = {
    identity: typeof identity === 'string' ? identity : undefined,
    objectList: objectList === 'read' || objectList === 'refused' ? objectList : 'unread',
    listLimit: isInteger(listLimit) && listLimit > 0 ? listLimit : undefined,
    classes: mapOf(stored.classes, classOf),
    baseNames: stored.baseNames === undefined ? undefined : mapOf(stored.baseNames, baseNameOf),
    scalers: mapOf(stored.scalers, scalerOf),
    refused: mapOf(stored.refused, refusalOf),
  };
  return contents;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function mapOf<T>(value: unknown, read: (entry: unknown) => T | undefined): Map<string, T> {
  const map = new Map<string, T>();
  for (const [key, entry] of Object.entries(recordOf(value))) {
    const known = read(entry);
    if (known !== undefined) map.set(key, known);
  }
  return map;
}

function classOf(value: unknown): KnownClass | undefined {
  if (!isInteger(value) || value === 0 || Math.abs(value) > 0xffff) return undefined;
  return { classId: Math.abs(value), listed: value > 0 };
}

function baseNameOf(value: unknown): number | undefined {
  return isInteger(value) && value >= 0 && value <= 0xffff ? value : undefined;
}

function scalerOf(value: unknown): ScalerUnit | undefined {
  const [scaler, unit] = Array.isArray(value) ? (value as unknown[]) : [];
  if (!isInteger(scaler) || Math.abs(scaler) > 128 || !isInteger(unit) || unit < 0 || unit > 255)
    return undefined;
  return { scaler, unit };
}

function refusalOf(value: unknown): Refusal | undefined {
  return typeof value === 'string' && value !== 'success' && value in DATA_ACCESS_RESULT
    ? (value as Refusal)
    : undefined;
}

function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}
