/** Invocation counters in a folder: what the files say, and what becomes of damaged ones. */
import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileBounds } from '../../src/meter/counter-files.js';
import { counterStore } from '../../src/meter/counter-store.js';
import { StoredCounter } from '../../src/meter/stored-counter.js';
import { keyFingerprint } from '../../src/security/key-fingerprint.js';
import { tempFolder } from '../support/temp-folder.js';

const KEY = Uint8Array.from({ length: 16 }, (_, at) => at);
const TITLE = Uint8Array.from([0x4d, 0x46, 0x4c, 1, 2, 3, 4, 5]);
const STREAM = keyFingerprint(KEY, TITLE);
const FIRST = { kind: 'kept', first: 0x1000 } as const;

describe('the name of a key', () => {
  it('is the same for the same key and title, and another for any other', () => {
    assert.match(STREAM, /^[0-9a-f]{32}$/);
    assert.equal(keyFingerprint(KEY.slice(), TITLE.slice()), STREAM);
    const others = [keyFingerprint(TITLE, KEY), keyFingerprint(KEY, KEY), keyFingerprint(TITLE, TITLE)];
    assert.equal(new Set([STREAM, ...others]).size, 4);
  });
});

describe('invocation counters in a folder', () => {
  const folder = tempFolder();
  const place = () => join(folder(), 'counters');
  const files = () => readdirSync(join(place(), STREAM)).sort();
  /** As another program would open it. */
  const reopened = () => new StoredCounter(fileBounds(join(place(), STREAM), STREAM));

  it('are kept as empty files whose names say all, for this user alone', () => {
    const counter = counterStore(place()).counter(STREAM);
    counter.begin(FIRST);
    assert.equal(counter.take(), 0x1000);
    const [name, ...others] = files();
    assert.match(name ?? '', /^00001040-[0-9a-f]{4}\.counter$/);
    assert.deepEqual(others, []);
    const { size, mode } = statSync(join(place(), STREAM, name ?? ''));
    assert.deepEqual([size, mode & 0o077], [0, 0]);
  });

  it('go on in the next program, and after an orderly end without a gap', () => {
    const counter = counterStore(place()).counter(STREAM);
    counter.begin(FIRST);
    counter.take();
    const next = reopened();
    next.begin(FIRST);
    assert.equal(next.take(), 0x1040);
    next.giveBack();
    const last = reopened();
    last.begin(FIRST);
    assert.equal(last.take(), 0x1041);
  });

  it('are shared by all in one program who name the folder, in whatever way', () => {
    const stores = [counterStore(place()), counterStore(join(place(), '..', 'counters', '.'))];
    assert.equal(stores[0], stores[1]);
    const [one, other] = stores.map((store) => store.counter(STREAM));
    one?.begin(FIRST);
    other?.begin(FIRST);
    assert.deepEqual([one?.take(), other?.take(), one?.take()], [0x1000, 0x1001, 0x1002]);
  });

  it('of other keys are others', () => {
    const [one, other] = [STREAM, keyFingerprint(KEY, KEY)].map((name) =>
      counterStore(place()).counter(name),
    );
    one?.begin(FIRST);
    other?.begin({ kind: 'kept', first: 7 });
    assert.deepEqual([one?.take(), other?.take()], [0x1000, 7]);
  });

  const damages: readonly (readonly [string, (path: string, name: string) => void])[] = [
    ['a digit is another', (path, name) => renameSync(join(path, name), join(path, name.replace('1', '0')))],
    [
      'the name is cut',
      (path, name) => renameSync(join(path, name), join(path, `${name.slice(0, 9)}.counter`)),
    ],
    [
      'it is the file of another key',
      (path, name) => {
        rmSync(join(path, name));
        fileBounds(path, keyFingerprint(KEY, KEY)).create(9);
      },
    ],
    ['somebody made a copy beside it', (path, name) => writeFileSync(join(path, `Copy of ${name}`), '')],
  ];
  for (const [what, damage] of damages) {
    it(`are not guessed where ${what}; the meter's word or the user's helps`, () => {
      const counter = counterStore(place()).counter(STREAM);
      counter.begin(FIRST);
      damage(join(place(), STREAM), files()[0] ?? '');
      assert.throws(() => reopened().begin(FIRST), {
        code: 'DLMS_COUNTER_STORE',
        layer: 'security',
        message: /cannot be read.*\.counter/,
        hint: /invocation_counter.*counter object.*number above/,
      });
      const mended = reopened();
      mended.begin({ kind: 'least', least: 0x2000 });
      assert.equal(mended.take(), 0x2000);
      assert.equal(files().length, 1);
    });
  }

  it('do not mind what else lies in the folder, nor what a file holds', () => {
    const counter = counterStore(place()).counter(STREAM);
    counter.begin(FIRST);
    writeFileSync(join(place(), STREAM, files()[0] ?? ''), 'scribbled over');
    for (const name of ['.DS_Store', 'desktop.ini', 'notes.txt'])
      writeFileSync(join(place(), STREAM, name), '');
    mkdirSync(join(place(), STREAM, 'lost+found'));
    const next = reopened();
    next.begin(FIRST);
    assert.equal(next.take(), 0x1040);
  });

  it('cannot be where a file is in the way: that is told before any number is given out', () => {
    writeFileSync(place(), 'not a folder');
    const counter = counterStore(place()).counter(STREAM);
    assert.throws(() => counter.begin(FIRST), {
      code: 'DLMS_COUNTER_STORE',
      fault: 'settings',
      message: /cannot be kept in .*counters/,
      hint: /DLMS_STATE_DIR/,
    });
    assert.throws(() => counter.take(), { code: 'DLMS_COUNTER_STORE' });
  });

  it('go on where they were when the folder is taken away while they are in use', () => {
    const counter = counterStore(place()).counter(STREAM);
    counter.begin(FIRST);
    counter.take();
    rmSync(place(), { recursive: true });
    for (let number = 0x1001; number < 0x1100; number += 1) assert.equal(counter.take(), number);
    assert.equal(files().length, 1);
  });

  it('are drawn by two programs at once, each number by one of them', async () => {
    const counter = counterStore(place()).counter(STREAM);
    counter.begin(FIRST);
    const children = [1, 2].map(() => fork(join(__dirname, 'draw-numbers.js'), [place(), STREAM, '400']));
    const drawn = await Promise.all(children.map(numbersOf));
    const own = Array.from({ length: 100 }, () => counter.take());
    const all = [...own, ...drawn.flat()];
    assert.equal(all.length, 900);
    assert.equal(new Set(all).size, 900);
  });
});

async function numbersOf(child: ChildProcess): Promise<readonly number[]> {
  const [numbers] = (await once(child, 'message')) as [readonly number[]];
  return numbers;
}
