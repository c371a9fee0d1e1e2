/** What `dlms decode` prints: one plain object for each frame, PDU, or run of octets that is neither. */
import type { Plain } from '../../apdu/describe.js';
import { DlmsError } from '../../errors.js';
import type { Field, FieldError } from './fields/field.js';
import type { PlacedOctets, PlaceJoiner } from './place.js';

export type PlainObject = { readonly [key: string]: Plain };

export interface Report extends PlainObject {
  /** `hdlc`, `wrapper`, `mbus`, `llc`, `apdu`, `data`, `date-time`, `logical-name`, `iec`, `damaged`, `unfinished`, or `other`. */
  readonly kind: string;
  /** Octets of the input before the first one of this item. */
  readonly offset: number;
  /** Octets that this item takes, flags included. */
  readonly length: number;
  readonly fields: readonly Field[];
}

/** What was found in some octets. */
export interface Finding {
  /** Members of the report. */
  readonly report: PlainObject;
  readonly fields: readonly Field[];
  readonly notes: readonly string[];
}

export type PlacedError = { readonly offset: number; readonly code: string; readonly message: string };

export const NOTHING: Finding = { report: {}, fields: [], notes: [] };

export function found(report: PlainObject, fields: readonly Field[] = [], ...notes: string[]): Finding {
  return { report, fields, notes };
}

export function noted(...notes: string[]): Finding {
  return { ...NOTHING, notes };
}

/** One behind the other; what a later one says under the same name counts, but for the first error. */
export function together(...findings: readonly Finding[]): Finding {
  const report: Record<string, Plain> = {};
  for (const { report: one } of findings) {
    const { error } = report;
    Object.assign(report, one, error === undefined ? {} : { error });
  }
  return {
    report,
    fields: findings.flatMap(({ fields }) => fields),
    notes: findings.flatMap(({ notes }) => notes),
  };
}

/** The members of a report, without the fields. */
export function plainOf({ report, notes }: Finding): PlainObject {
  return { ...report, ...(notes.length > 0 ? { note: notes.join('; ') } : {}) };
}

/**
 * Pieces of something whose end is missing in the record: no error, for a record may end anywhere.
 * @param tell of what is there of it, as far as it can be read; undefined where it is not told
 */
export function unfinishedReport(
  what: string,
  places: PlaceJoiner,
  tell?: (source: PlacedOctets) => readonly Field[] | undefined,
): Report {
  const source = places.joined();
  const fields = withoutErrors(tell?.(source) ?? []);
  const finding = found({}, fields, `the last ${what} did not come`);
  return makeReport('unfinished', source.place(0), source.octets.length, finding);
}

function withoutErrors(fields: readonly Field[]): readonly Field[] {
  return fields
    .filter(({ error }) => error === undefined)
    .map(({ fields: inner, ...field }) => (inner ? { ...field, fields: withoutErrors(inner) } : field));
}

/** Errors of fields that no other error speaks of are the report's own. */
export function makeReport(kind: string, offset: number, length: number, finding: Finding): Report {
  const plain = plainOf(finding);
  const { error: _error, ...members } = plain;
  const errors = errorsOf(finding.fields);
  const own = errorOf(plain) ?? firstError(errors);
  const placed = errors.some(({ code }) => code === own?.code);
  if (own !== undefined && !placed) errors.unshift({ offset, code: own.code, message: own.message });
  return {
    kind,
    offset,
    length,
    ...members,
    ...(own === undefined ? {} : { error: own, errors }),
    fields: finding.fields,
  };
}

/** `{ error: { code, message } }`. */
export function errorReport(error: unknown): { readonly error: FieldError } {
  if (!(error instanceof DlmsError)) throw error;
  return { error: { code: error.code, message: error.message } };
}

/** Whether the item, or something in it, could not be read. */
export function isFaulty(report: PlainObject): boolean {
  return report.error !== undefined;
}

/** As reasons are told on stderr. */
export function errorText(report: PlainObject): string {
  const { code, message } = errorOf(report) ?? { code: '', message: '' };
  return `${message} (${code})`;
}

export function errorOf({ error }: PlainObject): FieldError | undefined {
  return error === null ? undefined : (error as FieldError | undefined);
}

export function errorsOf(fields: readonly Field[]): PlacedError[] {
  return fields.flatMap(({ offset, error, fields: inner }) => [
    ...(error === undefined ? [] : [{ offset, ...error }]),
    ...(inner === undefined ? [] : errorsOf(inner)),
  ]);
}

function firstError([first]: readonly PlacedError[]): FieldError | undefined {
  return first && { code: first.code, message: first.message };
}
