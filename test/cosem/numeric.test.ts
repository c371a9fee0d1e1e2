import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Data } from '../../src/cosem/data.js';
import { shiftDecimal, shortestSingle } from '../../src/cosem/decimal.js';
import { type AttributeMeaning, type NotNumericReason, numericOf } from '../../src/cosem/numeric.js';
import { fromHex } from '../../src/encoding/hex.js';
import { anyData } from './any-data.js';

const scaled = (scaler: number) => ({ scaler, unit: 30 });
const ascii = (text: string): Data => ({ kind: 'octet-string', octets: Buffer.from(text, 'latin1') });

function numberOf(data: Data, scaler = 0): number | undefined {
  const numeric = numericOf(data, scaled(scaler));
  return numeric.kind === 'number' ? numeric.value : undefined;
}

describe('numeric value', () => {
  it('is scaled as a person would write it', () => {
    const table: [value: number, scaler: number, written: number][] = [
      [28, -1, 2.8],
      [2304, -1, 230.4],
      [1234567, -3, 1234.567],
      [3, -1, 0.3],
      [-7, -2, -0.07],
      [12345, 1, 123450],
      [0, -3, 0],
      [1, -128, 1e-128],
      [1, 127, 1e127],
    ];
    for (const [value, scaler, written] of table) {
      assert.equal(numberOf({ kind: 'double-long', value }, scaler), written);
    }
  });

  it('without a scaler_unit is the number as it is', () => {
    assert.deepEqual(numericOf({ kind: 'long-unsigned', value: 1000 }), {
      kind: 'number',
      value: 1000,
      raw: 1000,
    });
  });

  it('raw is the number before scaling', () => {
    assert.deepEqual(numericOf({ kind: 'double-long-unsigned', value: 12345 }, scaled(1)), {
      kind: 'number',
      value: 123450,
      raw: 12345,
    });
  });

  it('a float32 is the shortest decimal that it can mean', () => {
    const single = Math.fround(230.4);
    assert.notEqual(single, 230.4);
    assert.deepEqual(numericOf({ kind: 'float32', value: single }), {
      kind: 'number',
      value: 230.4,
      raw: 230.4,
    });
    assert.equal(numberOf({ kind: 'float32', value: single }, 3), 230400);
    assert.equal(numberOf({ kind: 'floating-point', value: Math.fround(0.1) }, -1), 0.01);
    assert.equal(numberOf({ kind: 'float32', value: Math.fround(1e-7) }, 1), 1e-6);
    assert.equal(numberOf({ kind: 'float32', value: Math.fround(16777217) }), 16777216);
    assert.equal(numberOf({ kind: 'float32', value: -0 }), 0);
  });

  it('a float64 keeps all it has', () => {
    assert.equal(numberOf({ kind: 'float64', value: 0.1 }, 1), 1);
    assert.equal(numberOf({ kind: 'float64', value: 1.1e-300 }, -2), 1.1e-302);
    assert.equal(numberOf({ kind: 'float64', value: 123456789.123456 }, 3), 123456789123.456);
  });

  it('beyond 2^53 the exact digits come along', () => {
    const value = 2n ** 64n - 1n;
    assert.deepEqual(numericOf({ kind: 'long64-unsigned', value }, scaled(-3)), {
      kind: 'number',
      value: 2 ** 64 / 1000,
      raw: 18446744073709552000,
      exact: '18446744073709551615',
    });
    assert.deepEqual(numericOf({ kind: 'long64', value: -(2n ** 53n) - 1n }), {
      kind: 'number',
      value: -9007199254740992,
      raw: -9007199254740992,
      exact: '-9007199254740993',
    });
    assert.deepEqual(numericOf({ kind: 'long64', value: 2n ** 53n }), {
      kind: 'number',
      value: 9007199254740992,
      raw: 9007199254740992,
    });
  });

  it('booleans, enums, bcd and bit-strings', () => {
    assert.equal(numberOf({ kind: 'boolean', value: true }), 1);
    assert.equal(numberOf({ kind: 'boolean', value: false }), 0);
    assert.equal(numberOf({ kind: 'enum', value: 7 }), 7);
    assert.equal(numberOf({ kind: 'bcd', value: 42 }), 42);
    assert.equal(numberOf({ kind: 'bit-string', bits: '1010' }), 10);
    assert.deepEqual(numericOf({ kind: 'bit-string', bits: '1'.repeat(64) }), {
      kind: 'number',
      value: 2 ** 64,
      raw: 2 ** 64,
      exact: '18446744073709551615',
    });
  });

  it('strings of ASCII digits', () => {
    const table: [text: string, value: number, raw: string][] = [
      ['12345678', 12345678, '12345678'],
      ['00123', 123, '00123'],
      [' 230.4 ', 230.4, '230.4'],
      ['-12', -12, '-12'],
      ['+5', 5, '+5'],
      ['.5', 0.5, '.5'],
      ['42\0\0', 42, '42'],
    ];
    for (const [text, value, raw] of table) {
      assert.deepEqual(numericOf(ascii(text)), { kind: 'number', value, raw }, text);
      assert.deepEqual(numericOf({ kind: 'visible-string', text }), { kind: 'number', value, raw }, text);
      assert.deepEqual(numericOf({ kind: 'utf8-string', text }), { kind: 'number', value, raw }, text);
    }
    assert.deepEqual(numericOf(ascii('9007199254740993')), {
      kind: 'number',
      value: 9007199254740992,
      raw: '9007199254740993',
      exact: '9007199254740993',
    });
  });

  it('a date-time is seconds since 1970 UTC', () => {
    const octets = fromHex('07E8030F050C1E0000FFC400');
    const expected = {
      kind: 'number',
      value: Date.UTC(2024, 2, 15, 11, 30) / 1000,
      raw: '2024-03-15T12:30:00+01:00',
    } as const;
    assert.deepEqual(numericOf({ kind: 'octet-string', octets }, undefined, 'date-time'), expected);
    assert.deepEqual(numericOf({ kind: 'date-time', octets }), expected);
  });

  it('a clock that does not tell how far it is from UTC counts as UTC', () => {
    const octets = fromHex('07E8030FFF0C1E00FF8000FF');
    assert.deepEqual(numericOf({ kind: 'octet-string', octets }, undefined, 'date-time'), {
      kind: 'number',
      value: Date.UTC(2024, 2, 15, 12, 30) / 1000,
      raw: '2024-03-15T12:30:00',
    });
  });

  it('a clock with UNIX time is that number', () => {
    assert.equal(numberOf({ kind: 'double-long-unsigned', value: 1710502200 }), 1710502200);
  });

  it('what is no number says why', () => {
    const table: [data: Data, reason: NotNumericReason, meaning?: AttributeMeaning][] = [
      [{ kind: 'null-data' }, 'no-value'],
      [{ kind: 'dont-care' }, 'no-value'],
      [ascii(''), 'no-value'],
      [ascii('   '), 'no-value'],
      [{ kind: 'bit-string', bits: '' }, 'no-value'],
      [{ kind: 'float32', value: Number.NaN }, 'not-a-number'],
      [{ kind: 'float64', value: Number.POSITIVE_INFINITY }, 'not-a-number'],
      [{ kind: 'bcd', value: Number.NaN }, 'not-a-number'],
      [{ kind: 'bit-string', bits: '1'.repeat(65) }, 'not-a-number'],
      [ascii('ABC123'), 'text'],
      [ascii('1e5'), 'text'],
      [ascii('0x10'), 'text'],
      [ascii('Infinity'), 'text'],
      [ascii('.'), 'text'],
      [ascii('1'.repeat(65)), 'text'],
      [{ kind: 'octet-string', octets: fromHex('07E8030F050C1E0000FFC400') }, 'text'],
      [
        { kind: 'octet-string', octets: fromHex('FFFF03FE0702000000800000') },
        'no-point-in-time',
        'date-time',
      ],
      [{ kind: 'octet-string', octets: fromHex('') }, 'no-point-in-time', 'date-time'],
      [{ kind: 'date', octets: fromHex('07E8030F05') }, 'no-point-in-time'],
      [{ kind: 'time', octets: fromHex('0C1E0000') }, 'no-point-in-time'],
      [{ kind: 'structure', elements: [] }, 'structured'],
      [{ kind: 'array', elements: [{ kind: 'unsigned', value: 1 }] }, 'structured'],
      [{ kind: 'compact-array', type: { kind: 'unsigned' }, elements: [] }, 'structured'],
    ];
    for (const [data, reason, meaning] of table) {
      assert.deepEqual(numericOf(data, undefined, meaning), { kind: 'not-numeric', reason });
    }
  });

  it('a value that a scaler drives beyond all numbers is none', () => {
    assert.deepEqual(numericOf({ kind: 'float64', value: 1e300 }, scaled(127)), {
      kind: 'not-numeric',
      reason: 'not-a-number',
    });
  });

  it('of any Data is a finite number or a reason', () => {
    fc.assert(
      fc.property(anyData(), fc.integer({ min: -128, max: 127 }), (data, scaler) => {
        const numeric = numericOf(data, scaled(scaler));
        assert.ok(numeric.kind === 'not-numeric' || Number.isFinite(numeric.value));
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});

/** Decimal digits of `value` × 10^`scaler`, made with integers alone. */
function shiftedDigits(value: bigint, scaler: number): string {
  if (scaler >= 0) return String(value * 10n ** BigInt(scaler));
  const digits = String(value < 0n ? -value : value).padStart(1 - scaler, '0');
  const point = digits.length + scaler;
  return `${value < 0n ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
}

describe('moving the decimal point', () => {
  it('agrees with integer arithmetic for every 64-bit integer and scaler', () => {
    const integers = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n });
    fc.assert(
      fc.property(integers, fc.integer({ min: -128, max: 127 }), (value, scaler) => {
        const expected = Number(shiftedDigits(value, scaler));
        assert.equal(shiftDecimal(String(value), scaler), expected === 0 ? 0 : expected);
      }),
      { seed: 12, numRuns: 1000 },
    );
  });

  it('prints no more digits than the meter sent', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 32 - 1 }),
        fc.integer({ min: -6, max: 0 }),
        (value, scaler) => {
          const [integer = '', fraction = ''] = String(shiftDecimal(String(value), scaler)).split('.');
          const exponent = /e/.test(fraction + integer);
          assert.ok(
            exponent || integer.length + fraction.length <= Math.max(String(value).length, 1 - scaler),
          );
        },
      ),
      { seed: 13, numRuns: 1000 },
    );
  });

  it('the shortest decimal of a single reads back as that single', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const decimal = shortestSingle(value);
        assert.ok(Math.fround(Number(decimal)) === value);
        assert.ok(decimal.length <= String(value).length);
      }),
      { seed: 14, numRuns: 1000 },
    );
  });
});
