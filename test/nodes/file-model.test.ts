/** What the edit dialogs take from the answer about a configuration file, as the runtime gives it. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { adminUpload, load, useRuntime } from './support/runtime.js';

interface Choice {
  readonly alias: string;
  readonly name: string;
  readonly address: string;
  readonly enabled: boolean;
  readonly count: number;
}
interface Filled {
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly missing: readonly string[];
  readonly info: string;
  readonly enabled: boolean;
}
interface Model {
  fileDevices(answer: unknown): readonly Choice[];
  fileDeviceLabel(choice: Choice): string;
  ownDevice(choices: readonly Choice[], own: { alias: string; name: string }): Choice | undefined;
  fileDevice(answer: unknown, alias: string): Filled;
  fileRows(answer: unknown, alias: string): readonly Record<string, string>[];
  flowWithSecrets(answer: unknown): readonly { readonly type: string; readonly credentials?: object }[];
}

const model = require(resolve('resources/dlms-file-model.js')) as Model;

const FILE = {
  devices: [
    {
      name: 'Cellar',
      device_alias: 'cellar',
      ip: '10.0.0.5',
      port: 4061,
      type: 'LN',
      auth: 'Low',
      password: 'Gold',
    },
    { device_alias: 'roof', device: '/dev/ttyUSB0', enable: 0, auth: 'Low', description: 'on the roof' },
  ],
  signals: [
    { device_alias: 'cellar', signal_alias: 'e', job_todo: '1-0:1.8.0', log: 1, number_type: 'UINT64' },
    {
      device_alias: 'cellar',
      job_todo: '1-0:1.8.0, 1-0:2.8.0',
      tag_job_todo: '1-0:2.8.0',
      enable: 0,
      SN: 64000,
    },
    { device_alias: 'roof', job_todo: 'device_status' },
  ],
};

describe('a configuration file in the edit dialogs', () => {
  useRuntime();
  let answer: unknown;
  before(async () => {
    await load([]);
    const file = Buffer.from(JSON.stringify(FILE));
    answer = (await adminUpload('/dlms/import?name=plant.json&secrets=1', file)).body;
  });

  it('offers its meters by name, alias and address, with the one of the dialog first', () => {
    const choices = model.fileDevices(answer);
    assert.deepEqual(choices.map(model.fileDeviceLabel), [
      'Cellar (cellar), 10.0.0.5:4061',
      'roof, /dev/ttyUSB0',
    ]);
    assert.deepEqual(
      choices.map(({ enabled, count }) => [enabled, count]),
      [
        [true, 2],
        [false, 1],
      ],
    );
    assert.equal(model.ownDevice(choices, { alias: 'roof', name: 'Cellar' })?.alias, 'roof');
    assert.equal(model.ownDevice(choices, { alias: '', name: 'Cellar' })?.alias, 'cellar');
    assert.equal(model.ownDevice(choices, { alias: '', name: '' }), undefined);
  });

  it('offers a meter that only signals name', () => {
    const signals = [{ device: 'garage', enabled: true, row: { job: '1.8.0' } }];
    const [only] = model.fileDevices({ devices: [], signals });
    assert.deepEqual(only, { alias: 'garage', name: '', address: '', enabled: true, count: 1 });
  });

  it('fills every field of a meter, its secrets, and what stands beside them', () => {
    const { settings, secrets, missing, info, enabled } = model.fileDevice(answer, 'cellar');
    const { name, alias, host, port, referencing, auth, physicalAddress } = settings;
    assert.deepEqual(
      [name, alias, host, port, referencing, auth, physicalAddress],
      ['Cellar', 'cellar', '10.0.0.5', '4061', 'LN', 'Low', '1600'],
    );
    assert.deepEqual([secrets, missing, info, enabled], [{ password: 'Gold' }, [], '', true]);
    const roof = model.fileDevice(answer, 'roof');
    assert.deepEqual([roof.settings.transport, roof.settings.serialPort], ['serial', '/dev/ttyUSB0']);
    assert.deepEqual([roof.missing, roof.info, roof.enabled], [['password'], 'on the roof', false]);
  });

  it('makes rows of the signals of one meter, a job of one code being that code', () => {
    assert.deepEqual(model.fileRows(answer, 'cellar'), [
      { alias: 'e', todo: '1-0:1.8.0', log: '1', numberType: 'UINT64', enable: '1' },
      { job: '1-0:1.8.0, 1-0:2.8.0', todo: '1-0:2.8.0', sn: '64000', enable: '0' },
    ]);
    assert.deepEqual(model.fileRows(answer, 'roof'), [{ todo: 'device_status', enable: '1' }]);
  });

  it('is a flow whose meters have the secrets of the file, and no others', () => {
    const withSecrets = model.flowWithSecrets(answer).filter(({ credentials }) => credentials !== undefined);
    assert.deepEqual(
      withSecrets.map(({ type, credentials }) => [type, credentials]),
      [['dlms-device', { password: 'Gold' }]],
    );
  });
});
