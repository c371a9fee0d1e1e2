import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ArgumentError } from '../../../src/cli/arguments/argument-error.js';
import { refusal, tried } from './trial.js';

const NO_OPTIONS = { depth: '5', map: [] };

describe('the command that a command line names', () => {
  for (const [what, args, expected] of [
    ['operands are handed over as a list', ['scan', 'a', 'b'], ['scan', ['a', 'b'], NO_OPTIONS]],
    ['the list may be empty', ['scan'], ['scan', [], NO_OPTIONS]],
    ['a dash alone is an operand', ['scan', '-'], ['scan', ['-'], NO_OPTIONS]],
    ['an operand may be empty', ['scan', ''], ['scan', [''], NO_OPTIONS]],
    ['options behind operands', ['scan', 'a', '-a', 'b'], ['scan', ['a', 'b'], { ...NO_OPTIONS, all: true }]],
    [
      'two dashes end the options',
      ['scan', '-a', '--', '-l', '--', '--help'],
      ['scan', ['-l', '--', '--help'], { ...NO_OPTIONS, all: true }],
    ],
    ['an operand of its own', ['copy', 'a'], ['copy', 'a', undefined, {}]],
    ['two operands of their own', ['copy', 'a', 'b'], ['copy', 'a', 'b', {}]],
    ['two dashes before the command', ['--', 'copy', 'a'], ['copy', 'a', undefined, {}]],
    ['an operand that is the name of a command', ['copy', 'help'], ['copy', 'help', undefined, {}]],
    ['no operand at all', ['rest'], ['rest', {}]],
  ] as const) {
    it(`runs: ${what}`, async () => {
      assert.deepEqual(await tried(args), { calls: [expected], shown: [] });
    });
  }

  for (const [what, args, reason] of [
    ['none is named', [], 'no subcommand was given; lines --help lists them'],
    ['it is misspelt', ['scam', 'a'], "unknown command 'scam' (Did you mean scan?)"],
    ['nothing is close to it', ['xyzzy'], "unknown command 'xyzzy'"],
    ['its name is empty', ['', 'scan'], "unknown command ''"],
    ['its name is one of every object', ['constructor'], "unknown command 'constructor'"],
    ['an option of a command stands before it', ['--all', 'scan'], "unknown option '--all'"],
    [
      'a misspelt option stands before it',
      ['--hlp', 'scan'],
      "unknown option '--hlp' (Did you mean --help?)",
    ],
    ['its operand is missing', ['copy'], "missing required argument 'file'"],
    [
      'two operands are too many',
      ['rest', 'a', 'b'],
      "too many arguments for 'rest'. Expected 0 arguments but got 2.",
    ],
    [
      'a third operand is too many',
      ['copy', 'a', 'b', 'c'],
      "too many arguments for 'copy'. Expected 2 arguments but got 3.",
    ],
    [
      'help is wanted of one that is unknown',
      ['help', 'scam'],
      "unknown command 'scam' (Did you mean scan?)",
    ],
  ] as const) {
    it(`is refused: ${what}`, async () => {
      assert.equal(await refusal(...args), reason);
    });
  }

  it('the version is shown wherever it is asked for', async () => {
    for (const args of [['-V'], ['--version'], ['-V', 'scan'], ['scan', '--version'], ['copy', '-V']]) {
      assert.deepEqual(await tried(args), { calls: [], shown: ['1.2.3'] });
    }
  });

  it('help of the program, of a command, and nothing else is done', async () => {
    for (const [args, usage] of [
      [['-h'], 'Usage: lines [options] [command]'],
      [['help'], 'Usage: lines [options] [command]'],
      [['help', 'help'], 'Usage: lines [options] [command]'],
      [['help', '-h'], 'Usage: lines [options] [command]'],
      [['--help', 'scan'], 'Usage: lines [options] [command]'],
      [['help', 'scan'], 'Usage: lines scan [options] [place...]'],
      [['scan', '-ah'], 'Usage: lines scan [options] [place...]'],
      [['copy', '--help'], 'Usage: lines copy [options] <file> [target]'],
    ] as const) {
      const { calls, shown } = await tried(args);
      assert.deepEqual([calls, shown.length, shown[0]?.split('\n')[0]], [[], 1, usage], args.join(' '));
    }
  });

  it('who asks for help gets it, whatever else is wrong', async () => {
    for (const args of [
      ['scan', '--zzz', '-h'],
      ['copy', '-h'],
      ['rest', 'a', '--help'],
      ['scan', '-h', '-d'],
    ]) {
      assert.equal((await tried(args)).shown.length, 1, args.join(' '));
    }
  });

  it('any arguments are run, answered, or refused in one line', async () => {
    const words = fc.constantFrom(
      'scan',
      'copy',
      'help',
      '--',
      '-',
      '-ald',
      '--map',
      '--depth=',
      '-h',
      '--brief',
    );
    const args = fc.array(fc.oneof(words, fc.string({ maxLength: 8 })), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(args, async (given) => {
        const { calls, shown } = await tried(given).catch((error: unknown) => {
          assert.ok(error instanceof ArgumentError);
          return { calls: [], shown: [error.message] };
        });
        assert.equal(calls.length + shown.length, 1);
      }),
      { seed: 6, numRuns: 300 },
    );
  });
});
