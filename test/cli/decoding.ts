/** What `dlms decode` makes of octets, for its tests. */
import assert from 'node:assert/strict';
import { decodeOctets } from '../../src/cli/decode/decode-octets.js';
import type { Report } from '../../src/cli/decode/report.js';
import { fromHex } from '../../src/encoding/hex.js';

export function decode(input: string | Uint8Array): Report[] {
  const reports = decodeOctets(typeof input === 'string' ? fromHex(input) : input);
  // What is printed is what JSON can hold.
  assert.deepEqual(JSON.parse(JSON.stringify(reports)), reports);
  return reports;
}

export function only(input: string | Uint8Array): Report {
  const [report, ...more] = decode(input);
  assert.ok(report !== undefined && more.length === 0);
  return report;
}

/** The value under a path like `apdu.result.data`. */
export function at(report: Report | undefined, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], report);
}
