/** What `dlms decode` makes of octets, for its tests. */
import assert from 'node:assert/strict';
import type { MessageKeys } from '../../src/cli/decode/decipherer.js';
import { decodeOctets } from '../../src/cli/decode/decode-octets.js';
import type { PlainObject, Report } from '../../src/cli/decode/report.js';
import { fromHex } from '../../src/encoding/hex.js';

export type PlainReport = PlainObject & {
  readonly kind: string;
  readonly offset: number;
  readonly length: number;
};

/** The reports without what the tree is made of, for tests that look at the other members. */
export function decode(input: string | Uint8Array, keys: MessageKeys = {}): PlainReport[] {
  return decodeWhole(input, keys).map(({ fields: _fields, errors: _errors, ...report }) => report);
}

export function decodeWhole(input: string | Uint8Array, keys: MessageKeys = {}): Report[] {
  const reports = decodeOctets(typeof input === 'string' ? fromHex(input) : input, keys);
  assert.ok(reports.every(isPrintable), 'what is printed is what JSON can hold');
  return reports;
}

function isPrintable(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isPrintable);
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'string' || typeof value === 'boolean' || value === null;
}

/** What of all that is printed matches; empty where nothing does, so that failures read short. */
export function shown(printed: unknown, pattern: RegExp): string {
  return pattern.exec(JSON.stringify(printed) ?? '')?.[0] ?? '';
}

/** A report in few words. */
export function summary({ kind, offset, length, error }: PlainObject): string {
  return `${String(kind)} at ${String(offset)}, ${String(length)} octets, ${JSON.stringify(error ?? 'no error')}`;
}

export function only(input: string | Uint8Array, keys: MessageKeys = {}): PlainReport {
  const [report, ...more] = decode(input, keys);
  assert.ok(report !== undefined && more.length === 0);
  return report;
}

/** The value under a path like `apdu.result.data`. */
export function at(report: PlainObject | undefined, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], report);
}
