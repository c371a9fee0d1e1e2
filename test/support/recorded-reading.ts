/** What the client of the recorded sessions asked, in its order, and how it told what it got. */
import assert from 'node:assert/strict';
import type { Data } from '../../src/cosem/data.js';
import type { AttributeDescriptor } from '../../src/cosem/descriptor.js';
import type { GetDataResult } from '../../src/cosem/result.js';
import { attribute } from './apdus.js';
import { octetsOf } from './recorded-conversation.js';

export interface Reading {
  /** The name under which the recorded client told it. */
  readonly fact: string;
  readonly attributes: readonly AttributeDescriptor[];
  readonly tell: (results: readonly GetDataResult[]) => string;
}

const PROFILE = attribute(7, '1.0.99.2.0.255', 2);
const REGISTERS = ['1.0.1.8.0.255', '1.0.1.8.1.255', '1.0.1.8.2.255', '1.0.1.8.3.255'];

/** In the order of the recording: the numbers of frames run on. */
export const readings: readonly Reading[] = [
  one('ldn', attribute(1, '0.0.42.0.0.255', 2), (data) => {
    assert.ok(data.kind === 'octet-string');
    return Buffer.from(data.octets).toString('latin1');
  }),
  one('scalerUnit', attribute(3, '1.0.1.8.0.255', 3), (data) => {
    const [scaler, unit] = scalerUnit(data);
    assert.equal(unit, 30);
    return `${10 ** scaler} Active energy`;
  }),
  one('value', attribute(3, '1.0.1.8.0.255', 2), (data) => (numberOf(data) * 1e-3).toFixed(1)),
  one('clock', attribute(8, '0.0.1.0.0.255', 2), dateTime),
  one('extreg2', attribute(4, '1.0.1.6.0.255', 2), (data) => `${numberOf(data)}`),
  one('extreg3', attribute(4, '1.0.1.6.0.255', 3), (data) => {
    const [scaler, unit] = scalerUnit(data);
    assert.equal(unit, 27);
    return `Scaler: ${10 ** scaler} Unit: Active power`;
  }),
  one('extreg4', attribute(4, '1.0.1.6.0.255', 4), (data) => `${numberOf(data)}`),
  one('extreg5', attribute(4, '1.0.1.6.0.255', 5), dateTime),
  one('captureObjects', attribute(7, '1.0.99.2.0.255', 3), size),
  one('buffer', PROFILE, size),
  one('byEntry2-4', { ...PROFILE, selection: { selector: 2, parameters: entries(2, 4) } }, size),
  one('byRange', { ...PROFILE, selection: { selector: 1, parameters: firstTwoHours() } }, size),
  {
    fact: 'withList',
    attributes: REGISTERS.flatMap((name) => [attribute(3, name, 3), attribute(3, name, 2)]),
    tell: (results) => {
      assert.ok(results.every(({ kind }) => kind === 'data'));
      return `${results.length}`;
    },
  },
  {
    fact: 'unknownObject',
    attributes: [attribute(3, '9.9.9.9.9.255', 2)],
    tell: ([result]) => {
      assert.deepEqual(result, { kind: 'data-access-result', result: 'object-undefined' });
      return 'unknownObject=ERR(4)';
    },
  },
  one('objectList', attribute(15, '0.0.40.0.0.255', 2), size),
];

/** The facts of a line like `OK ldn=…; value=…;`. */
export function factsOf(line: string): ReadonlyMap<string, string> {
  return new Map(
    line
      .replace(/^OK /, '')
      .split(/;\s*/)
      .map((fact) => [fact.slice(0, fact.indexOf('=')), fact.slice(fact.indexOf('=') + 1)]),
  );
}

function one(fact: string, asked: AttributeDescriptor, tell: (data: Data) => string): Reading {
  return {
    fact,
    attributes: [asked],
    tell: ([result]) => {
      assert.ok(result?.kind === 'data', fact);
      return tell(result.data);
    },
  };
}

function elementsOf(data: Data): readonly Data[] {
  assert.ok(data.kind === 'array' || data.kind === 'structure');
  return data.elements;
}

function size(data: Data): string {
  return `${elementsOf(data).length}`;
}

function numberOf(data: Data | undefined): number {
  assert.ok(data !== undefined && 'value' in data && typeof data.value === 'number');
  return data.value;
}

function scalerUnit(data: Data): [number, number] {
  const [scaler, unit] = elementsOf(data);
  return [numberOf(scaler), numberOf(unit)];
}

/** As an American clock tells it: 2/3/26, 4:05:06 AM. */
function dateTime(data: Data): string {
  assert.ok(data.kind === 'octet-string' && data.octets.length === 12);
  const [high = 0, low = 0, month, day, , hour = 0, minute = 0, second = 0] = data.octets;
  const two = (value: number) => `${value}`.padStart(2, '0');
  const half = hour < 12 ? 'AM' : 'PM';
  return `${month}/${day}/${(high * 256 + low) % 100}, ${hour % 12 || 12}:${two(minute)}:${two(second)} ${half}`;
}

function entries(from: number, to: number): Data {
  return {
    kind: 'structure',
    elements: [
      { kind: 'double-long-unsigned', value: from },
      { kind: 'double-long-unsigned', value: to },
      { kind: 'long-unsigned', value: 1 },
      { kind: 'long-unsigned', value: 0 },
    ],
  };
}

/** Rows of 1 January 2026 from 1:00 to 2:00 by the meter's clock. */
function firstTwoHours(): Data {
  const clock: Data = {
    kind: 'structure',
    elements: [
      { kind: 'long-unsigned', value: 8 },
      { kind: 'octet-string', octets: octetsOf('0000010000FF') },
      { kind: 'integer', value: 2 },
      { kind: 'long-unsigned', value: 0 },
    ],
  };
  return {
    kind: 'structure',
    elements: [
      clock,
      { kind: 'octet-string', octets: octetsOf('07EA01010401000000000000') },
      { kind: 'octet-string', octets: octetsOf('07EA01010402000000000000') },
      { kind: 'array', elements: [] },
    ],
  };
}
