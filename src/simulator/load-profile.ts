/**
 * The load profile 1-0:99.1.0 (Blue Book class 7): every quarter of an hour one row of what its capture
 * objects showed then. Rows are made when they are asked for.
 */
import type { Data } from '../cosem/data.js';
import type { GetDataResult } from '../cosem/result.js';
import {
  array,
  doubleLongUnsigned,
  enumeration,
  integer,
  logicalNameData,
  longUnsigned,
  structure,
} from './data-values.js';
import { QUARTER_SECONDS } from './energy-integral.js';
import { atStandardSecond, type MeterClock, standardSecond } from './meter-clock.js';
import type { AccessContext, CosemAttribute, CosemObject } from './object-model.js';
import { attribute, lockedMethod } from './objects.js';
import { type CaptureObject, type RowSelection, rowSelection } from './profile-selection.js';

/** Fourteen days. */
export const PROFILE_ENTRIES = 14 * 96;

const FIFO = 1;

const CAPTURED: readonly CaptureObject[] = [
  { classId: 8, logicalName: '0.0.1.0.0.255', attributeId: 2 },
  { classId: 1, logicalName: '0.0.96.10.1.255', attributeId: 2 },
  { classId: 3, logicalName: '1.0.1.8.0.255', attributeId: 2 },
  { classId: 3, logicalName: '1.0.2.8.0.255', attributeId: 2 },
];

export function loadProfile(clock: MeterClock): CosemObject {
  return {
    classId: 7,
    version: 1,
    logicalName: '1.0.99.1.0.255',
    attributes: [
      buffer(clock),
      attribute(3, () => array(CAPTURED.map(captureObjectData))),
      attribute(4, () => doubleLongUnsigned(QUARTER_SECONDS)),
      attribute(5, () => enumeration(FIFO)),
      attribute(6, () => captureObjectData({ classId: 0, logicalName: '0.0.0.0.0.0', attributeId: 0 })),
      attribute(7, ({ now }) => doubleLongUnsigned(rowsInUse(clock, now))),
      attribute(8, () => doubleLongUnsigned(PROFILE_ENTRIES)),
    ],
    methods: [lockedMethod(1), lockedMethod(2)],
  };
}

function captureObjectData({ classId, logicalName, attributeId }: CaptureObject): Data {
  return structure(
    longUnsigned(classId),
    logicalNameData(logicalName),
    integer(attributeId),
    longUnsigned(0),
  );
}

function buffer(clock: MeterClock): CosemAttribute {
  const all = { by: 'entry', from: 1, to: undefined, columns: [...CAPTURED.keys()] } as const;
  return {
    id: 2,
    readers: 'users',
    selectors: [1, 2],
    get: (context) => rows(context, clock, all),
    select: (context, selection): GetDataResult => {
      const selected = rowSelection(selection, CAPTURED, clock);
      if (selected === undefined) return { kind: 'data-access-result', result: 'type-unmatched' };
      return { kind: 'data', data: rows(context, clock, selected) };
    },
  };
}

function rowsInUse(clock: MeterClock, now: number): number {
  return Math.min(PROFILE_ENTRIES, Math.floor(standardSecond(clock, now) / QUARTER_SECONDS));
}

/** Entry 1 is the oldest row. */
function rows(context: AccessContext, clock: MeterClock, selection: RowSelection): Data {
  const newest = Math.floor(standardSecond(clock, context.now) / QUARTER_SECONDS);
  const inUse = rowsInUse(clock, context.now);
  const timeOf = (entry: number) => atStandardSecond(clock, (newest - inUse + entry) * QUARTER_SECONDS);
  const list: Data[] = [];
  for (let entry = 1; entry <= inUse; entry += 1) {
    const at = selection.by === 'entry' ? entry : timeOf(entry);
    if (at < (selection.from ?? at) || at > (selection.to ?? at)) continue;
    list.push(row({ ...context, now: timeOf(entry) }, selection.columns));
  }
  return array(list);
}

/** What the captured attributes showed at `context.now`. */
function row(context: AccessContext, columns: readonly number[]): Data {
  const cells = columns.map((column): Data => {
    const captured = CAPTURED[column];
    const object = captured && context.model.get(captured.logicalName);
    const source = object?.attributes.find(({ id }) => id === captured?.attributeId);
    return source?.get(context) ?? { kind: 'null-data' };
  });
  return structure(...cells);
}
