import assert from 'node:assert/strict';
import { problemsOf, read, variable } from './files.js';
import { device, reader, tab } from './flow-nodes.js';

describe('a flow of Node-RED as a configuration', () => {
  it('has the meters, and the rows of the read nodes', async () => {
    const rows = [
      { todo: '1-0:1.8.0', alias: 'e', name: 'Energy', numberType: 'UINT64', log: '1', enable: '1', sn: '' },
      { todo: '1-0:2.8.0', job: '1-0:1.8.0,1-0:2.8.0', pulseShortMs: '100', enable: '0' },
    ];
    const flow = [
      tab,
      device({ info: 'by the door' }),
      reader({ signals: rows }),
      { id: 'x', type: 'debug', z: 't1' },
    ];
    const { devices, signals, warnings } = await read('flow.json', flow);
    assert.deepEqual(warnings, []);
    assert.deepEqual(devices, [
      {
        alias: 'cellar',
        enabled: true,
        properties: {
          ...{
            name: 'Keller',
            info: 'by the door',
            alias: 'cellar',
            transport: 'tcp',
            host: '10.0.0.5',
            port: 4059,
          },
          referencing: 'LN',
        },
        secrets: {},
      },
    ]);
    assert.deepEqual(
      signals.map(({ device: of, enabled, row, signal }) => [of, enabled, row, signal?.alias]),
      [
        [
          ...['cellar', true],
          { name: 'Energy', alias: 'e', enable: 1, log: 1, todo: '1-0:1.8.0', numberType: 'UINT64' },
          'e',
        ],
        [
          ...['cellar', false],
          { enable: 0, job: '1-0:1.8.0,1-0:2.8.0', todo: '1-0:2.8.0', pulseShortMs: 100 },
          '1.0.2.8.0.255',
        ],
      ],
    );
  });

  it('has each code of a job where a read node has no rows', async () => {
    const { signals } = await read('flow.json', [device(), reader({ job: '1-0:1.8.0 2.8.0, 1.8.0' })]);
    assert.deepEqual(
      signals.map(({ signal }) => signal?.alias),
      ['1.0.1.8.0.255', '1.0.2.8.0.255'],
    );
  });

  it('is switched off where its nodes or their tab are', async () => {
    const job = { job: '1.8.0' };
    const flow = [
      { ...tab, disabled: true },
      device({ d: true }),
      reader(job),
      reader({ id: 'r2', z: 't2', d: true, job: '2.8.0', signals: [{ todo: '2.8.0', enable: '1' }] }),
      reader({ id: 'r3', z: 't2', job: '3.8.0' }),
    ];
    const { devices, signals } = await read('flow.json', flow);
    assert.equal(devices[0]?.enabled, false);
    assert.deepEqual(
      signals.map(({ enabled }) => enabled),
      [false, false, true],
    );
  });

  it('comes as a list, or in the objects of the admin API', async () => {
    const nodes = [reader({ job: '1.8.0' })];
    for (const flow of [
      [tab, device(), ...nodes],
      { rev: 'x', flows: [tab, device(), ...nodes] },
      { id: 't1', label: 'Plant', nodes, configs: [device()] },
    ]) {
      const { devices, signals } = await read('flow.json', flow);
      assert.deepEqual([devices.length, signals.length], [1, 1]);
    }
    assert.deepEqual(await read('flow.json', [7, null, {}, { x: 1, z: 'x' }]), {
      ...{ devices: [], signals: [], warnings: [] },
    });
  });

  it('is not taken for one where it is a bare list of devices', async () => {
    assert.deepEqual(await problemsOf('a.json', [{ id: 1, type: 'LN', ip: 'm' }]), [
      'is a bare list: it must be { "devices": [ … ], "signals": [ … ] }',
    ]);
  });

  it('takes its secrets from the credentials of its nodes', async () => {
    const credentials = { d1: { password: 'geheim', host: 'x', unknown: 'y' } };
    const { devices } = await read('flow.json', [device({ auth: 'Low' })], { credentials });
    assert.deepEqual(devices[0]?.secrets, { password: 'geheim' });
    const own = device({ credentials: { password: 'inside' } });
    assert.deepEqual((await read('flow.json', [own])).devices[0]?.secrets, { password: 'inside' });
  });

  it('gives each meter an alias of its own, which a flow need not', async () => {
    const flow = [
      device({ alias: '' }),
      device({ id: 'd2', alias: '' }),
      reader({ device: 'd2', job: '1.8.0' }),
    ];
    const { devices, signals, warnings } = await read('flow.json', flow);
    assert.deepEqual(
      devices.map(({ alias }) => alias),
      ['Keller', 'Keller_2'],
    );
    assert.equal(signals[0]?.device, 'Keller_2');
    assert.deepEqual(warnings, [
      'node d2 "Keller", line 1: is called Keller_2, since another meter is called Keller',
    ]);
  });

  it('tells what files do not say', async () => {
    const flow = [
      device(),
      reader({ id: 'r1', trigger: 'input', job: '1.8.0' }),
      reader({ id: 'r2', scanRateMs: '500', job: '2.8.0' }),
      reader({ id: 'r3', device: 'gone', job: '3.8.0' }),
      reader({ id: 'r4', job: '1-0:1.8.0' }),
      reader({ id: 'r5' }),
    ];
    const { signals, warnings } = await read('flow.json', flow);
    assert.equal(signals.length, 2);
    assert.deepEqual(warnings, [
      'node r1, line 1: reads on input only, which files do not say',
      'node r2, line 1: has a scan rate of its own, which files do not say',
      'node r3, line 1: has no meter in this flow: its signals were left out',
      'node r4, line 1: signal_alias "1.0.1.8.0.255" stands at more than one signal of cellar, also at node r1, line 1: this one was left out',
    ]);
  });

  it('fills in its variables, or leaves them', async () => {
    const flow = [
      device({ host: variable('HOST'), alias: variable('NAME') }),
      reader({ job: variable('JOB') }),
    ];
    const environment = { HOST: 'm', NAME: 'roof', JOB: '1.8.0' };
    const { devices, signals } = await read('flow.json', flow, { environment });
    assert.deepEqual([devices[0]?.alias, devices[0]?.properties.host], ['roof', 'm']);
    assert.deepEqual([signals[0]?.device, signals[0]?.signal?.alias], ['roof', '1.0.1.8.0.255']);
    const open = await read('flow.json', flow);
    assert.equal(open.signals[0]?.device, open.devices[0]?.alias);
  });

  it('that cannot work is told by node, line and property', async () => {
    const text = JSON.stringify(
      [
        device({ baudRate: '9601', transport: 'serial', host: '' }),
        reader({ signals: [{ todo: 'x' }, { enable: 'no' }] }),
      ],
      null,
      1,
    );
    const told = await problemsOf('flow.json', text);
    assert.deepEqual(told, [
      'node d1 "Keller", line 2: serialPort is not set: the path of the port',
      'node d1 "Keller", line 2: baudRate "9601" is not allowed: 300, 600, 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200',
      'node r1, line 14, signals[0]: todo "x" is not allowed: one OBIS code, such as 1-0:1.8.0, with :attribute where needed',
      'node r1, line 14, signals[1]: enable "no" is not allowed: 0, 1',
      'node r1, line 14, signals[1]: todo is not set: an OBIS code, such as 1-0:1.8.0',
    ]);
  });
});
