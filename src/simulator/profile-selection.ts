/**
 * Selective access to the buffer of a Profile generic (Blue Book class 7): selector 1 by range of the clock,
 * selector 2 by entry; both may also pick columns.
 */
import type { Data } from '../cosem/data.js';
import type { SelectiveAccess } from '../cosem/descriptor.js';
import { type MeterClock, momentOf } from './meter-clock.js';

/** A column as capture_objects names it. */
export interface CaptureObject {
  readonly classId: number;
  readonly logicalName: string;
  readonly attributeId: number;
}

/** Rows from `from` to `to`, both inclusive; open where undefined. */
export interface RowSelection {
  readonly by: 'time' | 'entry';
  /** Milliseconds since 1970, or entries from 1. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** Places in the row, from 0. */
  readonly columns: readonly number[];
}

/** Undefined when the parameters are of another type than the selector demands. */
export function rowSelection(
  { selector, parameters }: SelectiveAccess,
  columns: readonly CaptureObject[],
  clock: MeterClock,
): RowSelection | undefined {
  if (parameters.kind !== 'structure' || parameters.elements.length !== 4) return undefined;
  return selector === 1
    ? byRange(parameters.elements, columns, clock)
    : byEntry(parameters.elements, columns);
}

function byRange(
  [restricting, from, to, selected]: readonly Data[],
  columns: readonly CaptureObject[],
  clock: MeterClock,
): RowSelection | undefined {
  if (restricting === undefined || columnOf(restricting, columns) !== 0 || selected?.kind !== 'array')
    return undefined;
  const [start, end] = [limitOf(from, clock), limitOf(to, clock)];
  const chosen = selected.elements.map((element) => columnOf(element, columns));
  if (start === undefined || end === undefined || chosen.includes(-1)) return undefined;
  return {
    by: 'time',
    from: start.at,
    to: end.at,
    columns: chosen.length === 0 ? [...columns.keys()] : chosen,
  };
}

/** The place of the column that a {class, name, attribute, index} structure names; −1 where there is none. */
function columnOf(data: Data, columns: readonly CaptureObject[]): number {
  if (data.kind !== 'structure') return -1;
  const [classId, name, attributeId] = data.elements;
  if (name?.kind !== 'octet-string') return -1;
  const logicalName = name.octets.join('.');
  return columns.findIndex(
    (column) =>
      column.logicalName === logicalName &&
      column.classId === numberOf(classId) &&
      column.attributeId === numberOf(attributeId),
  );
}

/** null-data leaves a limit open. */
function limitOf(data: Data | undefined, clock: MeterClock): { readonly at: number | undefined } | undefined {
  if (data?.kind === 'null-data') return { at: undefined };
  if (data?.kind !== 'octet-string' && data?.kind !== 'date-time') return undefined;
  const at = momentOf(clock, data.octets);
  return at === undefined ? undefined : { at };
}

function byEntry(parameters: readonly Data[], columns: readonly CaptureObject[]): RowSelection | undefined {
  const [from, to, firstColumn, lastColumn] = parameters.map(numberOf);
  if (from === undefined || to === undefined) return undefined;
  if (firstColumn === undefined || lastColumn === undefined) return undefined;
  const last = lastColumn === 0 ? columns.length : Math.min(lastColumn, columns.length);
  const places = [...columns.keys()].filter((place) => place + 1 >= firstColumn && place + 1 <= last);
  return { by: 'entry', from, to: to === 0 ? undefined : to, columns: places };
}

function numberOf(data: Data | undefined): number | undefined {
  return data !== undefined && 'value' in data && typeof data.value === 'number' ? data.value : undefined;
}
