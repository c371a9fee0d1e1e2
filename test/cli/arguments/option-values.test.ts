import assert from 'node:assert/strict';
import { optionsOf, refusal } from './trial.js';

const DEFAULTS = { depth: '5', map: [] };

describe('the options of a command line', () => {
  for (const [what, args, expected] of [
    ['none is given', [], {}],
    ['a value follows its option', ['--depth', '7'], { depth: '7' }],
    ['a value stands behind an equals sign', ['--depth=7'], { depth: '7' }],
    ['a value holds equals signs itself', ['--pass-word=a=b=='], { passWord: 'a=b==' }],
    ['a value is empty', ['--pass-word', '', '--depth='], { passWord: '', depth: '' }],
    ['a value follows a letter', ['-d', '7'], { depth: '7' }],
    ['a value stands right behind its letter', ['-d7'], { depth: '7' }],
    ['an equals sign behind a letter is of the value', ['-d=7'], { depth: '=7' }],
    ['letters stand together', ['-al'], { all: true, long: true }],
    ['the last of them has a value', ['-ald7'], { all: true, long: true, depth: '7' }],
    ['the value of the last of them follows', ['-ald', '7'], { all: true, long: true, depth: '7' }],
    ['a password begins with a dash', ['--pass-word', '-abc'], { passWord: '-abc' }],
    ['a password looks like an option', ['--pass-word', '--all'], { passWord: '--all' }],
    ['a password is two dashes', ['--pass-word', '--', '-a'], { passWord: '--', all: true }],
    ['a password asks for help', ['--pass-word', '-h'], { passWord: '-h' }],
    ['a number is negative', ['-d', '-1'], { depth: '-1' }],
    ['the last of two counts', ['-d', '1', '--depth=2'], { depth: '2' }],
    ['all of a repeatable one count', ['--map', 'a=1', '--map=b=2'], { map: ['a=1', 'b=2'] }],
    ['one of two that exclude each other', ['--brief'], { brief: true }],
    ['an old name that no help shows', ['--old-name', 'x'], { oldName: 'x' }],
  ] as const) {
    it(`are understood: ${what}`, async () => {
      assert.deepEqual(await optionsOf(...args), { ...DEFAULTS, ...expected });
    });
  }

  for (const [what, args, reason] of [
    ['an unknown one', ['--zzzzzz'], "unknown option '--zzzzzz'"],
    ['a misspelt one', ['--dept', '3'], "unknown option '--dept' (Did you mean --depth?)"],
    [
      'an underscore for a dash',
      ['--pass_word', 'x'],
      "unknown option '--pass_word' (Did you mean --pass-word?)",
    ],
    ['one that is not to be suggested', ['--old-nam', 'x'], "unknown option '--old-nam'"],
    ['an unknown letter', ['-z'], "unknown option '-z'"],
    ['an unknown letter among others', ['-alz'], "unknown option '-z'"],
    ['names of what every object has', ['--constructor'], "unknown option '--constructor'"],
    ['the name of every prototype', ['--__proto__', 'x'], "unknown option '--__proto__'"],
    ['the negation of one', ['--no-all'], "unknown option '--no-all'"],
    ['a value that is missing', ['--depth'], "option '-d, --depth <level>' argument missing"],
    ['a value that is missing behind a letter', ['-ad'], "option '-d, --depth <level>' argument missing"],
    ['a value that is one too many', ['--all=SECRET'], "option '-a, --all' takes no value"],
    [
      'two that exclude each other',
      ['--brief', '-l'],
      "option '--brief' cannot be used with option '-l, --long'",
    ],
  ] as const) {
    it(`are refused: ${what}`, async () => {
      assert.equal(await refusal('scan', ...args), reason);
    });
  }

  it('what stands behind a misspelt name is not told, for it may be a secret', async () => {
    for (const args of [['--pas-word=SECRET'], ['--pas-word', 'SECRET'], ['--pass-word SECRET']]) {
      assert.match(
        await refusal('scan', ...args),
        /^unknown option '--pass?-word' \(Did you mean --pass-word\?\)$/,
      );
    }
    for (const args of [['-zSECRET'], ['-z=SECRET'], ['--pass-word:SECRET'], ['--=SECRET']]) {
      assert.doesNotMatch(await refusal('scan', ...args), /SECRET/);
    }
  });
});
