/** Every capture in test/vectors/captures, done again: it prints what it printed when it was made. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { toHex } from '../../src/encoding/hex.js';
import { demoKeys } from '../../src/simulator/demo-keys.js';
import { inProcess } from './dlms.js';

const { blockCipherKey, authenticationKey } = demoKeys(0);
/** Of simulated meters; a session without them does not mind. */
const KEYS = {
  DLMS_BLOCK_CIPHER_KEY: toHex(blockCipherKey),
  DLMS_AUTHENTICATION_KEY: toHex(authenticationKey),
};

function folderAbove(from: string): string {
  const path = join(from, 'test/vectors/captures');
  return existsSync(path) ? path : folderAbove(dirname(from));
}

describe('captures that were kept', () => {
  const folder = folderAbove(__dirname);
  const names = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));

  it('are there', () => assert.ok(names.length >= 2));

  for (const name of names) {
    it(`print what they printed: ${name}`, async () => {
      const { status, results, notes } = await inProcess(['replay', join(folder, name)], { env: KEYS });
      assert.equal(status, 0, notes.join('\n'));
      const printed = readFileSync(join(folder, name.replace(/\.jsonl$/, '.out')), 'utf8');
      assert.equal(`${results}\n`, printed);
    });
  }
});
