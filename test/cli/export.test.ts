import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProcess } from './dlms.js';

describe('dlms export', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dlms-export-'));
  const path = join(folder, 'flow.json');
  after(() => rmSync(folder, { recursive: true }));

  it('prints devices and signals of a flow in the names of files, without secrets', async () => {
    const device = {
      id: 'd1',
      type: 'dlms-device',
      name: 'Keller',
      alias: 'cellar',
      transport: 'tcp',
      host: 'm',
    };
    const reader = { id: 'r1', type: 'dlms-read', z: 't', device: 'd1', job: '1-0:1.8.0', signals: [] };
    const credentials = { password: 'geheim77' };
    writeFileSync(path, JSON.stringify([{ ...device, port: '4059', auth: 'Low', credentials }, reader]));
    const { status, results, notes } = await inProcess(['export', path]);
    assert.equal(status, 0);
    assert.deepEqual(notes, []);
    assert.deepEqual(JSON.parse(results), {
      devices: [
        {
          ...{
            name: 'Keller',
            device_alias: 'cellar',
            protocol: 'DLMS TCP',
            auth: 'Low',
            ip: 'm',
            port: 4059,
          },
          enable: 1,
        },
      ],
      signals: [{ device_alias: 'cellar', job_todo: '1-0:1.8.0' }],
    });
  });

  it('takes a meter whose settings are not complete, and tells what files do not say', async () => {
    writeFileSync(
      path,
      JSON.stringify([
        { id: 'd1', type: 'dlms-device', name: 'Keller', host: '' },
        { id: 'r1', type: 'dlms-read', device: 'd1', job: '1-0:1.8.0', trigger: 'input' },
      ]),
    );
    const { status, results, notes } = await inProcess(['export', path]);
    assert.equal(status, 0);
    assert.equal((JSON.parse(results) as { devices: unknown[] }).devices.length, 1);
    assert.deepEqual(notes, ['dlms: warning: node r1, line 1: reads on input only, which files do not say']);
  });

  it('of a meter that is wrong gives nothing but the reason', async () => {
    writeFileSync(path, '[{"id":"d1","type":"dlms-device","name":"a","port":"0"}]');
    const { status, results, notes } = await inProcess(['export', path]);
    assert.deepEqual([status, results], [2, '']);
    assert.match(
      notes.join('\n'),
      /^dlms: flow\.json: node d1 "a", line 1: port "0" is not allowed: 1…65535 \(DLMS/,
    );
  });
});
