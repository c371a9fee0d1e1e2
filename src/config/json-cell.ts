/** What stands in JSON under the name of a setting, or why it is no value for one. */
import type { FileName } from './file-names.js';
import type { RawCell } from './raw-file.js';

/** Of these a list may also be written as one. */
const LISTS = new Set(['job', 'quirks']);

/** Nothing where nothing was written. */
export function jsonCell(name: FileName, written: string, value: unknown, place: string): readonly RawCell[] {
  const joined = Array.isArray(value) && LISTS.has(name.property) && value.every(isSingle);
  const single = joined ? value.join(', ') : value;
  if (!isSingle(single)) return [{ name, written, value: '', fault: 'is not a single value', place }];
  if (isBlank(single)) return [];
  const fault = losesDigits(single)
    ? 'is a number of which JSON keeps 15 digits only: put it into quotes'
    : undefined;
  return [{ name, written, value: single, fault, place }];
}

/** Whether nothing was written. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

function isSingle(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function losesDigits(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER;
}
