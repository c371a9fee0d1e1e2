/** The rows of the table of signals while they are edited: chosen, changed, moved, and all of it undone. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import fc from 'fast-check';

interface Entry {
  readonly id: number;
  readonly row: Readonly<Record<string, unknown>>;
}
interface Model {
  readonly entries: readonly Entry[];
  readonly rows: readonly Entry['row'][];
  readonly selection: readonly Entry[];
  readonly current: number | undefined;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  select(id: number, how?: 'only' | 'toggle' | 'range' | 'none'): void;
  selectAll(): void;
  edit(id: number, changes: object): void;
  editSelected(changes: object): void;
  insert(rows: readonly object[], options?: { readonly atEnd: boolean }): void;
  add(): void;
  duplicate(): void;
  remove(): void;
  move(step: number): void;
  moveTo(index: number): void;
  replace(rows: readonly object[]): void;
  undo(): void;
  redo(): void;
}
interface Module {
  readonly SignalsModel: new (rows: readonly object[], tell?: (what: string) => void) => Model;
  newRow(): Entry['row'];
}

const { SignalsModel, newRow } = require(resolve('resources/dlms-signals-model.js')) as Module;

const rowsOf = (letters: string) => [...letters].map((todo) => ({ todo }));
const order = (model: Model) => model.rows.map(({ todo }) => todo).join('');
const chosen = (model: Model) => model.selection.map(({ row }) => row.todo).join('');

/** A table of rows named by letters; `pick` selects those. */
function table(letters: string) {
  const model = new SignalsModel(rowsOf(letters));
  const idOf = (letter: string) => model.entries.find(({ row }) => row.todo === letter)?.id ?? -1;
  const pick = (wanted: string) => {
    for (const [at, letter] of [...wanted].entries())
      model.select(idOf(letter), at === 0 ? 'only' : 'toggle');
  };
  return { model, idOf, pick };
}

describe('rows that are selected', () => {
  it('are one, several one by one, or a range from the last one that was chosen', () => {
    const { model, idOf } = table('abcdef');
    model.select(idOf('b'));
    model.select(idOf('d'), 'range');
    assert.equal(chosen(model), 'bcd');
    model.select(idOf('a'), 'range');
    assert.equal(chosen(model), 'ab');
    model.select(idOf('f'), 'toggle');
    model.select(idOf('a'), 'toggle');
    assert.equal(chosen(model), 'bf');
    model.select(idOf('c'), 'none');
    assert.equal(chosen(model), 'bf');
    assert.equal(model.current, idOf('c'));
    model.selectAll();
    assert.equal(chosen(model), 'abcdef');
  });
});

describe('rows that are changed', () => {
  it('are replaced, and others are the objects that came in', () => {
    const rows = rowsOf('ab');
    const model = new SignalsModel(rows);
    const [first] = model.entries;
    model.edit(first?.id ?? -1, { alias: 'x' });
    assert.deepEqual(model.rows[0], { todo: 'a', alias: 'x' });
    assert.deepEqual(rows[0], { todo: 'a' });
    assert.equal(model.rows[1], rows[1]);
  });

  it('stay the objects that came in where a cell is left as it was, or blank', () => {
    const rows = [{ todo: 'a', sn: 7 }];
    const model = new SignalsModel(rows);
    const id = model.entries[0]?.id ?? -1;
    model.edit(id, { sn: '7' });
    model.edit(id, { name: '' });
    assert.equal(model.rows[0], rows[0]);
    assert.equal(model.canUndo, false);
  });

  it('go back cell by cell, not letter by letter', () => {
    const { model, idOf } = table('ab');
    const id = idOf('a');
    for (const alias of ['e', 'en', 'ene']) model.edit(id, { alias });
    model.edit(id, { name: 'n' });
    model.undo();
    assert.deepEqual(model.rows[0], { todo: 'a', alias: 'ene' });
    model.undo();
    assert.deepEqual(model.rows[0], { todo: 'a' });
    model.redo();
    assert.deepEqual(model.rows[0], { todo: 'a', alias: 'ene' });
    assert.equal(model.canRedo, true);
    model.edit(id, { alias: 'other' });
    assert.equal(model.canRedo, false);
  });

  it('are switched all at once where several are selected', () => {
    const { model, pick } = table('abc');
    pick('ac');
    model.editSelected({ enable: '0' });
    assert.deepEqual(
      model.rows.map(({ enable }) => enable),
      ['0', undefined, '0'],
    );
    assert.equal(chosen(model), 'ac');
    model.undo();
    assert.deepEqual(model.rows, rowsOf('abc'));
  });
});

describe('rows that are pasted', () => {
  it('stand below the selected ones, are selected themselves, and go with one step back', () => {
    const { model, pick } = table('abc');
    pick('ab');
    model.insert(rowsOf('xyz'));
    assert.equal(order(model), 'abxyzc');
    assert.equal(chosen(model), 'xyz');
    model.undo();
    assert.equal(order(model), 'abc');
    assert.equal(chosen(model), 'ab');
    model.redo();
    assert.equal(order(model), 'abxyzc');
  });

  it('stand at the end where none is selected, or that is wanted', () => {
    const { model, pick } = table('ab');
    model.insert(rowsOf('x'));
    assert.equal(order(model), 'abx');
    pick('a');
    model.insert(rowsOf('y'), { atEnd: true });
    assert.equal(order(model), 'abxy');
  });

  it('take the place of the one row that nobody filled in', () => {
    const model = new SignalsModel([newRow()]);
    model.insert(rowsOf('xy'));
    assert.equal(order(model), 'xy');
    model.insert([]);
    assert.equal(order(model), 'xy');
  });
});

describe('rows that are duplicated, deleted and moved', () => {
  it('duplicate below themselves, as rows of their own', () => {
    const { model, pick } = table('abcd');
    pick('ac');
    model.duplicate();
    assert.equal(order(model), 'abcacd');
    assert.equal(chosen(model), 'ac');
    model.edit(model.selection[0]?.id ?? -1, { todo: 'A' });
    assert.equal(order(model), 'abcAcd');
  });

  it('leave the row that takes their place selected', () => {
    const { model, pick } = table('abcd');
    pick('bc');
    model.remove();
    assert.equal(order(model), 'ad');
    assert.equal(chosen(model), 'd');
    model.remove();
    assert.equal(chosen(model), 'a');
    model.remove();
    assert.equal(order(model), '');
    assert.equal(model.current, undefined);
    model.undo();
    model.undo();
    model.undo();
    assert.equal(order(model), 'abcd');
  });

  it('move up and down together, and no farther than the ends', () => {
    const { model, pick } = table('abcde');
    pick('bd');
    model.move(1);
    assert.equal(order(model), 'acebd');
    model.move(1);
    assert.equal(order(model), 'acebd');
    model.move(-1);
    assert.equal(order(model), 'acbde');
    for (let step = 0; step < 4; step += 1) model.move(-1);
    assert.equal(order(model), 'bdace');
    assert.equal(chosen(model), 'bd');
  });

  it('are dropped before the row that is pointed at', () => {
    const { model, pick } = table('abcde');
    pick('bc');
    model.moveTo(5);
    assert.equal(order(model), 'adebc');
    model.moveTo(0);
    assert.equal(order(model), 'bcade');
    model.moveTo(1);
    assert.equal(order(model), 'bcade');
  });

  it('all go back step by step to what they were, whatever was done', () => {
    const steps = fc.array(
      fc.record({
        act: fc.constantFrom('add', 'duplicate', 'remove', 'up', 'down', 'edit', 'insert', 'replace'),
        at: fc.nat(5),
        how: fc.constantFrom('only' as const, 'toggle' as const, 'range' as const),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(steps, (list) => {
        const { model } = table('abcd');
        for (const { act, at, how } of list) {
          const id = model.entries[at]?.id;
          if (id !== undefined) model.select(id, how);
          if (act === 'up' || act === 'down') model.move(act === 'up' ? -1 : 1);
          else if (act === 'edit') model.edit(id ?? -1, { alias: `${at}` });
          else if (act === 'insert' || act === 'replace') model[act](rowsOf('xy'));
          else model[act as 'add']();
          const ids = model.entries.map((entry) => entry.id);
          assert.equal(new Set(ids).size, ids.length);
        }
        const last = model.rows;
        while (model.canUndo) model.undo();
        assert.deepEqual(model.rows, rowsOf('abcd'));
        while (model.canRedo) model.redo();
        assert.deepEqual(model.rows, last);
      }),
      { seed: 11, numRuns: 200 },
    );
  });
});

describe('who watches the rows', () => {
  it('hears what kind of change it was', () => {
    const heard: string[] = [];
    const model = new SignalsModel(rowsOf('ab'), (what) => heard.push(what));
    model.select(model.entries[0]?.id ?? -1);
    model.edit(model.entries[0]?.id ?? -1, { alias: 'x' });
    model.remove();
    model.undo();
    assert.deepEqual(heard, ['selection', 'cell', 'rows', 'rows']);
  });
});
