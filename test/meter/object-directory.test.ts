import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileStore } from '../../src/meter/file-store.js';
import { loadDirectory, type ObjectDirectory } from '../../src/meter/object-directory.js';
import { AsyncClock } from '../support/async-clock.js';

const ENERGY = { classId: 3, logicalName: '1.0.1.8.0.255', attributeId: 3 };
const KEY = '10.0.0.1:4059 1-16 16';
const FILE = '10.0.0.1%3A4059%201-16%2016.json';

describe('what was learned of a meter', () => {
  let folder: string;
  let clock: AsyncClock;
  let warnings: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dlms-store-'));
    clock = new AsyncClock();
    warnings = [];
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const onWarning = (warning: string): void => {
    warnings.push(warning);
  };
  const load = (): Promise<ObjectDirectory> =>
    loadDirectory(fileStore({ folder, clock, onWarning }), KEY, onWarning);

  it('is there again after a restart', async () => {
    const store = fileStore({ folder, clock });
    const directory = await loadDirectory(store, KEY);
    directory.learnIdentity('4D464C');
    directory.learnClass('1.0.1.8.0.255', 3);
    directory.learnObjectList([
      { classId: 8, version: 0, logicalName: '0.0.1.0.0.255', attributes: [], methods: [] },
    ]);
    directory.learnScaler(ENERGY, { scaler: -3, unit: 30 });
    directory.learnRefusal({ ...ENERGY, attributeId: 5 }, 'read-write-denied');
    directory.limitLists(20);
    await clock.settle();
    await store.flush();
    const again = await load();
    assert.deepEqual(again.classOf('1.0.1.8.0.255'), { classId: 3, listed: false });
    assert.deepEqual(again.classOf('0.0.1.0.0.255'), { classId: 8, listed: true });
    assert.deepEqual(again.scaler(ENERGY), { scaler: -3, unit: 30 });
    assert.equal(again.refusal({ ...ENERGY, attributeId: 5 }), 'read-write-denied');
    assert.deepEqual([again.identity, again.objectList, again.listLimit], ['4D464C', 'read', 20]);
    assert.deepEqual(warnings, []);
  });

  it('is written once for many things learned in a second, and as a whole', async () => {
    const store = fileStore({ folder, clock });
    const directory = await loadDirectory(store, KEY);
    for (let at = 0; at < 50; at += 1) {
      directory.learnClass(`1.0.1.8.${at}.255`, 3);
      await clock.settle();
    }
    assert.deepEqual(readdirSync(folder), []);
    await clock.pass(1000);
    await store.flush();
    assert.deepEqual(readdirSync(folder), [FILE]);
    assert.equal(Object.keys(JSON.parse(readFileSync(join(folder, FILE), 'utf8')).classes).length, 50);
  });

  for (const [what, content] of [
    ['cut off', '{"version":1,"classes":{"1.0.1.8.0.255":3'],
    ['of another version', '{"version":99}'],
    ['no object', '[1,2]'],
    ['empty', ''],
    ['binary', '\u0000\u0001'],
  ] as const) {
    it(`is learned again where the file is ${what}`, async () => {
      writeFileSync(join(folder, FILE), content);
      const directory = await load();
      assert.equal(directory.classOf('1.0.1.8.0.255'), undefined);
      assert.equal(warnings.length, 1);
      assert.match(warnings[0] ?? '', /damaged/);
    });
  }

  it('keeps what can be used of a file with strange entries', async () => {
    const content = {
      version: 1,
      objectList: 'perhaps',
      listLimit: -1,
      classes: { '1.0.1.8.0.255': 3, '1.0.2.8.0.255': 'x', '1.0.3.8.0.255': 70000 },
      scalers: { '3:1.0.1.8.0.255:3': [1, 30], b: [1], c: [999, 1], d: null },
      refused: { e: 'success', f: 'object-undefined', g: 'never heard of', h: 5 },
    };
    writeFileSync(join(folder, FILE), JSON.stringify(content));
    const directory = await load();
    assert.deepEqual(directory.classOf('1.0.1.8.0.255'), { classId: 3, listed: true });
    assert.equal(directory.classOf('1.0.2.8.0.255'), undefined);
    assert.equal(directory.classOf('1.0.3.8.0.255'), undefined);
    assert.deepEqual(directory.scaler(ENERGY), { scaler: 1, unit: 30 });
    assert.deepEqual([directory.objectList, directory.listLimit], ['unread', Number.POSITIVE_INFINITY]);
  });

  it('is forgotten when another meter answers', async () => {
    const directory = await load();
    directory.learnIdentity('AA');
    directory.learnClass('1.0.1.8.0.255', 3);
    directory.learnIdentity('AA');
    assert.equal(directory.classOf('1.0.1.8.0.255')?.classId, 3);
    directory.learnIdentity('BB');
    assert.equal(directory.classOf('1.0.1.8.0.255'), undefined);
  });

  it('warns where it cannot be kept, and goes on', async () => {
    writeFileSync(join(folder, 'file'), '');
    const store = fileStore({ folder: join(folder, 'file'), clock, onWarning });
    store.save(KEY, '{}');
    await store.flush();
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /cannot be written/);
  });
});
