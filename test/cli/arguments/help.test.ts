import assert from 'node:assert/strict';
import { tried } from './trial.js';

describe('the help of a command', () => {
  it('has its operands, its options but the hidden ones, defaults, and remarks in their order', async () => {
    const { shown } = await tried(['scan', '--help']);
    assert.deepEqual(shown[0]?.split('\n'), [
      'Usage: lines scan [options] [place...]',
      '',
      'Looks along a line for all that answers, and tells it.',
      '',
      'Arguments:',
      '  place                where to look',
      '',
      'Options:',
      '  -a, --all            shows all',
      '  -l, --long           shows more',
      '  -d, --depth <level>  how far to look (5)',
      '  --pass-word <text>   what opens it',
      '  --map <name=path>    where a name is; once for each',
      '  --brief              shows less',
      '  -V, --version        shows the version of this program',
      '  -h, --help           shows this help',
      '',
      'First remark.',
      '',
      'Second remark.',
    ]);
  });

  it('of a program lists its commands', async () => {
    const { shown } = await tried(['--help']);
    assert.deepEqual(shown[0]?.split('\n'), [
      'Usage: lines [options] [command]',
      '',
      'Looks at lines.',
      '',
      'Options:',
      '  -V, --version                   shows the version of this program',
      '  -h, --help                      shows this help',
      '',
      'Commands:',
      '  scan [options] [place...]       looks along a line',
      '  copy [options] <file> [target]  copies a file',
      '  rest [options]                  does nothing',
      '  help [command]                  shows the help of a command',
      '',
      'The end.',
    ]);
  });
});
