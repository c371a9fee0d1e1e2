import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unitOf, unitSymbol } from '../../src/cosem/unit.js';
import { describeShared } from '../support/shared.js';

describe('units', () => {
  it('the common ones', () => {
    const table = {
      27: 'W',
      28: 'VA',
      29: 'var',
      30: 'Wh',
      31: 'VAh',
      32: 'varh',
      33: 'A',
      35: 'V',
      44: 'Hz',
    };
    for (const [code, symbol] of Object.entries(table)) assert.equal(unitSymbol(Number(code)), symbol);
    assert.deepEqual(unitOf(9), { symbol: '°C', quantity: 'temperature' });
    assert.deepEqual(unitOf(71), { symbol: 'dBµV', quantity: 'signal strength, dB microvolt' });
  });

  it('a count, an undefined and a reserved unit have no symbol', () => {
    for (const code of [255, 0, 58, 127, 175, 253, -1, 256]) {
      assert.equal(unitSymbol(code), undefined);
      assert.equal(unitOf(code), undefined);
    }
  });
});

describeShared('the unit table of the reference', (root) => {
  const text = readFileSync(join(root, 'reference', '07-data-types.md'), 'utf8');
  const rows = [...text.slice(text.indexOf('## 7.7')).matchAll(/^\| (\d+) \| ([^|]+) \| [^|]*\|$/gm)];
  // Longer in the reference than anybody prints beside a value.
  const SHORTENED = new Map([
    [51, 'S'],
    [151, 'ft³'],
    [161, 'gal (imp)'],
    [166, 'gal (US)'],
  ]);

  it('is there', () => assert.ok(rows.length > 80));

  for (const [, code, symbol = ''] of rows) {
    it(`${code} ${symbol}`, () => {
      const expected = symbol === '–' ? undefined : (SHORTENED.get(Number(code)) ?? symbol);
      assert.equal(unitSymbol(Number(code)), expected);
    });
  }
});
