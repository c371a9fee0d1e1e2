import assert from 'node:assert/strict';
import type { Data } from '../../src/cosem/data.js';
import { decodeData } from '../../src/cosem/data.js';
import { encodeDateTime } from '../../src/cosem/date-time.js';
import { fromHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { demoMeter } from '../../src/simulator/demo-meter.js';
import { CENTRAL_EUROPE, dateTimeOctets } from '../../src/simulator/meter-clock.js';
import { describeShared, vectors } from '../support/shared.js';
import { dataOf, elementsOf, get, NOON, raw } from './reading.js';

const PROFILE = '1.0.99.1.0.255';
const QUARTER = 900_000;
const LAST = Math.floor(NOON / QUARTER) * QUARTER;
const meter = demoMeter();

function rowsOf(selector: number, parameters: Data, now = NOON): readonly Data[] {
  const result = get(meter, PROFILE, 2, now, { selector, parameters });
  assert.equal(result.kind, 'data');
  return result.kind === 'data' ? elementsOf(result.data) : [];
}

function entries(from: number, to: number, firstColumn = 1, lastColumn = 0): Data {
  const [u32, u16] = ['double-long-unsigned', 'long-unsigned'] as const;
  const values = [
    { kind: u32, value: from },
    { kind: u32, value: to },
    { kind: u16, value: firstColumn },
    { kind: u16, value: lastColumn },
  ] as const;
  return { kind: 'structure', elements: values };
}

const clockColumn = elementsOf(dataOf(meter, PROFILE, 3, NOON))[0] ?? { kind: 'null-data' };

function range(from: Uint8Array, to: Uint8Array, columns: readonly Data[] = []): Data {
  return {
    kind: 'structure',
    elements: [
      clockColumn,
      { kind: 'octet-string', octets: from },
      { kind: 'octet-string', octets: to },
      { kind: 'array', elements: columns },
    ],
  };
}

function timeOf(row: Data | undefined): string {
  const [clock] = elementsOf(row);
  return clock?.kind === 'octet-string' ? Buffer.from(clock.octets).toString('hex') : 'no time';
}

function hexTime(now: number): string {
  return Buffer.from(dateTimeOctets(CENTRAL_EUROPE, now)).toString('hex');
}

describe('the load profile of the demo meter', () => {
  it('holds fourteen days of quarters of an hour, oldest first', () => {
    const rows = elementsOf(dataOf(meter, PROFILE, 2, NOON));
    assert.equal(rows.length, 14 * 96);
    assert.equal(raw(meter, PROFILE, NOON, 7), rows.length);
    assert.equal(timeOf(rows.at(-1)), hexTime(LAST));
    assert.equal(timeOf(rows[0]), hexTime(LAST - (rows.length - 1) * QUARTER));
  });

  it('has rows that equal the registers at their times', () => {
    const rows = elementsOf(dataOf(meter, PROFILE, 2, NOON));
    for (const [back, row] of rows.toReversed().slice(0, 200).entries()) {
      const at = LAST - back * QUARTER;
      assert.equal(timeOf(row), hexTime(at));
      const [, status, imported, exported] = elementsOf(row);
      assert.deepEqual(status, dataOf(meter, '0.0.96.10.1.255', 2, at));
      assert.deepEqual(imported, dataOf(meter, '1.0.1.8.0.255', 2, at));
      assert.deepEqual(exported, dataOf(meter, '1.0.2.8.0.255', 2, at));
    }
  });

  it('keeps a row for good, once it was captured', () => {
    const before = elementsOf(dataOf(meter, PROFILE, 2, NOON)).at(-1);
    const after = elementsOf(dataOf(meter, PROFILE, 2, NOON + 5 * QUARTER)).at(-6);
    assert.deepEqual(after, before);
  });

  it('is short when the meter is new, and never fails before its installation', () => {
    assert.equal(raw(meter, PROFILE, Date.UTC(2017, 11, 31, 23, 50), 7), 3);
    assert.equal(elementsOf(dataOf(meter, PROFILE, 2, 0)).length, 0);
  });
});

describe('selective access to the load profile', () => {
  it('gives entries from the first to the last, both included', () => {
    const all = elementsOf(dataOf(meter, PROFILE, 2, NOON));
    assert.deepEqual(rowsOf(2, entries(1, 10)), all.slice(0, 10));
    assert.deepEqual(rowsOf(2, entries(1340, 0)), all.slice(1339));
    assert.deepEqual(rowsOf(2, entries(1344, 2000)), all.slice(1343));
    assert.deepEqual(rowsOf(2, entries(2000, 0)), []);
  });

  it('gives the columns asked for', () => {
    const [row] = rowsOf(2, entries(5, 5, 3, 4));
    const whole = elementsOf(rowsOf(2, entries(5, 5))[0]);
    assert.deepEqual(elementsOf(row), whole.slice(2, 4));
    const energy = elementsOf(dataOf(meter, PROFILE, 3, NOON))[2] ?? { kind: 'null-data' };
    const at = dateTimeOctets(CENTRAL_EUROPE, LAST);
    assert.deepEqual(rowsOf(1, range(at, at, [energy])), [
      { kind: 'structure', elements: [dataOf(meter, '1.0.1.8.0.255', 2, LAST)] },
    ]);
  });

  it('gives the rows of a range of time, both ends included', () => {
    const [from, to] = [LAST - 4 * QUARTER, LAST - QUARTER];
    const rows = rowsOf(1, range(dateTimeOctets(CENTRAL_EUROPE, from), dateTimeOctets(CENTRAL_EUROPE, to)));
    assert.deepEqual(
      rows.map(timeOf),
      [4, 3, 2, 1].map((back) => hexTime(LAST - back * QUARTER)),
    );
  });

  it('takes limits without weekday and deviation as its own local time', () => {
    const day = (dayOfMonth: number) =>
      encodeDateTime({ year: 2025, month: 6, dayOfMonth, hour: 0, minute: 0 });
    const rows = rowsOf(1, range(day(17), day(18)));
    assert.equal(rows.length, 97);
    assert.equal(timeOf(rows[0]), hexTime(Date.UTC(2025, 5, 16, 22)));
  });

  it('answers a range without rows with an empty array', () => {
    const [from, to] = [NOON + QUARTER, NOON + 9 * QUARTER];
    assert.deepEqual(
      rowsOf(1, range(dateTimeOctets(CENTRAL_EUROPE, from), dateTimeOctets(CENTRAL_EUROPE, to))),
      [],
    );
  });

  it('refuses parameters of another type, columns that are not captured and unknown selectors', () => {
    const refused = (selector: number, parameters: Data) => {
      const result = get(meter, PROFILE, 2, NOON, { selector, parameters });
      return result.kind === 'data-access-result' ? result.result : result.kind;
    };
    const at = dateTimeOctets(CENTRAL_EUROPE, LAST);
    assert.equal(refused(1, { kind: 'null-data' }), 'type-unmatched');
    assert.equal(refused(1, entries(1, 2)), 'type-unmatched');
    assert.equal(refused(1, range(at, Uint8Array.of(1, 2, 3))), 'type-unmatched');
    assert.equal(refused(1, range(at, at, [{ kind: 'null-data' }])), 'type-unmatched');
    assert.equal(refused(2, range(at, at)), 'type-unmatched');
    assert.equal(refused(3, entries(1, 2)), 'type-unmatched');
  });
});

describeShared('selective access with the worked parameters of the protocol', (root) => {
  const parametersOf = (id: string) => {
    const vector = vectors(root).find((entry) => entry.id === id);
    assert.ok(vector, id);
    return decodeData(new OctetReader(fromHex(vector.hex)));
  };
  // The worked examples lie in March 2024.
  const now = Date.UTC(2024, 2, 2, 12);

  it('gives the first of March 2024 in full for a range without weekday and deviation', () => {
    const rows = rowsOf(1, parametersOf('pg.range.params'), now);
    assert.equal(rows.length, 97);
    assert.equal(timeOf(rows[0]), hexTime(Date.UTC(2024, 1, 29, 23)));
  });

  it('gives one column of it', () => {
    const rows = rowsOf(1, parametersOf('pg.sel.cols'), now);
    assert.equal(rows.length, 97);
    assert.deepEqual(elementsOf(rows[96]), [dataOf(meter, '1.0.1.8.0.255', 2, Date.UTC(2024, 2, 1, 23))]);
  });

  it('gives entries 1 to 10', () => {
    assert.equal(rowsOf(2, parametersOf('pg.entry.params'), now).length, 10);
  });
});
