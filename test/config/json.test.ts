import assert from 'node:assert/strict';
import { readJsonConfiguration } from '../../src/config/json.js';
import { DlmsError } from '../../src/errors.js';

function read(value: unknown, environment: Record<string, string> = {}) {
  return readJsonConfiguration(typeof value === 'string' ? value : JSON.stringify(value), environment);
}

function problemOf(value: unknown): string {
  try {
    read(value);
  } catch (error) {
    assert.ok(error instanceof DlmsError);
    assert.equal(error.code, 'DLMS_CONFIG_FILE');
    assert.equal(error.fault, 'settings');
    return error.message;
  }
  return assert.fail('the file was accepted');
}

describe('a configuration file in JSON', () => {
  it('short names of signals, decimal or hexadecimal', () => {
    const devices = [{ device_alias: 'a' }];
    const shortNames = (...given: readonly unknown[]) =>
      read({
        devices,
        signals: given.map((SN) => ({ device_alias: 'a', tag_job_todo: '1.8.0', SN })),
      }).signals.map(({ tags: [tag] }) => tag !== undefined && 'shortName' in tag && tag.shortName);
    assert.deepEqual(shortNames(64008, '64008', '0xFA08', '', 0), [64008, 64008, 64008, false, 0]);
    const signal = { device_alias: 'a', SN: '65536', job_todo: '1.8.0' };
    assert.match(problemOf({ devices, signals: [signal] }), /signals\[0\]: SN "65536" is not allowed/);
    const two = { device_alias: 'a', SN: 1, job_todo: '1.8.0, 2.8.0' };
    assert.match(problemOf({ devices, signals: [two] }), /signals\[0\]: SN "1" needs one OBIS code/);
  });

  it('devices and signals under the names of the file', () => {
    const { devices, signals } = read({
      devices: [
        {
          name: 'Cellar',
          device_alias: 'cellar',
          enable: 1,
          ip: '10.0.0.5',
          port: 4059,
          'slave-address': 16,
          TYPE: 'LN',
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
        },
        { device_alias: 'cellar', tag_job: '0.0.1.0.0.255:2', enable: 0 },
      ],
    });
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
        },
        secrets: { password: 'secret' },
      },
    ]);
    assert.deepEqual(signals, [
      { device: 'cellar', enabled: true, tags: [{ kind: 'attribute', logicalName: '1.0.2.8.0.255' }] },
      {
        device: 'cellar',
        enabled: false,
        tags: [{ kind: 'attribute', logicalName: '0.0.1.0.0.255', attributeId: 2 }],
      },
    ]);
  });

  it('a file with a byte order mark, and one without signals', () => {
    assert.deepEqual(read('\uFEFF{"devices":[]}'), { devices: [], signals: [] });
  });

  it('values that name an environment variable', () => {
    const { devices } = read(
      { devices: [{ name: 'a', ip: '$' + '{METER}', password: '$' + '{PASS}', port: '$' + '{PORT}' }] },
      { METER: 'meter.local', PASS: 'p', PORT: '4061' },
    );
    assert.deepEqual(devices[0]?.properties, { name: 'a', host: 'meter.local', port: '4061' });
    assert.deepEqual(devices[0]?.secrets, { password: 'p' });
  });

  it('all problems at once, each with its place', () => {
    const problem = problemOf({
      devices: [
        { name: 'a', baud: 9600, ip: '$' + '{NOWHERE}' },
        { name: 'a', enable: 'perhaps' },
        'b',
        { name: 'c', ip: ['10.0.0.1'] },
      ],
      signals: [{ device_alias: 'x', job_todo: '1-0:1.8.0' }, { device_alias: 'a', job_todo: '300.1' }, 7],
      meters: [],
    });
    for (const part of [
      '"meters" is neither devices nor signals',
      'devices[0]: "baud" is not a setting of a device',
      'devices[0]: ip: the environment variable NOWHERE is not set',
      'devices[1]: enable "perhaps" is not allowed: 0, 1',
      'devices[2] is not an object',
      'devices[3]: ip is not a single value',
      'device_alias "a" stands at more than one device',
      'signals[0]: device_alias "x" is not among the devices',
      'signals[1]: job_todo "300.1"',
      'signals[2] is not an object',
    ]) {
      assert.ok(problem.includes(part), `${part} is missing in: ${problem}`);
    }
  });

  it('a fault in the syntax is told by its place, never by the text around it', () => {
    const problem = problemOf('{\n  "devices": [ { "password": "geheim" "ip": "x" } ]\n}');
    assert.equal(problem, 'is not JSON: line 2, column 39');
  });

  it('a list or a text where an object is due', () => {
    assert.match(problemOf('[]'), /is not a JSON object/);
    assert.match(problemOf({ devices: {} }), /devices is not a list/);
  });
});
