import assert from 'node:assert/strict';
import { printable } from '../../src/cli/printable.js';
import type { Data } from '../../src/cosem/data.js';
import { decodeData } from '../../src/cosem/data.js';
import { fromHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';

function of(hex: string): Data {
  return decodeData(new OctetReader(fromHex(hex)));
}

describe('Data as people read it', () => {
  for (const [what, hex, expected] of [
    ['nothing', '00', null],
    ['a printable octet-string as text', '0903414243', 'ABC'],
    ['any other octet-string as hex', '09030041FF', '0041FF'],
    ['an empty octet-string', '0900', ''],
    ['a visible-string', '0A03414243', 'ABC'],
    ['a bit-string', '040580', '10000'],
    ['a boolean', '0301', true],
    ['a 64-bit integer that a number holds', '15000000000000002A', 42],
    ['a 64-bit integer that no number holds', '15FFFFFFFFFFFFFFFF', '18446744073709551615'],
    ['a float that is no number', '177FC00000', 'NaN'],
    ['a structure with an array in it', '02020A01410101' + '1105', ['A', [5]]],
    ['a date-time', '1907E8030F050C1E0000FFC400', '2024-03-15T12:30:00+01:00'],
    ['a date-time with open fields', '19FFFFFFFFFFFFFFFFFF8000FF', 'FFFFFFFFFFFFFFFFFF8000FF'],
  ] as const) {
    it(what, () => assert.deepEqual(printable(of(hex)), expected));
  }

  it('an octet-string that is a date-time by the book', () => {
    assert.equal(printable(of('090C07E8030F050C1E0000FFC400'), 'date-time'), '2024-03-15T12:30:00+01:00');
  });
});
