import assert from 'node:assert/strict';
import fc from 'fast-check';
import { clockStatusNames } from '../../src/cosem/clock-status.js';
import {
  DAY_RULE,
  type DateTime,
  decodeDateTime,
  encodeDateTime,
  MONTH_RULE,
} from '../../src/cosem/date-time.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { captures, describeShared } from '../support/shared.js';

const OPEN: DateTime = {
  year: undefined,
  month: undefined,
  dayOfMonth: undefined,
  dayOfWeek: undefined,
  hour: undefined,
  minute: undefined,
  second: undefined,
  hundredths: undefined,
  deviation: undefined,
  clockStatus: undefined,
};

const TABLE: readonly [what: string, hex: string, dateTime: DateTime][] = [
  [
    'a Friday in central European winter',
    '07E8030F050C1E0000FFC400',
    {
      ...{ year: 2024, month: 3, dayOfMonth: 15, dayOfWeek: 5 },
      ...{ hour: 12, minute: 30, second: 0, hundredths: 0, deviation: -60, clockStatus: 0 },
    },
  ],
  [
    'summer time without hundredths',
    '07E80701010C1E00FFFF8880',
    {
      ...{ year: 2024, month: 7, dayOfMonth: 1, dayOfWeek: 1 },
      ...{ hour: 12, minute: 30, second: 0, hundredths: undefined, deviation: -120, clockStatus: 0x80 },
    },
  ],
  [
    'deviation, status and day of week not specified',
    '07E8030FFF0C1E00FF8000FF',
    { ...OPEN, year: 2024, month: 3, dayOfMonth: 15, hour: 12, minute: 30, second: 0 },
  ],
  [
    'last Sunday of March at two',
    'FFFF03FE0702000000800000',
    {
      ...OPEN,
      ...{ month: 3, dayOfMonth: DAY_RULE.last, dayOfWeek: 7 },
      ...{ hour: 2, minute: 0, second: 0, hundredths: 0, clockStatus: 0 },
    },
  ],
  ['nothing specified', 'FFFFFFFFFFFFFFFFFF8000FF', OPEN],
  [
    'the rule of the clock for the end of summer time',
    'FFFFFDFFFFFFFFFFFF8000FF',
    { ...OPEN, month: MONTH_RULE.daylightSavingsEnd },
  ],
  ['a date', '07E8030F05', { ...OPEN, year: 2024, month: 3, dayOfMonth: 15, dayOfWeek: 5 }],
  ['a time', '0C1E00FF', { ...OPEN, hour: 12, minute: 30, second: 0 }],
];

const FORM = { 12: 'date-time', 5: 'date', 4: 'time' } as const;

describe('date-time', () => {
  for (const [what, hex, dateTime] of TABLE) {
    it(what, () => {
      assert.deepEqual(decodeDateTime(fromHex(hex)), dateTime);
      const form = FORM[(hex.length / 2) as keyof typeof FORM];
      assert.equal(toHex(encodeDateTime(dateTime, form)), hex);
    });
  }

  it('octets of another length are no date-time', () => {
    for (const length of [0, 3, 6, 11, 13]) assert.equal(decodeDateTime(new Uint8Array(length)), undefined);
  });

  it('any octets come back as they went', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), (octets) => {
        assert.deepEqual(encodeDateTime(decodeDateTime(octets) ?? {}), octets);
      }),
      { seed: 9, numRuns: 300 },
    );
  });

  it('the status names its bits', () => {
    assert.deepEqual(clockStatusNames(0x80), ['daylight saving active']);
    assert.deepEqual(clockStatusNames(0x0b), ['invalid value', 'doubtful value', 'invalid clock status']);
    assert.deepEqual(clockStatusNames(0x70), []);
    assert.deepEqual(clockStatusNames(undefined), []);
  });
});

/** Fields of the captures' reference decoder, and ours. */
const FIELDS: Readonly<Record<string, keyof DateTime>> = {
  year: 'year',
  month: 'month',
  day: 'dayOfMonth',
  weekday: 'dayOfWeek',
  hour: 'hour',
  minute: 'minute',
  second: 'second',
  deviation: 'deviation',
  clock_status: 'clockStatus',
};

function assertFields(octets: Uint8Array, stated: Record<string, unknown>): void {
  const dateTime = decodeDateTime(octets);
  for (const [name, field] of Object.entries(FIELDS)) {
    if (name in stated) assert.equal(dateTime?.[field] ?? null, stated[name], name);
  }
}

describeShared('date-times that other meters and implementations wrote', (root) => {
  const cases = captures(root).filter(({ category }) => category === 'data-types');
  const bare = cases.filter(({ layer }) => layer === 'datetime12');
  const dates = cases.filter(({ expected }) => 'date' in expected || 'date_time' in expected);

  it('are there', () => assert.ok(bare.length > 2 && dates.length > 2));

  for (const { id, description, hex = '', reference_decode: reference = {} } of bare) {
    it(`${id}: ${description}`, () => assertFields(fromHex(hex), reference));
  }

  for (const { id, description, layer, hex = '', expected } of dates) {
    it(`${id}: ${description}`, () => {
      const stated = (expected.date ?? expected.date_time ?? {}) as Record<string, unknown>;
      // In a frame the date-time is the last thing before the FCS and the closing flag.
      const octets = layer === 'axdr' ? fromHex(hex).subarray(1) : fromHex(hex).subarray(-15, -3);
      assertFields(octets, stated);
    });
  }
});
