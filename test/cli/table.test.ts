import assert from 'node:assert/strict';
import { formatTable } from '../../src/cli/table.js';

describe('a table for people', () => {
  it('columns are as wide as their widest cell, without white space at the end', () => {
    const rows = formatTable(
      [{ title: 'Name' }, { title: 'N', align: 'right' }, { title: 'Unit' }],
      [
        ['voltage', '230.4', 'V'],
        ['n', '7', ''],
      ],
    );
    assert.deepEqual(rows, ['Name         N  Unit', 'voltage  230.4  V', 'n            7']);
  });

  it('control characters in a meter’s text reach no terminal', () => {
    const [, row] = formatTable([{ title: 'Text' }], [['a\u001b[31m\nb\u009b']]);
    assert.equal(row, 'a [31m b');
  });
});
