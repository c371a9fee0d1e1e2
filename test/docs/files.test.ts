import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { DEVICE_ENTRY_NAMES, findFileName, SIGNAL_FILE_NAMES } from '../../src/config/file-names.js';
import { readConfiguration } from '../../src/config/read-configuration.js';

const PAGE = readFileSync('docs/files.md', 'utf8');
const blocks = (kind: string) =>
  [...PAGE.matchAll(new RegExp(`\`\`\`${kind}\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text = '']) => text);
const environment = { ROOF: 'geheim' };

describe('the page about configuration files', () => {
  it('shows the same meters and signals in JSON and CSV, and all of it can be read', async () => {
    const [json = ''] = blocks('json');
    const [devices = '', signals = ''] = blocks('csv');
    const expected = await readConfiguration('a.json', Buffer.from(json), { environment });
    assert.deepEqual([expected.devices.length, expected.signals.length, expected.warnings.length], [2, 3, 0]);
    const folder = { names: async () => ['plant-signals.csv'], read: async () => Buffer.from(signals) };
    assert.deepEqual(
      await readConfiguration('plant-devices.csv', Buffer.from(devices), { environment, folder }),
      expected,
    );
  });

  it('draws the sheets with the same names and values', () => {
    const [sheets = ''] = blocks('text');
    const rows = sheets.split('\n').flatMap((line) => {
      const [, cells] = /^ \d │(.*)│$/.exec(line) ?? [];
      return cells === undefined ? [] : [cells.split('│').map((cell) => cell.trim())];
    });
    const csv = blocks('csv').flatMap((text) => text.trimEnd().split('\n'));
    assert.deepEqual(
      rows.map((row) => row.join(';')),
      csv,
    );
  });

  it('names settings and signals that there are, and all signals', () => {
    const [header = '', signals = ''] = blocks('csv').map((text) => text.split('\n')[0]);
    for (const name of header.split(';')) assert.ok(findFileName(name, DEVICE_ENTRY_NAMES), name);
    for (const name of signals.split(';')) assert.ok(findFileName(name, SIGNAL_FILE_NAMES), name);
    for (const { file } of SIGNAL_FILE_NAMES) assert.ok(PAGE.includes(`\`${file}\``), file);
  });
});
