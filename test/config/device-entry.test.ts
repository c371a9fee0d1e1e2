import assert from 'node:assert/strict';
import { secretsNeeded } from '../../src/config/device-entry.js';
import { problemsOf, read, variable } from './files.js';

const problems = (device: object, options = {}) => problemsOf('a.json', { devices: [device] }, options);

describe('a device in a file', () => {
  it('is refused for each setting that cannot work, with its value and what is allowed', async () => {
    const device = {
      name: 'a',
      ...{ device: '/dev/ttyS0', baudrate: 9601, databits: 9, address_size: 3, timeout_ms: 0 },
      ...{ type: 'XN', mode: 'HDLC', auth: 'Lo', password: '0x123', security: 'All' },
    };
    const told = await problems(device);
    for (const part of [
      'baudrate "9601" is not allowed: 300, 600, 1200',
      'databits "9" is beyond the serial driver',
      'address_size "3" does not exist in HDLC: 1, 2, 4',
      'timeout_ms "0" is not allowed: 1…600000',
      'type "XN" is not allowed: LN, SN',
      'mode "HDLC" is not allowed: DLMS-HDLC',
      'auth "Lo" is not allowed: None, Low',
      'security "All" is not allowed: None, Authentication',
    ]) {
      assert.ok(
        told.some((line) => line.startsWith(`devices[0], line 1: ${part}`)),
        `${part} is missing in\n${told.join('\n')}`,
      );
    }
  });

  it('names settings as the file writes them, and never shows a secret', async () => {
    const told = await problems({ name: 'a', ip: 'm', 'Baud Rate': 'fast', auth: 'Low', Password: '0xGG' });
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /password.*"\*\*\*"/i);
    assert.doesNotMatch(told.join(), /GG/);
  });

  it('may lack what the command line can give, where it can', async () => {
    const file = { devices: [{ name: 'a' }] };
    assert.deepEqual(await problemsOf('a.json', file), [
      'devices[0], line 1: ip is not set: the name or address of the meter or gateway',
    ]);
    assert.equal((await read('a.json', file, { partial: true })).devices.length, 1);
    assert.equal((await read('a.json', { devices: [{ name: 'a', enable: 0 }] })).devices[0]?.enabled, false);
  });

  it('need not hold its secrets, nor the files that are on another computer', async () => {
    const device = { name: 'a', ip: 'm', protocol: 'tls', auth: 'Low', tls_ca: '/nowhere/ca.pem' };
    const { devices } = await read('a.json', { devices: [device] });
    const [entry] = devices;
    assert.ok(entry);
    assert.deepEqual(secretsNeeded(entry), ['password']);
  });

  it('tells which secrets it needs', async () => {
    const ciphered = { name: 'a', ip: 'm', auth: 'HighGmac', security: 'AuthenticationEncryption' };
    const { devices } = await read('a.json', { devices: [ciphered, { name: 'b', ip: 'm' }] });
    const [first, second] = devices.map((entry) => [...secretsNeeded(entry)].sort());
    assert.deepEqual(first, ['authenticationKey', 'blockCipherKey']);
    assert.deepEqual(second, []);
  });

  it('that has variables is judged only in what they leave open', async () => {
    const open = { name: 'a', ip: variable('HOST'), address_size: 2, id: variable('ID'), slave_address: 0 };
    assert.equal((await read('a.json', { devices: [open] })).devices.length, 1);
    assert.deepEqual(await problems({ ...open, timeout_ms: -5 }), [
      'devices[0], line 1: timeout_ms "-5" is not allowed: 1…600000',
    ]);
    const secret = { name: 'a', ip: 'm', auth: 'Low', password: variable('PASSWORD') };
    assert.equal(
      (await read('a.json', { devices: [secret] })).devices[0]?.secrets.password,
      variable('PASSWORD'),
    );
  });

  it('need not find its variables where another one is asked for', async () => {
    const devices = [
      { device_alias: 'a', ip: 'm' },
      { name: 'b c', ip: variable('NOWHERE'), port: variable('PORT') },
    ];
    const signals = [{ device_alias: 'b c', job_todo: variable('NOWHERE') }];
    const environment = { PORT: '7' };
    const file = { devices, signals };
    const [, other] = (await read('a.json', file, { environment, only: 'a' })).devices;
    assert.deepEqual([other?.properties.host, other?.properties.port], [variable('NOWHERE'), 7]);
    assert.equal((await problemsOf('a.json', file, { environment, only: 'b_c' })).length, 2);
    assert.equal((await problemsOf('a.json', file, { environment })).length, 2);
  });

  it('is reached by the network where it has both a host and a serial line', async () => {
    const device = { name: 'a', protocol: 'DLMS serial', ip: 'm', device: 'PORT1', baudrate: 9600 };
    const { devices, warnings } = await read('a.json', { devices: [device] });
    assert.equal(devices[0]?.properties.transport, 'tcp');
    assert.deepEqual(warnings, [
      'devices[0], line 1: has both an address in the network and a serial line: the network is used',
    ]);
  });

  it('may say a setting under two names, but not two values', async () => {
    const same = { name: 'a', ip: 'm', slave_address: 16, server_address: '16' };
    assert.equal((await read('a.json', { devices: [same] })).devices[0]?.properties.physicalAddress, 16);
    assert.deepEqual(await problems({ ...same, server_address: 17 }), [
      'devices[0], line 1: server_address says something else than slave_address, which is the same setting',
    ]);
  });

  it('with a password that ends in a space is taken as it is, with a warning', async () => {
    const device = { name: 'a', ip: 'm', auth: 'Low', password: 'geheim ' };
    const { devices, warnings } = await read('a.json', { devices: [device] });
    assert.equal(devices[0]?.secrets.password, 'geheim ');
    assert.deepEqual(warnings, [
      'devices[0], line 1: password begins or ends with a space, which is taken as part of it',
    ]);
  });

  it('needs an alias of its own', async () => {
    const devices = [
      { device_alias: 'a', ip: 'm' },
      { device_alias: 'a', ip: 'n' },
      { device_alias: 'b c', ip: 'n' },
    ];
    assert.deepEqual(await problemsOf('a.json', { devices }), [
      'devices[2], line 1: device_alias "b c" is not allowed: letters a…z, digits, _ and -',
      'devices[1], line 1: device_alias "a" stands at more than one device, also at devices[0], line 1',
    ]);
  });
});
