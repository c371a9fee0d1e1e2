import assert from 'node:assert/strict';
import { problemsOf, read, variable } from './files.js';
import { device, reader, tab } from './flow-nodes.js';

describe('a flow with groups, subflows and variables of its own', () => {
  it('has the variables that it sets itself: of groups, the tab, and all flows, in that order', async () => {
    const env = (...pairs: readonly string[][]) =>
      pairs.map(([name, value, type = 'str']) => ({ name, value, type }));
    const flow = [
      { ...tab, env: env(['JOB', '1.8.0'], ['ALIAS', 'of_tab'], ['SECRET', '{}', 'cred']) },
      { id: 'g1', type: 'group', z: 't1', env: env(['ALIAS', 'outer'], ['TYPE', 'INT8']) },
      { id: 'g2', type: 'group', z: 't1', g: 'g1', env: env(['ALIAS', 'inner']) },
      {
        id: 'all',
        type: 'global-config',
        env: env(['HOST', 'm'], ['JOB', 'x'], ['PW', 'geheim'], ['PORT', '7', 'num']),
      },
      device({ host: variable('HOST'), port: variable('PORT'), auth: 'Low' }),
      reader({
        g: 'g2',
        signals: [
          { todo: variable('JOB'), alias: variable('ALIAS'), numberType: variable('TYPE') },
          { todo: variable('LATER') },
          { todo: '1.8.0', alias: variable('SECRET') },
        ],
      }),
    ];
    const { devices, signals } = await read('flow.json', flow, {
      credentials: { d1: { password: variable('PW') } },
    });
    assert.deepEqual([devices[0]?.properties.host, devices[0]?.properties.port], ['m', 7]);
    assert.deepEqual(devices[0]?.secrets, { password: 'geheim' });
    assert.deepEqual(
      signals.map(({ row }) => row),
      [
        { todo: '1.8.0', alias: 'inner', numberType: 'INT8' },
        { todo: variable('LATER') },
        { todo: '1.8.0', alias: variable('SECRET') },
      ],
    );
  });

  it('whose groups stand in each other in a circle is read nevertheless', async () => {
    const groups = [
      { id: 'g1', type: 'group', z: 't1', g: 'g2' },
      { id: 'g2', type: 'group', z: 't1', g: 'g1' },
    ];
    const { signals } = await read('flow.json', [
      tab,
      ...groups,
      device(),
      reader({ g: 'g1', job: '1.8.0' }),
    ]);
    assert.equal(signals.length, 1);
  });

  it('is one flow of the admin API that is switched off, or global ones with subflows', async () => {
    const nodes = [reader({ job: '1.8.0' })];
    const off = await read('flow.json', {
      id: 't1',
      label: 'Plant',
      disabled: true,
      nodes,
      configs: [device()],
    });
    assert.deepEqual(
      off.signals.map(({ enabled }) => enabled),
      [false],
    );
    const subflow = {
      id: 's1',
      type: 'subflow',
      name: 'S',
      nodes: [reader({ z: 's1', job: '1.8.0' })],
      configs: [],
    };
    const global = await read('flow.json', { id: 'global', configs: [device()], subflows: [subflow] });
    assert.deepEqual([global.devices.length, global.signals.length], [1, 1]);
  });

  it('has what a subflow holds once for each of its instances, with the variables of each', async () => {
    const env = (values: object) =>
      Object.entries(values).map(([name, value]) => ({
        name,
        value,
        type: name === 'METER' ? 'conf-type' : 'str',
      }));
    const subflow = {
      id: 's1',
      type: 'subflow',
      name: 'S',
      env: env({ CODE: '1.8.0', HOST: 'default', METER: '' }),
    };
    const inner = [
      device({ id: 'own', z: 's1', alias: variable('NAME'), host: variable('HOST') }),
      { id: 'g', type: 'group', z: 's1', env: env({ TYPE: 'INT8' }) },
      reader({
        id: 'r1',
        z: 's1',
        g: 'g',
        device: 'own',
        signals: [{ todo: variable('CODE'), numberType: variable('TYPE') }],
      }),
      reader({ id: 'r2', z: 's1', device: variable('METER'), job: '3.8.0' }),
    ];
    const outer = [
      { id: 's2', type: 'subflow', name: 'two deep', env: env({ NAME: 'deep' }) },
      { id: 'i3', type: 'subflow:s1', z: 's2', env: env({ METER: 'd1' }) },
    ];
    const flow = [
      ...[tab, device(), subflow, ...inner, ...outer],
      { id: 'i1', type: 'subflow:s1', z: 't1', env: env({ NAME: 'one', HOST: 'm1', CODE: '2.8.0' }) },
      { id: 'i2', type: 'subflow:s1', z: 't1', d: true, env: env({ NAME: 'two' }) },
      { id: 'i4', type: 'subflow:s2', z: 't1' },
    ];
    const { devices, signals } = await read('flow.json', flow, { credentials: { own: { password: 'p' } } });
    assert.deepEqual(
      devices.map(({ alias, enabled, properties, secrets }) => [
        alias,
        enabled,
        properties.host,
        secrets.password,
      ]),
      [
        ['cellar', true, '10.0.0.5', undefined],
        ['one', true, 'm1', 'p'],
        ['two', false, 'default', 'p'],
        ['deep', true, 'default', 'p'],
      ],
    );
    assert.deepEqual(
      signals.map(({ device: of, enabled, row: { todo, job, numberType } }) => [
        of,
        enabled,
        todo ?? job,
        numberType,
      ]),
      [
        ['one', true, '2.8.0', 'INT8'],
        ['two', false, '1.8.0', 'INT8'],
        ['deep', true, '1.8.0', 'INT8'],
        ['cellar', true, '3.8.0', undefined],
      ],
    );
  });

  it('whose subflows hold each other or double without end is read in bounds', async () => {
    const subflows = ['a', 'b'].map((id) => ({ id, type: 'subflow' }));
    const within = ['a', 'b'].flatMap((z) =>
      ['a', 'b', 'a', 'b'].map((of, at) => ({ id: `${z}${at}`, type: `subflow:${of}`, z })),
    );
    const flow = [
      ...subflows,
      ...within,
      { id: 'i', type: 'subflow:a', z: 't1' },
      device(),
      reader({ job: '1.8.0' }),
    ];
    const { signals, warnings } = await read('flow.json', flow);
    assert.equal(signals.length, 1);
    assert.deepEqual(warnings, ['the flow: has too much in its subflows: a part of it was left out']);
  });

  it('whose subflows would make millions of meters and rows is read in bounds, and that is told', async () => {
    const levels = 9;
    const ids = Array.from({ length: levels }, (_, at) => `s${at}`);
    const within = ids
      .slice(1)
      .flatMap((id, at) =>
        [0, 1].map((number) => ({ id: `n${at}_${number}`, type: `subflow:${id}`, z: `s${at}` })),
      );
    const rows = Array.from({ length: 2000 }, (_, at) => ({ todo: `1.${at % 200}.0` }));
    const env = Array.from({ length: 2000 }, (_, at) => ({ name: `E${at}`, value: 'x', type: 'str' }));
    const { signals, warnings } = await read('flow.json', [
      ...ids.map((id) => ({ id, type: 'subflow', env })),
      ...within,
      { id: 'i', type: 'subflow:s0', z: 't1' },
      ...Array.from({ length: 50 }, (_, at) =>
        reader({ id: `r${at}`, z: 's8', signals: rows, device: 'd1' }),
      ),
      device(),
    ]);
    assert.ok(signals.length <= 2000);
    assert.equal(warnings[0], 'the flow: has too much in its subflows: a part of it was left out');
  });

  it('whose subflows have names and ids of huge length is read in bounds', async () => {
    const long = 'x'.repeat(1_000_000);
    const flow = [
      { id: 's', type: 'subflow' },
      device({ id: long, name: long, alias: '', z: 's' }),
      ...Array.from({ length: 20_000 }, (_, at) => ({ id: `i${at}`, type: 'subflow:s', z: 't1' })),
    ];
    const { devices, warnings } = await read('flow.json', flow);
    assert.ok(devices.length > 0 && devices.length < 100, String(devices.length));
    assert.equal(warnings[0], 'the flow: has too much in its subflows: a part of it was left out');
  });

  it('need not find the variables of what is switched off', async () => {
    const flow = [device({ host: variable('NOWHERE'), d: true }), reader({ job: variable('JOB'), d: true })];
    const { devices, signals } = await read('flow.json', flow, { environment: {} });
    assert.deepEqual([devices[0]?.enabled, signals[0]?.enabled], [false, false]);
    const filled = await read('flow.json', flow, { environment: { NOWHERE: 'm' } });
    assert.equal(filled.devices[0]?.properties.host, 'm');
    assert.equal(
      (await problemsOf('flow.json', [device({ host: variable('NOWHERE') })], { environment: {} })).length,
      1,
    );
  });
});
