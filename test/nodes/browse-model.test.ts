/** The tree of a meter's objects behind its dialog: rows, filter, ticks, values, and what is proposed for signals. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { type ObjectListView, objectListView } from '../../src/diagnosis/object-list-view.js';
import type { MeterObject } from '../../src/meter/meter-object.js';
import { signalsOf } from '../../src/meter/signal-table.js';

interface Row {
  readonly key: string;
  readonly kind: 'group' | 'object' | 'attribute';
  readonly level: number;
  readonly open?: boolean;
  readonly group?: string;
  readonly count?: number;
  readonly object?: { readonly obis: string };
  readonly attribute?: { readonly id: number; readonly name: string; readonly access?: string };
}

interface Model {
  readonly rows: readonly Row[];
  readonly shown: readonly { readonly obis: string }[];
  readonly tickCount: number;
  setList(list: ObjectListView): void;
  setFilter(text: string): void;
  toggle(key: string): void;
  tick(obis: string, attribute: number, on?: boolean): void;
  isTicked(obis: string, attribute: number): boolean;
  setReadings(readings: readonly object[]): void;
  reading(obis: string, attribute: number): unknown;
  readableOf(object: object): readonly number[];
  tagsOf(objects: readonly object[]): readonly string[];
  signals(): readonly Readonly<Record<string, string>>[];
}

const { BrowseModel } = require(resolve('resources/dlms-browse-model.js')) as {
  BrowseModel: new (words: (group: string) => string, tell?: (what: string) => void) => Model;
};

const READ = 1;
const NO_ACCESS = 0;
const object = (logicalName: string, classId: number, modes: readonly number[]): MeterObject => ({
  classId,
  version: 0,
  logicalName,
  attributes: modes.map((mode, index) => ({ id: index + 1, mode })),
  methods: [],
});
const OBJECTS = [
  object('1.0.1.8.0.255', 3, [READ, READ, READ]),
  object('1.0.2.8.0.255', 3, [READ, NO_ACCESS, READ]),
  object('1.0.32.7.0.255', 3, [READ, READ, READ]),
  object('0.0.1.0.0.255', 8, [READ, READ, READ, NO_ACCESS]),
  object('1.0.99.1.0.255', 7, [READ, READ, READ, READ]),
];

const listOf = (
  objects: readonly MeterObject[],
  units: ReadonlyMap<string, string> = new Map(),
  language = 'en-US',
) => objectListView({ readAt: 1, name: 'meter', referencing: 'LN', objects, units }, language);

function model(objects: readonly MeterObject[] = OBJECTS): { model: Model; told: string[] } {
  const told: string[] = [];
  const made = new BrowseModel(
    (group) => `words for ${group}`,
    (what) => told.push(what),
  );
  made.setList(listOf(objects));
  return { model: made, told };
}

const shape = ({ rows }: Model) => rows.map(({ kind, group, object: each }) => group ?? each?.obis ?? kind);

describe('the tree of objects', () => {
  it('shows groups first, with their counts, and opens them', () => {
    const { model: tree } = model();
    assert.deepEqual(shape(tree), ['energy', 'voltage', 'profiles', 'clock']);
    assert.equal(tree.rows[0]?.count, 2);
    tree.toggle('group energy');
    assert.deepEqual(shape(tree).slice(0, 3), ['energy', '1.0.1.8.0.255', '1.0.2.8.0.255']);
    tree.toggle('group energy');
    assert.equal(tree.rows.length, 4);
  });

  it('opens objects to their attributes, with names and access', () => {
    const { model: tree } = model();
    tree.toggle('group clock');
    tree.toggle('object 3');
    const attributes = tree.rows.filter(({ kind }) => kind === 'attribute');
    assert.deepEqual(
      attributes.map(({ attribute }) => [attribute?.id, attribute?.name, attribute?.access]),
      [
        [1, 'logical_name', 'read_only'],
        [2, 'time', 'read_only'],
        [3, 'time_zone', 'read_only'],
        [4, 'status', 'no_access'],
      ],
    );
  });

  it('shows the attributes of the class where the meter tells no rights', () => {
    const { model: tree } = model([{ ...object('1.0.1.8.0.255', 3, []), baseName: 0x100 }]);
    tree.toggle('group energy');
    tree.toggle('object 0');
    const names = tree.rows.flatMap(({ attribute }) => attribute?.name ?? []);
    assert.deepEqual(names, ['logical_name', 'value', 'scaler_unit']);
  });

  it('shows what it finds also in a group that was opened before, and closes a group until another is searched', () => {
    const { model: tree } = model();
    tree.toggle('group energy');
    tree.setFilter('1.8.0');
    assert.deepEqual(shape(tree), ['energy', '1.0.1.8.0.255']);
    tree.toggle('group energy');
    assert.deepEqual(shape(tree), ['energy']);
    tree.setFilter('8.0');
    assert.deepEqual(shape(tree), ['energy', '1.0.1.8.0.255', '1.0.2.8.0.255']);
    tree.setFilter('');
    assert.deepEqual(shape(tree).slice(0, 3), ['energy', '1.0.1.8.0.255', '1.0.2.8.0.255'], 'still open');
  });

  it('finds by code in any notation, name, class and group, with each word anywhere', () => {
    const { model: tree } = model();
    const cases = {
      '1.0.32.7.0.255': ['1.0.32.7.0.255'],
      '1-0:32.7': ['1.0.32.7.0.255'],
      'IMPORT energy': ['1.0.1.8.0.255'],
      clock: ['0.0.1.0.0.255'],
      'profile generic': ['1.0.99.1.0.255'],
      'words for energy': ['1.0.1.8.0.255', '1.0.2.8.0.255'],
      'nothing like it': [],
    };
    for (const [text, found] of Object.entries(cases)) {
      tree.setFilter(text);
      assert.deepEqual(
        tree.shown.map(({ obis }) => obis),
        found,
        text,
      );
      // What was found shows without opening its group.
      assert.equal(tree.rows.filter(({ kind }) => kind === 'object').length, found.length);
    }
    tree.setFilter(' ');
    assert.equal(tree.rows.length, 4);
  });

  it('reads the value of an object; of others what is not large, and nothing without the right', () => {
    const { model: tree } = model();
    const [energy, denied, , clock, profile] = listOf(OBJECTS).objects;
    const readable = [energy, denied, clock, profile].map((each) => tree.readableOf(each ?? {}));
    assert.deepEqual(readable, [[2], [3], [2, 3], [3, 4]]);
    assert.deepEqual(tree.tagsOf(listOf(OBJECTS).objects), ['1.0.1.8.0.255:2', '1.0.32.7.0.255:2']);
  });

  it('keeps ticks and values when the list is read anew, for what is still there', () => {
    const { model: tree, told } = model();
    tree.tick('1.0.1.8.0.255', 2);
    tree.tick('1.0.32.7.0.255', 2);
    tree.setReadings([{ obis: '1.0.1.8.0.255', attribute: 2, text: '5', unit: 'Wh', quality: 'good' }]);
    tree.setList(listOf(OBJECTS.slice(0, 2)));
    assert.deepEqual([tree.tickCount, tree.isTicked('1.0.1.8.0.255', 2)], [1, true]);
    assert.ok(tree.reading('1.0.1.8.0.255', 2) !== undefined);
    tree.tick('1.0.1.8.0.255', 2);
    assert.equal(tree.tickCount, 0);
    assert.deepEqual(told, ['rows', 'ticks', 'ticks', 'values', 'rows', 'ticks']);
  });

  it('proposes signals that the runtime takes: code, alias and name, with the unit', () => {
    const { model: tree } = model();
    tree.setList(listOf(OBJECTS, new Map([['1.0.32.7.0.255', 'V']])));
    tree.setReadings([{ obis: '1.0.1.8.0.255', attribute: 2, text: '5', unit: 'Wh', quality: 'good' }]);
    for (const [obis, attribute] of [
      ['0.0.1.0.0.255', 2],
      ['1.0.1.8.0.255', 2],
      ['1.0.32.7.0.255', 2],
      ['1.0.1.8.0.255', 3],
    ] as const)
      tree.tick(obis, attribute);
    assert.deepEqual(tree.signals(), [
      {
        todo: '1-0:1.8.0',
        alias: 'active_energy_import_total',
        name: 'active energy import, total (Wh)',
      },
      {
        todo: '1-0:1.8.0:3',
        alias: 'active_energy_import_total_scaler_unit',
        name: 'active energy import, total, scaler_unit',
      },
      { todo: '1-0:32.7.0', alias: 'voltage_L1', name: 'voltage L1 (V)' },
      { todo: '0-0:1.0.0:2', alias: 'clock_time', name: 'clock, time' },
    ]);
    assert.equal(signalsOf('', tree.signals()).length, 4);
  });

  it('proposes no alias twice, and short names where the meter has them', () => {
    const twins = ['1.0.1.8.0.255', '1.1.1.8.0.255', '1.0.128.7.0.255'].map((code, index) => ({
      ...object(code, 3, []),
      baseName: 0x100 + index * 0x100,
    }));
    const { model: tree } = model(twins);
    for (const { logicalName } of twins) tree.tick(logicalName, 2);
    const signals = tree.signals();
    const aliases = signals.flatMap(({ alias }) => (alias === '' ? [] : [alias]));
    assert.equal(new Set(aliases).size, aliases.length);
    assert.deepEqual(
      signals.map(({ sn }) => sn),
      ['264', '520', '776'],
    );
  });

  it('is in the language of the user, found in English, too, and proposes the same aliases in each', () => {
    const { model: english } = model();
    const { model: hindi } = model([]);
    hindi.setList(listOf(OBJECTS, new Map(), 'hi-IN'));
    for (const tree of [english, hindi]) tree.tick('1.0.1.8.0.255', 2);
    assert.equal(hindi.signals()[0]?.name, 'सक्रिय ऊर्जा आयात, कुल');
    assert.equal(hindi.signals()[0]?.alias, english.signals()[0]?.alias);
    for (const text of ['सक्रिय ऊर्जा', 'Active Energy']) {
      hindi.setFilter(text);
      assert.equal(hindi.shown.length, 2, text);
    }
  });

  it('is found without accents', () => {
    const { model: tree } = model([]);
    tree.setList(listOf(OBJECTS, new Map(), 'es'));
    for (const text of ['energía', 'ENERGIA']) {
      tree.setFilter(text);
      assert.equal(tree.shown.length, 2, text);
    }
  });

  it('stays quick with thousands of objects', () => {
    const many = Array.from({ length: 5000 }, (_, index) =>
      object(`1.0.${index % 250}.${index >> 8}.0.255`, 3, [READ, READ, READ]),
    );
    const { model: tree } = model(many);
    const begin = performance.now();
    for (const text of ['a', 'ac', 'act', '']) tree.setFilter(text);
    assert.ok(performance.now() - begin < 1000);
  });
});
