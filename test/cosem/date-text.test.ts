import assert from 'node:assert/strict';
import { dateOrTimeText } from '../../src/cosem/date-text.js';
import { fromHex } from '../../src/encoding/hex.js';

describe('a date or a time alone', () => {
  for (const [hex, text] of [
    ['07E8030F05', '2024-03-15'],
    ['FFFF0C19FF', '*-12-25'],
    ['FFFFFFFFFF', '*-*-*'],
    ['07E8FE0F05', undefined],
    ['0C1E0000', '12:30:00'],
    ['0C1E0032', '12:30:00.50'],
    ['0C1EFFFF', '12:30:*'],
    ['181E0000', undefined],
    ['0C1E00', undefined],
    ['07E8030F050C1E0000FFC400', undefined],
    ['', undefined],
  ] as const) {
    it(`${hex || 'of no octets'} is ${text ?? 'not told'}`, () => {
      assert.equal(dateOrTimeText(fromHex(hex)), text);
    });
  }
});
