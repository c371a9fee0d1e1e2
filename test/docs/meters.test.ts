/** The tables of meters, quirks and settings say what the code says. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describeQuirks } from '../../src/client/quirks.js';
import { DEVICE_FILE_NAMES } from '../../src/config/file-names.js';

const root = projectRoot(__dirname);

function projectRoot(from: string): string {
  return existsSync(join(from, 'package.json')) ? from : projectRoot(dirname(from));
}

const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** The rows of the table behind a line of titles. */
function rowsUnder(page: string, titles: string): readonly string[] {
  const lines = page.split('\n');
  const first = lines.indexOf(titles) + 2;
  assert.ok(first > 1, `there is no table of ${titles}`);
  const end = lines.findIndex((line, at) => at >= first && !line.startsWith('|'));
  return lines.slice(first, end);
}

interface Preset {
  readonly make: string;
  readonly bySerialNumber: boolean;
  readonly settings: Readonly<Record<string, string>>;
}

const { presets } = require(join(root, 'resources/dlms-presets.js')) as { presets: readonly Preset[] };

const PRESETS = '| make | referencing | client | address | auth | mode | quirks |';
const QUIRKS = '| name | what the meter does | seen on |';

function row(...cells: readonly (string | undefined)[]): string {
  return `| ${cells.map((cell = '') => cell).join(' | ')} |`;
}

function presetRow({ make, bySerialNumber, settings }: Preset): string {
  const { iecReadout, referencing, clientAddress, logicalAddress, physicalAddress, auth, mode, quirks } =
    settings;
  if (iecReadout === 'always') return row(make, '', '', '', '', 'IEC, plain readout', '');
  const address = `${logicalAddress} / ${bySerialNumber ? 'from `serialnumber`' : physicalAddress}`;
  const modeCell = mode?.replace('DLMS-', '');
  return row(make, referencing, clientAddress, address, auth, modeCell, quirks === '' ? '' : `\`${quirks}\``);
}

describe('the pages about meters', () => {
  for (const path of ['README.md', 'docs/meters.md']) {
    it(`${path} has each preset as the editor fills it in`, () => {
      assert.deepEqual(rowsUnder(read(path), PRESETS), presets.map(presetRow));
    });
  }

  it('docs/meters.md has each quirk as the code has it', () => {
    const expected = describeQuirks().map(({ name, quirk: { sentence, makes } }) =>
      row(`\`${name}\``, sentence, makes.join(', ')),
    );
    assert.deepEqual(rowsUnder(read('docs/meters.md'), QUIRKS), expected);
  });

  it('docs/meters.md names as borne by themselves what the code does nothing for', () => {
    const idle = describeQuirks().filter(({ quirk: { options } }) => Object.keys(options).length === 0);
    const withoutEffect = idle
      .filter(({ quirk }) => typeof quirk.options !== 'function')
      .map(({ name }) => name);
    const rows = rowsUnder(read('docs/meters.md'), QUIRKS).slice(-withoutEffect.length);
    assert.equal(withoutEffect.length, 3);
    assert.deepEqual(
      rows.map((line) => /`(.*)`/.exec(line)?.[1]),
      withoutEffect,
    );
  });

  it('the README has every setting that works, under each of its names', () => {
    /** Refused until they are supported, or Node-RED's own. */
    const without =
      /^(description|security|system|server_system|block_cipher|authentication_key|dedicated|invocation|signing|server_public|flowcontrol)/;
    const rows = rowsUnder(read('README.md'), '| file, command line | property | values | default |').join(
      '\n',
    );
    const missing = DEVICE_FILE_NAMES.filter(({ file }) => !without.test(file)).filter(
      ({ file, property, secret }) => {
        const line = rows.split('\n').find((each) => each.split('|')[1]?.includes(`\`${file}\``));
        return line === undefined || !(line.includes(`\`${property}\``) || secret);
      },
    );
    assert.deepEqual(missing, []);
  });

  it('the links between the pages lead to chapters', () => {
    const anchorsOf = (page: string) =>
      Array.from(page.matchAll(/^#+ (.*)$/gm), ([, title = '']) =>
        title
          .toLowerCase()
          .replace(/[^\w\- ]/g, '')
          .replaceAll(' ', '-'),
      );
    for (const path of ['README.md', 'docs/meters.md', 'docs/troubleshooting.md']) {
      for (const [, target = ''] of read(path).matchAll(/\]\(([^):]+\.md#[^)]*)\)/g)) {
        const [file = '', anchor = ''] = target.split('#');
        assert.ok(anchorsOf(read(join(dirname(path), file))).includes(anchor), `${path}: ${target}`);
      }
    }
  });
});
