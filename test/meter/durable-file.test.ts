/** Files that must be there after a power cut, on file systems that fail or lack something. */
import assert from 'node:assert/strict';
import fs, { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileBounds } from '../../src/meter/counter-files.js';
import { createFile, createWhole, makeFolder, removeFile } from '../../src/meter/durable-file.js';
import { installedTitle } from '../../src/meter/installed-title.js';
import { StoredCounter } from '../../src/meter/stored-counter.js';
import { tempFolder } from '../support/temp-folder.js';

type Failing = 'openSync' | 'fsyncSync' | 'linkSync' | 'readdirSync' | 'mkdirSync' | 'rmSync';

/** Runs `act` while a function of the file system fails. */
function without<T>(name: Failing, code: string, act: () => T): T {
  const original = fs[name];
  const failing = () => {
    throw Object.assign(new Error(`${code}: as in the test`), { code });
  };
  Object.assign(fs, { [name]: failing });
  try {
    return act();
  } finally {
    Object.assign(fs, { [name]: original });
  }
}

describe('a file that must stay', () => {
  const folder = tempFolder();
  const path = () => join(folder(), 'file');

  it('is made once, with its text', () => {
    assert.equal(createFile(path(), 'text'), true);
    assert.equal(createFile(path(), 'other'), false);
    assert.equal(readFileSync(path(), 'utf8'), 'text');
  });

  it('is made once, whole, and leaves nothing beside it', () => {
    assert.equal(createWhole(path(), 'text', `${path()}-1`), true);
    assert.equal(createWhole(path(), 'other', `${path()}-2`), false);
    assert.equal(readFileSync(path(), 'utf8'), 'text');
    assert.deepEqual(readdirSync(folder()), ['file']);
  });

  it('is made where files have but one name', () => {
    without('linkSync', 'EPERM', () => {
      assert.equal(createWhole(path(), 'text', `${path()}-1`), true);
      assert.equal(createWhole(path(), 'other', `${path()}-2`), false);
    });
    assert.equal(readFileSync(path(), 'utf8'), 'text');
    assert.deepEqual(readdirSync(folder()), ['file']);
  });

  it('may be one that cannot be removed', () => {
    createFile(path());
    without('rmSync', 'EBUSY', () => removeFile(path()));
    assert.deepEqual(readdirSync(folder()), ['file']);
  });

  it('lies in folders that are made with it', () => {
    const deep = join(folder(), 'a', 'b', 'c');
    makeFolder(deep);
    makeFolder(deep);
    assert.equal(createFile(join(deep, 'file')), true);
  });
});

describe('invocation counters where the file system fails', () => {
  const folder = tempFolder();
  const counter = () => new StoredCounter(fileBounds(join(folder(), 'stream'), 'stream'));
  const refused = { code: 'DLMS_COUNTER_STORE', fault: 'settings' };

  for (const [what, name, code] of [
    ['the disk is full', 'openSync', 'ENOSPC'],
    ['the disk is read-only', 'mkdirSync', 'EROFS'],
    ['the folder belongs to somebody else', 'openSync', 'EACCES'],
    ['the disk breaks while writing', 'fsyncSync', 'EIO'],
    ['the folder cannot be read', 'readdirSync', 'EACCES'],
  ] as const) {
    it(`are refused: ${what}`, () => {
      const wanted = counter();
      without(name, code, () => {
        assert.throws(() => wanted.begin({ kind: 'kept', first: 5 }), {
          ...refused,
          message: new RegExp(`cannot be kept in .*stream: ${code}`),
        });
        assert.throws(() => wanted.take(), refused);
      });
      wanted.begin({ kind: 'kept', first: 5 });
      assert.ok(wanted.take() >= 5);
    });
  }

  it('go on where the rest of a block cannot be given back', () => {
    const wanted = counter();
    wanted.begin({ kind: 'kept', first: 5 });
    assert.equal(wanted.take(), 5);
    without('openSync', 'ENOSPC', () => wanted.giveBack());
    assert.equal(wanted.take(), 69);
  });

  it('are kept where folders cannot be made durable', () => {
    const open = fs.openSync;
    Object.assign(fs, {
      openSync: (path: string, flags: string, mode?: number) => {
        if (flags === 'r') throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
        return open(path, flags, mode);
      },
    });
    try {
      const wanted = counter();
      wanted.begin({ kind: 'kept', first: 5 });
      assert.equal(wanted.take(), 5);
    } finally {
      Object.assign(fs, { openSync: open });
    }
  });

  it('have no title where it cannot be kept', () => {
    mkdirSync(join(folder(), 'state'));
    without('openSync', 'ENOSPC', () =>
      assert.throws(() => installedTitle(join(folder(), 'state')), { code: 'DLMS_COUNTER_STORE' }),
    );
  });
});
