import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inProcess } from '../cli/dlms.js';

const PAGE = readFileSync('docs/decode.md', 'utf8');

/** Commands with what they print. */
const EXAMPLES = [...PAGE.matchAll(/```text\n\$ dlms (?<command>.*)\n(?<shown>[\s\S]*?)```/g)].map(
  ({ groups }) => ({ command: groups?.command ?? '', shown: groups?.shown ?? '' }),
);

describe('the page about dlms decode', () => {
  it('has examples', () => assert.equal(EXAMPLES.length, 4));

  for (const [index, { command, shown }] of EXAMPLES.entries()) {
    it(`shows what example ${index + 1} prints`, async () => {
      const { results } = await inProcess(command.split(' '));
      assert.equal(results.trimEnd(), shown.trimEnd());
    });
  }

  it('names every option of the keys, and only those', async () => {
    const { results } = await inProcess(['decode', '--help']);
    const options =
      results === '' ? [] : [...results.matchAll(/^ {2}--([a-z-]+) <value>/gm)].map(([, name]) => name);
    const named = [...PAGE.matchAll(/^\| `--([a-z-]+)`/gm)].map(([, name]) => name);
    assert.deepEqual(named, options);
  });
});
