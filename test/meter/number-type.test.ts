import assert from 'node:assert/strict';
import { convert, NUMBER_TYPES, type NumberType } from '../../src/meter/number-type.js';

describe('number types', () => {
  const cases: readonly (readonly [NumberType, number, number | string])[] = [
    ['DOUBLE', 230.4, 230.4],
    ['DOUBLE', -1e300, -1e300],
    ['FLOAT', 230.4, 230.4],
    ['FLOAT', 1e39, 'single precision'],
    ['FLOAT', -1e39, 'single precision'],
    ['DIGITAL', 0, 0],
    ['DIGITAL', 1, 1],
    ['DIGITAL', 0.6, 1],
    ['DIGITAL', 2, '0…1'],
    ['DIGITAL', -1, '0…1'],
    ['INT32', Number.POSITIVE_INFINITY, 'a finite number'],
    ['DOUBLE', Number.NaN, 'a finite number'],
    ['INT8', 127, 127],
    ['INT8', 127.4, 127],
    ['INT8', 127.5, '-128…127'],
    ['INT8', -128, -128],
    ['INT8', -128.5, '-128…127'],
    ['INT8', -0.2, 0],
    ['UINT8', 255, 255],
    ['UINT8', 256, '0…255'],
    ['UINT8', -1, '0…255'],
    ['UINT8', -0.4, 0],
    ['INT16', -32768, -32768],
    ['INT16', 32768, '-32768…32767'],
    ['UINT16', 65535, 65535],
    ['INT32', 2147483647, 2147483647],
    ['INT32', 2147483648, '-2147483648…2147483647'],
    ['UINT32', 4294967295, 4294967295],
    ['INT64', 2 ** 63 - 1024, 2 ** 63 - 1024],
    ['INT64', 2 ** 63, '-9223372036854775808…9223372036854775807'],
    ['UINT64', 2 ** 64 - 2048, 2 ** 64 - 2048],
    ['UINT64', 2 ** 64, '0…18446744073709551615'],
  ];
  for (const [type, value, expected] of cases) {
    it(`${value} as ${type} is ${typeof expected === 'number' ? expected : `outside of ${expected}`}`, () => {
      const converted = convert(value, type);
      assert.deepEqual(
        converted,
        typeof expected === 'number'
          ? { kind: 'number', value: expected }
          : { kind: 'out-of-range', range: expected },
      );
    });
  }

  it('judge a value that no double holds by its exact digits', () => {
    const most = 2n ** 64n - 1n;
    assert.deepEqual(convert(Number(most), 'UINT64', most), { kind: 'number', value: 2 ** 64 });
    assert.equal(convert(Number(most), 'INT64', most).kind, 'out-of-range');
  });

  it('never give a negative zero', () => {
    for (const type of NUMBER_TYPES.filter((name) => name.includes('INT'))) {
      const converted = convert(-0.3, type);
      assert.ok(converted.kind === 'number' && Object.is(converted.value, 0), type);
    }
  });
});
