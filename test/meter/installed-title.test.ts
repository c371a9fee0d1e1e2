/** The system title of an installation: made once, and then the same for good. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toHex } from '../../src/encoding/hex.js';
import { counterStore } from '../../src/meter/counter-store.js';
import { installedTitle } from '../../src/meter/installed-title.js';
import { tempFolder } from '../support/temp-folder.js';

describe('the system title of an installation', () => {
  const folder = tempFolder();
  const place = () => join(folder(), 'state', 'dlms');
  const path = () => join(place(), 'system-title');

  it('is three letters and five octets by chance', () => {
    const [one, other] = ['a', 'b'].map((name) => installedTitle(join(folder(), name)));
    assert.match(toHex(one ?? new Uint8Array()), /^4D464C[0-9A-F]{10}$/);
    assert.notDeepEqual(one, other);
  });

  it('stays the same, and leaves one file', () => {
    const title = installedTitle(place());
    assert.deepEqual(installedTitle(place()), title);
    assert.deepEqual(counterStore(place()).systemTitle(), title);
    assert.deepEqual(readdirSync(place()), ['system-title']);
  });

  it('of two programs that make it at once is that of the first', () => {
    const first = Uint8Array.of(0x4d, 0x46, 0x4c, 1, 1, 1, 1, 1);
    const title = installedTitle(place(), (length) => {
      if (!existsSync(path())) installedTitle(place(), (octets) => new Uint8Array(octets).fill(1));
      return new Uint8Array(length).fill(2);
    });
    assert.deepEqual(title, first);
  });

  it('is told to be damaged, and never made anew by itself', () => {
    installedTitle(place());
    const text = readFileSync(path(), 'utf8');
    for (const damaged of ['', text.slice(0, 12), text.replace('4D', '4E'), 'title']) {
      writeFileSync(path(), damaged);
      assert.throws(() => installedTitle(place()), {
        code: 'DLMS_COUNTER_STORE',
        message: /system-title cannot be read/,
        hint: /system_title/,
      });
    }
  });

  it('that cannot be kept is an error', () => {
    mkdirSync(join(folder(), 'state'));
    writeFileSync(place(), 'not a folder');
    assert.throws(() => installedTitle(place()), { code: 'DLMS_COUNTER_STORE' });
  });
});
