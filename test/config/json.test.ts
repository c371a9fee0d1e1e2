import assert from 'node:assert/strict';
import { problemsOf, read, refusalOf, variable } from './files.js';

const device = { device_alias: 'a', ip: '10.0.0.1' };

describe('a configuration file in JSON', () => {
  it('devices and signals under the names of the file', async () => {
    const { devices, signals, warnings } = await read('meters.json', {
      devices: [
        {
          name: 'Cellar',
          device_alias: 'cellar',
          enable: 1,
          ip: '10.0.0.5',
          port: '4059',
          'slave-address': 16,
          TYPE: 'ln',
          mode: 'DLMS-RAPPER',
          password: 'secret',
          description: '',
        },
      ],
      signals: [
        {
          signal_name: 'Energy',
          device_alias: 'cellar',
          job_todo: '1-0:1.8.0,1-0:2.8.0',
          tag_job_todo: '1-0:2.8.0',
          log: true,
        },
        { device_alias: 'Cellar', tag_job: '0.0.1.0.0.255:2', enable: 0 },
      ],
    });
    assert.deepEqual(warnings, []);
    assert.deepEqual(devices, [
      {
        alias: 'cellar',
        enabled: true,
        properties: {
          name: 'Cellar',
          alias: 'cellar',
          host: '10.0.0.5',
          port: 4059,
          physicalAddress: 16,
          referencing: 'LN',
          mode: 'DLMS-WRAPPER',
        },
        secrets: { password: 'secret' },
      },
    ]);
    assert.deepEqual(signals, [
      {
        device: 'cellar',
        enabled: true,
        row: { name: 'Energy', job: '1-0:1.8.0,1-0:2.8.0', todo: '1-0:2.8.0', log: 1 },
        signal: {
          alias: '1.0.2.8.0.255',
          tag: { kind: 'attribute', logicalName: '1.0.2.8.0.255' },
          numberType: 'DOUBLE',
          log: true,
        },
      },
      {
        device: 'cellar',
        enabled: false,
        row: { job: '0.0.1.0.0.255:2', enable: 0 },
        signal: {
          alias: '0.0.1.0.0.255:2',
          tag: { kind: 'attribute', logicalName: '0.0.1.0.0.255', attributeId: 2 },
          numberType: 'DOUBLE',
          log: false,
        },
      },
    ]);
  });

  it('a file with a byte order mark, and one without signals', async () => {
    const empty = { devices: [], signals: [], warnings: [] };
    assert.deepEqual(await read('a.json', '\uFEFF{"devices":[]}'), empty);
    assert.deepEqual(await read('a.json', '{}'), empty);
  });

  it('a device without an alias is called by its name', async () => {
    const { devices, signals } = await read('a.json', {
      devices: [{ name: 'Zähler im Keller', ip: 'm' }],
      signals: [
        { device_alias: 'Zahler_im_Keller', job_todo: '1.8.0' },
        { device_alias: 'Zähler im Keller', job_todo: '2.8.0' },
      ],
    });
    assert.equal(devices[0]?.alias, 'Zahler_im_Keller');
    assert.deepEqual(
      signals.map((signal) => signal.device),
      ['Zahler_im_Keller', 'Zahler_im_Keller'],
    );
  });

  it('a name that several devices have does not say which is meant', async () => {
    const devices = ['b', 'c'].map((device_alias) => ({ name: 'Meter', device_alias, ip: 'm' }));
    const signals = [{ device_alias: 'Meter', job_todo: '1.8.0' }];
    assert.deepEqual(await problemsOf('a.json', { devices, signals }), [
      'signals[0], line 1: device_alias "Meter" is the name of several devices: b, c',
    ]);
  });

  it('values that name an environment variable', async () => {
    const devices = [
      { name: 'a', ip: variable('METER'), password: variable('PASS'), port: variable('PORT') },
    ];
    const environment = { METER: 'meter.local', PASS: 'p', PORT: '4061' };
    const filled = await read('a.json', { devices }, { environment });
    assert.deepEqual(filled.devices[0]?.properties, { name: 'a', host: 'meter.local', port: 4061 });
    assert.deepEqual(filled.devices[0]?.secrets, { password: 'p' });
    const open = await read('a.json', { devices });
    assert.deepEqual(open.devices[0]?.properties, {
      name: 'a',
      host: variable('METER'),
      port: variable('PORT'),
    });
  });

  it('all problems at once, each with its place and line', async () => {
    const text = `{
  "devices": [
    { "name": "a", "baud": 9600, "ip": "${variable('NOWHERE')}" },
    { "name": "a", "enable": "constructor", "ip": "10.0.0.2" },
    "b",
    { "name": "c",
      "ip": ["10.0.0.1"],
      "host": "m" }
  ],
  "signals": [
    { "device_alias": "aa", "job_todo": "1-0:1.8.0" },
    { "device_alias": "a", "job_todo": "300.1" },
    7
  ],
  "signal": [], "constructor": 1
}`;
    assert.deepEqual(await problemsOf('meters.json', text, { environment: {} }), [
      'signal, line 15: is neither devices nor signals; did you mean signals?',
      'devices[0], line 3: "baud" is not a setting of a device; did you mean baudrate?',
      'devices[2], line 5: is not an object',
      'devices[3], line 8: "host" is not a setting of a device; did you mean ip?',
      'signals[2], line 13: is not an object',
      'devices[0], line 3: ip: the environment variable NOWHERE is not set',
      'devices[1], line 4: enable "constructor" is not allowed: 0, 1',
      'devices[3], line 7: ip is not a single value',
      'devices[1], line 4: is called "a", as devices[0], line 3 is: give it a device_alias of its own',
      'signals[0], line 11: device_alias "aa" is not among the devices; did you mean a?',
      'signals[1], line 12: job_todo "300.1" is not allowed, "300.1" has 300 in group C: OBIS codes with commas between them',
    ]);
  });

  it('a fault in the syntax is told by its place, never by the text around it', async () => {
    const problems = await problemsOf('a.json', '{\n  "devices": [ { "password": "geheim" "ip": "x" } ]\n}');
    assert.deepEqual(problems, ['is not JSON: line 2, column 39']);
  });

  it('with a key that stands twice, of which JSON would keep the last in silence', async () => {
    const text = `{ "devices": [ { "name": "a", "ip": "m", "port": 1,
      "port": 2 } ],
      "signals": [ { "device_alias": "a", "job_todo": "1.8.0" } ],
      "signals": [ { "device_alias": "a", "job_todo": "1.8.0" } ] }`;
    assert.deepEqual(await problemsOf('a.json', text), [
      'devices[0].port, line 2: stands there twice',
      'signals, line 4: stands there twice',
    ]);
  });

  it('with numbers that JSON cannot keep', async () => {
    const text =
      '{ "devices": [ { "name": "a", "ip": "m", "auth": "Low", "password": 12345678901234567890 } ] }';
    assert.deepEqual(await problemsOf('a.json', text), [
      'devices[0], line 1: password is a number of which JSON keeps 15 digits only: put it into quotes',
    ]);
  });

  it('with lists of codes and quirks written as lists', async () => {
    const { devices, signals } = await read('a.json', {
      devices: [{ ...device, quirks: ['no-lists', 'max-info=128'] }],
      signals: [{ device_alias: 'a', job_todo: ['1-0:1.8.0', '1-0:2.8.0'], tag_job_todo: '1-0:2.8.0' }],
    });
    assert.equal(devices[0]?.properties.quirks, 'no-lists, max-info=128');
    assert.equal(signals[0]?.row.job, '1-0:1.8.0, 1-0:2.8.0');
    const nested = { devices: [device], signals: [{ device_alias: 'a', job_todo: [['1.8.0']] }] };
    assert.deepEqual(await problemsOf('a.json', nested), [
      'signals[0], line 1: job_todo is not a single value',
    ]);
  });

  it('with keys of somebody else, each told once', async () => {
    const file = {
      ...{
        version: 2,
        Devices: [
          { ...device, location: 'x' },
          { ...device, device_alias: 'b', location: 'y' },
        ],
      },
      SIGNALS: [{ device_alias: 'a', job_todo: '1.8.0', 'unit id': 3 }],
    };
    const { devices, signals, warnings } = await read('a.json', file);
    assert.deepEqual([devices.length, signals.length], [2, 1]);
    assert.deepEqual(warnings, [
      'version, line 1: is neither devices nor signals',
      'Devices[0], line 1: "location" is not a setting of a device, so it was not read',
      'SIGNALS[0], line 1: "unit id" is not a setting of a signal, so it was not read',
    ]);
  });

  it('that is nothing but brackets', async () => {
    const depth = 200_000;
    await read('a.json', '['.repeat(depth) + ']'.repeat(depth));
  });

  it('a list or a text where an object is due', async () => {
    assert.deepEqual(await problemsOf('a.json', '"devices"'), [
      'is neither a JSON object nor a flow of Node-RED',
    ]);
    assert.deepEqual(await problemsOf('a.json', { devices: {} }), ['devices, line 1: is not a list']);
  });

  it('of very many problems the first hundred, and how many more there are', async () => {
    const signals = Array.from({ length: 250 }, (_, at) => ({ device_alias: `b${at}`, job_todo: '1.8.0' }));
    const error = await refusalOf('a.json', { devices: [device], signals });
    const lines = error.message.split('\n');
    assert.equal(lines[0], 'a.json: 250 problems:');
    assert.equal(lines.length, 102);
    assert.equal(lines.at(-1), '  and 150 more');
  });

  it('a file with too many entries is refused, not read for minutes', async () => {
    const signals = Array.from({ length: 60_000 }, () => ({ ['x'.repeat(60)]: 1 }));
    const error = await refusalOf('a.json', { devices: [device], signals });
    assert.match(error.message, /signals: has more than 50000 entries/);
  });
});
