/** Rows from spreadsheets and for them: text to cells, cells to signals, and back. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { csvTable } from '../../src/config/csv.js';
import { SIGNAL_FILE_NAMES, usualNames } from '../../src/config/file-names.js';

type Row = Readonly<Record<string, string>>;
type Cells = readonly (readonly string[])[];

interface Imported {
  readonly key?: string;
  readonly rows: readonly Row[];
  readonly taken: readonly string[];
  readonly left: readonly string[];
  readonly others: number;
}
interface Csv {
  parseTable(text: string): Cells;
  formatCsv(rows: Cells): string;
  formatTabs(rows: Cells): string;
}
interface Import {
  readonly SIGNAL_COLUMNS: readonly string[];
  rowsFromCells(cells: Cells, options?: { readonly device: string }): Imported;
  cellsFromRows(rows: readonly object[], options?: { readonly device: string }): Cells;
}

const { parseTable, formatCsv, formatTabs } = require(resolve('resources/dlms-signals-csv.js')) as Csv;
const { rowsFromCells, cellsFromRows, SIGNAL_COLUMNS } = require(
  resolve('resources/dlms-signals-import.js'),
) as Import;

const variable = '$'.concat('{NAME}');
const pasted = (text: string, device = '') => rowsFromCells(parseTable(text), { device });
const tabs = (...lines: string[]) => lines.map((line) => line.split(/ *\| */).join('\t')).join('\n');

describe('text from a spreadsheet', () => {
  it('is parted by tabs, else by semicolons, else by commas', () => {
    assert.deepEqual(parseTable('a, b\tc;d\r\ne\tf\r\n'), [
      ['a, b', 'c;d'],
      ['e', 'f'],
    ]);
    assert.deepEqual(parseTable('a, b;c\n\n;;\nd;'), [
      ['a, b', 'c'],
      ['d', ''],
    ]);
    assert.deepEqual(parseTable('\uFEFFa,b\rc,d'), [
      ['a', 'b'],
      ['c', 'd'],
    ]);
    assert.deepEqual(parseTable('sep=,\na;b,c'), [['a;b', 'c']]);
    assert.deepEqual(parseTable(''), []);
  });

  it('has quotes around cells that hold separators, lines and quotes', () => {
    assert.deepEqual(parseTable('"a;""b""\nc";d\n"e" ;f"g;"h'), [
      ['a;"b"\nc', 'd'],
      ['"e"', 'f"g', '"h'],
    ]);
  });

  it('comes back from CSV and from the clipboard as it was, also by the reader of files', () => {
    const cell = fc.stringMatching(/^[a-z0-9.,;:"'\n\t -]{0,8}$/).map((text) => text.trim());
    const table = fc.array(fc.tuple(fc.stringMatching(/^[a-z]{1,5}$/), cell, cell), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(table, (cells) => {
        const expected = cells.map((row) => [...row]);
        assert.deepEqual(parseTable(formatTabs(cells)), expected);
        assert.deepEqual(parseTable(`${formatCsv([['x', 'y', 'z'], ...cells])}`).slice(1), expected);
      }),
      { seed: 7, numRuns: 300 },
    );
    const { rows } = csvTable(
      'file',
      formatCsv([
        ['a', 'b'],
        ['1,2', '"x"\ny'],
      ]),
    );
    assert.deepEqual(
      rows.map(({ cells }) => cells.map(({ value }) => value)),
      [
        ['a', 'b'],
        ['1,2', '"x"\ny'],
      ],
    );
  });

  it('of a megabyte with a quote that is not closed is read at once', () => {
    const text = `"${'a'.repeat(500_000)}\n"b`;
    const rows = parseTable(text);
    assert.equal(rows.length, 2);
  });
});

describe('rows with names above the columns', () => {
  it('are taken by the names of files, whatever their case, order and dashes', () => {
    const { rows, taken, left } = pasted(
      tabs(
        'Tag-Job-Todo | SIGNAL_ALIAS | signal name | number_type | Remarks | enable | sn | log',
        '1-0:1.8.0 | energy | Energy, all | double | old | 1 | 0xFA00 | true',
        '1-0:2.8.0 | | | | | 0 | |',
      ),
    );
    assert.deepEqual(rows, [
      {
        todo: '1-0:1.8.0',
        alias: 'energy',
        name: 'Energy, all',
        numberType: 'DOUBLE',
        enable: '1',
        sn: '0xFA00',
        log: '1',
      },
      { todo: '1-0:2.8.0', enable: '0' },
    ]);
    assert.deepEqual(taken, ['todo', 'alias', 'name', 'numberType', 'enable', 'sn', 'log']);
    assert.deepEqual(left, ['Remarks']);
  });

  it('are understood under every name that files may have', () => {
    for (const { file, property } of SIGNAL_FILE_NAMES) {
      const code = property === 'todo' || property === 'job' ? [] : ['tag_job_todo'];
      const { taken } = rowsFromCells([
        [file, ...code],
        ['x', '1.8.0'],
      ]);
      assert.deepEqual(taken, [property, ...code.map(() => 'todo')], file);
    }
  });

  it('make one signal of each code of a job that has nothing else', () => {
    const { rows } = pasted(tabs('job_todo | enable', '1.8.0, 2.8.0 1-0:1.8.0 | 0', '3.8.0 | 1'));
    assert.deepEqual(rows, [
      { job: '1.8.0, 2.8.0 1-0:1.8.0', enable: '0', todo: '1-0:1.8.0' },
      { job: '1.8.0, 2.8.0 1-0:1.8.0', enable: '0', todo: '2.8.0' },
      { job: '3.8.0', enable: '1' },
    ]);
  });

  it('take an attribute of its own column', () => {
    const { rows } = pasted(tabs('obis code | attribute', '0.0.1.0.0.255 | 3', '1.8.0 | x', '1.8.0:2 | 4'));
    assert.deepEqual(
      rows.map(({ todo }) => todo),
      ['0.0.1.0.0.255:3', '1.8.0', '1.8.0:2'],
    );
  });

  it('are those of this meter, where the sheet has several and this one is among them', () => {
    const sheet = tabs('device_alias | tag_job_todo', 'cellar | 1.8.0', 'roof | 2.8.0', 'cellar | 3.8.0');
    const own = pasted(sheet, 'cellar');
    assert.deepEqual(own.rows, [{ todo: '1.8.0' }, { todo: '3.8.0' }]);
    assert.equal(own.others, 1);
    assert.equal(pasted(sheet, 'garden').rows.length, 3);
  });

  it('keep what is wrong, to be marked', () => {
    const { rows } = pasted(tabs('todo | type', 'no code | INT128', `${variable} | ${variable}`));
    assert.deepEqual(rows, [
      { todo: 'no code', numberType: 'INT128' },
      { todo: variable, numberType: variable },
    ]);
  });
});

describe('rows without names above the columns', () => {
  const taken = (...lines: string[]) => pasted(tabs(...lines)).taken;

  it('are told by what their cells hold', () => {
    assert.deepEqual(taken('1-0:1.8.0', '1-0:2.8.0'), ['todo']);
    assert.deepEqual(taken('1-0:1.8.0 | Energy import', '1-0:32.7.0 | Voltage L1'), ['todo', 'name']);
    assert.deepEqual(taken('u1 | 1-0:32.7.0 | FLOAT', 'u2 | 1-0:52.7.0 |'), ['alias', 'todo', 'numberType']);
    assert.deepEqual(
      taken('Voltage L1 | u1 | 1.0.32.7.0.255 | 1 | 0', 'Voltage L2 | u2 | 1.0.52.7.0.255 | 0 | 1'),
      [...['name', 'alias', 'todo', 'enable', 'log']],
    );
    assert.deepEqual(taken('1-0:1.8.0,1-0:2.8.0 | 1-0:1.8.0', '1-0:1.8.0,1-0:2.8.0 | 1-0:2.8.0'), [
      'job',
      'todo',
    ]);
  });

  it('are in the order of files, where they look so', () => {
    const line = 'Energy | cellar | energy | 1 | 0 | | 1-0:1.8.0,1-0:2.8.0 | 1-0:1.8.0 | DOUBLE | | ';
    const { rows } = pasted(tabs(line), 'roof');
    assert.deepEqual(rows, [
      {
        name: 'Energy',
        alias: 'energy',
        enable: '1',
        log: '0',
        job: '1-0:1.8.0,1-0:2.8.0',
        todo: '1-0:1.8.0',
        numberType: 'DOUBLE',
      },
    ]);
  });

  it('leave out numbers of rows, and values', () => {
    const { rows, left } = pasted(tabs('1 | 230.4 | 1-0:32.7.0 | V', '2 | 5.12 | 1-0:31.7.0 | A'));
    assert.deepEqual(
      rows.map(({ todo }) => todo),
      ['1-0:32.7.0', '1-0:31.7.0'],
    );
    assert.deepEqual(left, ['1', '2']);
  });

  it('are a list of codes, in one line or one below the other', () => {
    for (const text of [
      '1-0:1.8.0, 1-0:2.8.0,1.7.0',
      '1-0:1.8.0\n1-0:2.8.0\n1.7.0',
      '1-0:1.8.0\t1-0:2.8.0\t1.7.0',
    ]) {
      assert.deepEqual(
        pasted(text).rows.map(({ todo }) => todo),
        ['1-0:1.8.0', '1-0:2.8.0', '1.7.0'],
      );
    }
  });

  it('may hold some codes that are wrong', () => {
    const { rows } = pasted('1-0:1.8.0\n1-0:2.8.0\n1-0:3,8,0');
    assert.equal(rows.length, 3);
  });

  it('may have names above them that nobody here knows, in whatever language', () => {
    const foreign = pasted(tabs('Kennzahl | Bezeichnung', '1-0:31.7.0 | Strom L1', '1-0:51.7.0 | Strom L2'));
    assert.deepEqual(foreign.rows, [
      { todo: '1-0:31.7.0', name: 'Strom L1' },
      { todo: '1-0:51.7.0', name: 'Strom L2' },
    ]);
    const partly = pasted(tabs('Name | Kennzahl', 'Strom L1 | 1-0:31.7.0'));
    assert.deepEqual(partly.rows, [{ name: 'Strom L1', todo: '1-0:31.7.0' }]);
    const mistyped = pasted(tabs('1-0:x1.7.0 | one', '1-0:51.7.0 | two', '1-0:71.7.0 | three'));
    assert.equal(mistyped.rows.length, 3, 'a wrong code is no name of a column');
  });

  it('may be variables', () => {
    assert.deepEqual(pasted(tabs(`${variable} | from outside | outside`)).rows, [
      { todo: variable, name: 'from outside', alias: 'outside' },
    ]);
    const [first, second] = pasted(tabs(`1.8.0 | one`, `${variable} | two`)).rows;
    assert.deepEqual([first?.todo, second?.todo], ['1.8.0', variable]);
  });

  it('may begin with a variable, which is no name of a column', () => {
    const { rows } = rowsFromCells([
      [variable, 'one'],
      ['1-0:1.8.0', 'two'],
    ]);
    assert.deepEqual(
      rows.map(({ todo }) => todo),
      [variable, '1-0:1.8.0'],
    );
  });

  it('are refused where no column holds codes, and where they are too many', () => {
    assert.equal(pasted(tabs('a | b', 'c | d')).key, 'no-codes');
    assert.equal(pasted('signal_name\nx').key, 'no-codes');
    assert.equal(pasted('').key, 'no-rows');
    assert.equal(pasted('1.8.0\n'.repeat(10_001)).key, 'too-many-rows');
  });
});

describe('rows for a spreadsheet', () => {
  it('stand under the names of files, and come back as they were', () => {
    const rows = [
      {
        name: 'Energy, "all"',
        alias: 'energy',
        todo: '1-0:1.8.0:2',
        enable: '0',
        log: '1',
        numberType: 'FLOAT',
      },
      { todo: '2.8.0', job: '1.8.0, 2.8.0', sn: '0xFA00', pulseShortMs: '1', pulseLongMs: '2' },
      { todo: variable, alias: variable },
    ];
    const cells = cellsFromRows(rows, { device: 'cellar' });
    assert.deepEqual(
      cells[0],
      usualNames(SIGNAL_FILE_NAMES).map(({ file }) => file),
    );
    assert.ok(cells.slice(1).every((row) => row[1] === 'cellar'));
    for (const text of [formatCsv(cells), formatTabs(cells)]) {
      assert.deepEqual(pasted(text, 'cellar').rows, rows);
    }
  });

  it('have the columns of files', () => {
    assert.deepEqual(new Set(SIGNAL_COLUMNS), new Set(SIGNAL_FILE_NAMES.map(({ property }) => property)));
  });
});
