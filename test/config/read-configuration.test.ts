import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfigurationFile } from '../../src/config/configuration-file.js';
import { flowOf } from '../../src/config/flow-writer.js';
import { DlmsError } from '../../src/errors.js';
import { problemsOf, read } from './files.js';
import { textRow, workbook } from './raw-workbook.js';

const JSON_FILE = {
  devices: [{ device_alias: 'a', ip: '10.0.0.1', port: 4059, enable: 0 }],
  signals: [{ device_alias: 'a', job_todo: '1-0:1.8.0,1-0:2.8.0', tag_job_todo: '1-0:1.8.0', log: 1 }],
};
const DEVICES = 'device_alias;ip;port;enable\na;10.0.0.1;4059;0\n';
const SIGNALS = 'device_alias;job_todo;tag_job_todo;log\na;1-0:1.8.0,1-0:2.8.0;1-0:1.8.0;1\n';

describe('a configuration file of any format', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dlms-config-'));
  after(() => rmSync(folder, { recursive: true }));
  const write = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };

  it('says the same in each, and is known by its content, not by its name', async () => {
    const expected = await read('a.json', JSON_FILE);
    const rows = textRow('device_alias', 'job_todo', 'tag_job_todo', 'log');
    const octets = workbook({
      devices: textRow('device_alias', 'ip', 'port', 'enable') + textRow('a', '10.0.0.1', '4059', '0'),
      signals: rows + textRow('a', '1-0:1.8.0,1-0:2.8.0', '1-0:1.8.0', '1'),
    });
    mkdirSync(join(folder, 'pair'));
    const paths = [
      write('json.txt', JSON.stringify(JSON_FILE)),
      write('workbook.csv', octets),
      write('Devices.csv', DEVICES),
      write('Signals.csv', SIGNALS),
      join(folder, 'pair'),
    ];
    write('pair/plant-devices.csv', DEVICES);
    write('pair/plant-signals.csv', SIGNALS);
    for (const path of paths) assert.deepEqual(await readConfigurationFile(path), expected, path);
    const { nodes } = flowOf(expected, 'plant');
    const flow = await readConfigurationFile(write('flow.json', JSON.stringify(nodes)));
    assert.deepEqual(flow.signals, expected.signals);
    assert.deepEqual(flowOf(flow, 'plant').nodes, nodes);
  });

  it('that is not there, or a folder without a CSV pair', async () => {
    const cases = [
      [join(folder, 'nowhere.json'), /nowhere\.json cannot be read: ENOENT$/],
      [folder, /dlms-config-.*: the folder has no CSV file with devices in its name; it must be one$/],
    ] as const;
    rmSync(join(folder, 'Devices.csv'), { force: true });
    for (const [path, expected] of cases) {
      await assert.rejects(readConfigurationFile(path), (error) => {
        assert.ok(error instanceof DlmsError);
        assert.equal(error.code, 'DLMS_CONFIG_FILE');
        assert.match(error.message, expected);
        return true;
      });
    }
    write('devices 1.csv', DEVICES);
    write('devices 2.csv', DEVICES);
    await assert.rejects(
      readConfigurationFile(folder),
      /the folder has devices 1\.csv, devices 2\.csv; it must be one$/,
    );
  });

  it('that is empty, too large, or something else', async () => {
    assert.deepEqual(await problemsOf('a.json', ' \n'), ['is empty']);
    assert.deepEqual(await problemsOf('a.json', 'devices'), ['is not JSON: line 1, column 1']);
    assert.deepEqual(await problemsOf('a.csv', Buffer.alloc(10 * 1024 * 1024 + 1, 'a')), [
      'is larger than 10 MiB',
    ]);
    assert.deepEqual(await problemsOf('a.xls', '<?xml version="1.0"?><a/>'), [
      'is XML or HTML under another name: save it as .xlsx',
    ]);
    assert.deepEqual(await problemsOf('a.xlsx', Buffer.from('%PDF-1.4\0\0\0')), [
      'is none of JSON, CSV, .xlsx, and a flow of Node-RED',
    ]);
  });

  it('that has no end is not read to it', async () => {
    await assert.rejects(readConfigurationFile('/dev/zero'), /^DlmsError: zero: is larger than 10 MiB$/);
  });
});
