import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { standardOutput } from '../../src/cli/output.js';

const stream = (isTTY: boolean) =>
  Object.assign(new PassThrough(), { isTTY }) as unknown as NodeJS.WriteStream;

describe('where a command writes to', () => {
  it('has colours on a terminal only, but for what the environment says', () => {
    const colours = (isTTY: boolean, environment: Readonly<Record<string, string>> = {}) =>
      standardOutput(stream(true), stream(isTTY), environment).colours;
    assert.deepEqual([colours(true), colours(false)], [true, false]);
    assert.deepEqual([colours(true, { NO_COLOR: '1' }), colours(true, { NO_COLOR: '' })], [false, true]);
    assert.deepEqual([colours(true, { TERM: 'dumb' }), colours(true, { TERM: 'xterm' })], [false, true]);
    assert.deepEqual(
      [colours(false, { FORCE_COLOR: '1' }), colours(true, { FORCE_COLOR: '0' })],
      [true, false],
    );
    assert.equal(colours(false, { FORCE_COLOR: '1', NO_COLOR: '1', TERM: 'dumb' }), true);
  });

  it('knows how wide the terminal of the results is', () => {
    const [wide, none] = [Object.assign(stream(true), { columns: 132 }), stream(false)];
    assert.equal(standardOutput(wide, none).columns, 132);
    assert.equal(standardOutput(none, wide).columns, undefined);
  });

  it('keeps results and notes apart', async () => {
    const [stdout, stderr] = [stream(false), stream(false)];
    const output = standardOutput(stdout, stderr);
    output.result('a result');
    output.json({ a: 1 });
    output.note('a note');
    await output.flushed();
    assert.equal(String(stdout.read()), 'a result\n{"a":1}\n');
    assert.equal(String(stderr.read()), 'a note\n');
  });
});
