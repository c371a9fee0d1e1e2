import assert from 'node:assert/strict';
import { inColumns, textColumn } from '../../../src/cli/arguments/columns.js';

const SENTENCE = 'One word after another, as many as there are room for, and the others below them.';

describe('columns of terms and texts', () => {
  it('texts begin behind the longest term', () => {
    const rows = [
      { term: '--a', text: 'first' },
      { term: '--longer', text: '' },
    ];
    assert.equal(textColumn(rows), 12);
    assert.deepEqual(inColumns(rows, 12, 80), ['  --a       first', '  --longer']);
  });

  it('texts are broken between words where the terminal ends', () => {
    const rows = [{ term: '--a', text: SENTENCE }];
    assert.deepEqual(inColumns(rows, 7, 50), [
      '  --a  One word after another, as many as there',
      '       are room for, and the others below them.',
    ]);
    for (let width = 47; width < 100; width += 1) {
      const lines = inColumns(rows, 7, width);
      assert.ok(lines.every((line) => line.length <= width));
      assert.equal(lines.map((line) => line.slice(7)).join(' '), SENTENCE);
    }
  });

  it('on a narrow terminal texts keep a width that can be read', () => {
    const lines = inColumns([{ term: '--a', text: SENTENCE }], 30, 20);
    assert.deepEqual(
      lines.map((line) => line.slice(30)),
      ['One word after another, as many as there', 'are room for, and the others below them.'],
    );
  });

  it('a word that is longer than the column has a line of its own', () => {
    const word = 'x'.repeat(60);
    assert.deepEqual(inColumns([{ term: '--a', text: `see ${word} there` }], 7, 50), [
      '  --a  see',
      `       ${word}`,
      '       there',
    ]);
  });
});
