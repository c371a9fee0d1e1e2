import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inProcess } from './dlms.js';

describe('the command dlms', () => {
  it('help goes to stdout and is no failure', async () => {
    const { status, results, notes } = await inProcess(['--help']);
    assert.deepEqual([status, notes], [0, []]);
    for (const name of ['read', 'objects', 'simulate', 'decode'])
      assert.match(results, new RegExp(`  ${name} `));
    const read = await inProcess(['read', '--help']);
    assert.equal(read.status, 0);
    for (const flag of ['--ip', '--slave-address', '--master-address', '--timeout-ms', '--config']) {
      assert.ok(read.results.includes(flag), flag);
    }
  });

  it('help is as wide as the terminal, and has 80 columns where there is none', async () => {
    const widest = async (columns?: number): Promise<number> => {
      const { results } = await inProcess(['read', '--help'], { columns });
      const [, options = ''] = results.split('\n\nOptions:\n');
      const [rows = ''] = options.split('\n\n');
      return Math.max(...rows.split('\n').map((line) => line.length));
    };
    for (const [columns, limit] of [
      [undefined, 80],
      [0, 80],
      [100, 100],
    ] as const) {
      const width = await widest(columns);
      assert.ok(width <= limit && width > limit - 10, `${width} of ${limit}`);
    }
  });

  it('the version is that of the package', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    for (const flag of ['-V', '--version']) {
      assert.deepEqual(await inProcess([flag]), { status: 0, results: version, notes: [] });
    }
  });

  for (const [what, args, reason] of [
    ['no subcommand', [], /no subcommand was given/],
    ['a subcommand that does not exist', ['reed'], /unknown command 'reed'.*Did you mean read/],
    ['an option without its value', ['read', '--ip'], /argument missing/],
  ] as const) {
    it(`wrong usage: ${what}`, async () => {
      const { status, results, notes } = await inProcess(args);
      assert.deepEqual([status, results, notes.length], [2, '', 1]);
      assert.match(notes[0] ?? '', /^dlms: [^\n]*$/);
      assert.match(notes[0] ?? '', reason);
    });
  }

  it('a reader that went away ends it quietly, a disk that is full does not', async () => {
    const decode = ['decode', '7EA0070321930F017E'];
    const gone = await inProcess(decode, {
      broken: Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }),
    });
    assert.deepEqual([gone.status, gone.notes], [0, []]);
    const full = await inProcess(decode, {
      broken: Object.assign(new Error('no space left'), { code: 'ENOSPC' }),
    });
    assert.deepEqual([full.status, full.notes], [1, ['dlms: the output cannot be written: no space left']]);
  });
});
