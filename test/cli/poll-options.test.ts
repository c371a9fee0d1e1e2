/** What the options of `dlms poll` choose and show. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { assertNoSecret, hexOf, SECRETS } from '../support/secrets.js';
import { stateInTempFolder } from '../support/state-folder.js';
import { tempFolder } from '../support/temp-folder.js';
import { inProcess, linesOf } from './dlms.js';
import { pollFiles } from './poll-files.js';

const { password, blockCipherKey, authenticationKey } = SECRETS;

describe('the options of dlms poll', () => {
  stateInTempFolder();
  const folder = tempFolder();
  let host: SimulatorHost;
  let locked: SimulatorHost;
  const { device, dead, signal, file, voltages } = pollFiles(() => host, folder);

  before(async () => {
    host = await startSimulator({ hdlcPort: 0, wrapperPort: 0, meters: 3 });
    locked = await startSimulator({
      hdlcPort: 0,
      ...{ auth: 'HighGmac', security: 'AuthenticationEncryption' },
      ...{ blockCipherKey: hexOf(blockCipherKey), authenticationKey: hexOf(authenticationKey) },
    });
  });
  after(async () => {
    await host.close();
    await locked.close();
  });

  for (const [options, shown] of [
    [[], []],
    [['-a'], ['app']],
    [['-l'], ['link']],
    [['-t'], ['oct']],
    [['-r'], ['out']],
    [['--redis'], ['out']],
    [
      ['--app', '--link', '--transport', '--messages', '-d', '0'],
      ['app', 'link', 'oct', 'out'],
    ],
  ] as const) {
    it(`shows ${shown.join(', ') || 'nothing of the line'} with ${options.join(' ') || 'no option'}`, async () => {
      const { notes, results } = await inProcess(['poll', '-c', voltages(), '--once', ...options]);
      const labels = notes.flatMap((line) => /^ +\+\S+ +\S+ +[→←] (\w+)/.exec(line)?.[1] ?? []);
      assert.deepEqual([...new Set(labels)].sort(), [...shown].sort());
      assert.equal(linesOf(results).length, 3);
    });
  }

  it('shows every frame, APDU, octet and message of a session, each with its meter and direction', async () => {
    const { notes } = await inProcess(['poll', '-c', voltages(), '--once', '-a', '-l', '-t', '-r']);
    const of = (what: RegExp) => notes.filter((line) => what.test(line)).length;
    assert.equal(of(/ (?:one|two) +→ link {2}HDLC SNRM P +16 → 1[67] /), 2);
    assert.equal(of(/ three +← link {2}HDLC UA F +18 → 16 /), 2);
    assert.equal(of(/ one +→ app {3}get-request-with-list #1, confirmed/), 1);
    assert.equal(of(/^ +1\.0\.32\.7\.0\.255:3 {2}structure .* = × 10\^-1 V$/), 3);
    assert.equal(of(/ two +→ out {3}two\/voltage_l1 {2}2\d\d(?:\.\d)? V$/), 1);
    assert.ok(of(/ one +→ oct {3}7E A0 /) > 0);
    assert.ok(notes.every((line) => /^ +(?:\+\d+\.\d{3} {2}|\S)/.test(line)));
  });

  it('takes one port alone', async () => {
    const path = file(
      [device('one'), device('two', { port: host.wrapperPort, mode: 'DLMS-WRAPPER' })],
      [signal('one', '1-0:32.7.0'), signal('two', '1-0:32.7.0')],
    );
    for (const [port, expected] of [
      [String(host.hdlcPort), ['one']],
      [`127.0.0.1:${host.wrapperPort}`, ['two']],
      ['127.0.0.1', ['one', 'two']],
    ] as const) {
      const { results } = await inProcess(['poll', '-c', path, '--once', '-p', port]);
      assert.deepEqual(
        linesOf(results)
          .map((line) => String(line.device))
          .sort(),
        expected,
      );
    }
    const { status, notes } = await inProcess(['poll', '-c', path, '--once', '-p', '/dev/ttyS9']);
    assert.equal(status, 2);
    assert.match(notes[0] ?? '', new RegExp(`no device .* /dev/ttyS9 .*127.0.0.1:${host.hdlcPort}`));
  });

  it('maps the ports of a gateway by --map or the environment, and does not guess', async () => {
    const serial = { ip: undefined, port: undefined, protocol: 'DLMS serial', device: 'PORT1' };
    const path = file(
      [device('one', serial), dead('gone')],
      [signal('one', '1-0:32.7.0'), signal('gone', '1-0:1.8.0')],
    );
    const open = await inProcess(['poll', '-c', path, '--once', '-p', 'PORT1']);
    assert.equal(open.status, 2);
    assert.match(open.notes.join('\n'), /one: nothing says which port PORT1 is: give --map PORT1=/);
    const env = { PORT1: '/nowhere/ttyUSB7' };
    const map = ['--map', 'port1=/nowhere/ttyUSB7'];
    for (const [args, options] of [
      [['-p', 'PORT1'], { env }],
      [['-p', '/nowhere/ttyUSB7'], { env }],
      [['-p', '/nowhere/ttyUSB7', ...map], {}],
      [['-p', 'port1', ...map], { env: { PORT1: '/nowhere/else' } }],
    ] as const) {
      const mapped = await inProcess(['poll', '-c', path, '--once', ...args], options);
      assert.equal(mapped.status, 1, args.join(' '));
      assert.match(mapped.notes.join('\n'), /\/nowhere\/ttyUSB7/);
      assert.doesNotMatch(mapped.results, /gone/);
    }
    const wrong = await inProcess(['poll', '-c', path, '--map', 'PORT1']);
    assert.deepEqual([wrong.status, wrong.notes.length], [2, 1]);
    const read = await inProcess(['read', '-c', path, '--device-alias', 'one', '1-0:1.8.0']);
    assert.match(read.notes.join('\n'), /nothing says which port PORT1 is/);
  });

  it('overwrites none of the files that it reads', async () => {
    const path = file([device('one')], [signal('one', '1-0:32.7.0')]);
    const text = readFileSync(path, 'utf8');
    for (const args of [
      ['-R', path],
      ['--capture', path],
      ['-R', join(path, '..', basename(path))],
      ['-R', '/tmp/x', '--capture', '/tmp/x'],
      ['-R', ''],
    ]) {
      const { status, notes } = await inProcess(['poll', '--once', '-c', path, ...args]);
      assert.deepEqual([status, notes.length], [2, 1], args.join(' '));
    }
    assert.equal(readFileSync(path, 'utf8'), text);
  });

  it('takes keys from the environment where the file has none, and shows none of them', async () => {
    const path = file(
      [device('vault', { port: locked.hdlcPort, auth: 'HighGmac', security: 'AuthenticationEncryption' })],
      [signal('vault', '1-0:32.7.0')],
    );
    const env = {
      DLMS_BLOCK_CIPHER_KEY: hexOf(blockCipherKey),
      DLMS_AUTHENTICATION_KEY: hexOf(authenticationKey),
    };
    const { status, results, notes } = await inProcess(
      ['poll', '-c', path, '--once', '--show-plain', '-l', '-t', '-r', '-d', '7'],
      { env },
    );
    assert.equal(status, 0, notes.at(-1));
    assert.ok(notes.some((line) => line.includes('deciphered: get-request')));
    assertNoSecret([results, ...notes].join('\n'), 'dlms poll');
    const without = await inProcess(['poll', '-c', path, '--once']);
    assert.equal(without.status, 2);
    assert.match(
      without.notes.join('\n'),
      /vault: block_cipher_key is not set.*authentication_key is not set/,
    );
  });

  it('lists every problem of a file before it sends anything, and no secret', async () => {
    const path = file(
      [
        device('one', { auth: 'Low', password: password.text, baudrate: 1 }),
        device('two', { address_size: 3, pasword: password.text }),
      ],
      [signal('one', 'nonsense'), signal('three', '1-0:1.8.0')],
    );
    const { status, results, notes } = await inProcess(['poll', '-c', path]);
    assert.deepEqual([status, results], [2, '']);
    const text = notes.join('\n');
    for (const problem of [/address_size/, /pasword/, /nonsense/, /three/]) assert.match(text, problem);
    assertNoSecret(text, 'dlms poll');
  });

  it('refuses two meters that want one serial line differently', async () => {
    const serial = { ip: undefined, port: undefined, protocol: 'DLMS serial', device: '/dev/ttyS9' };
    const path = file(
      [device('one', serial), device('two', { ...serial, baudrate: 300 })],
      [signal('one', '1-0:32.7.0'), signal('two', '1-0:32.7.0')],
    );
    const { status, notes } = await inProcess(['poll', '-c', path]);
    assert.equal(status, 2);
    assert.match(notes.join('\n'), /two: \/dev\/ttyS9 is used by two meters with different settings/);
  });

  for (const [what, args, reason] of [
    ['no file', [], /no file is given/],
    ['a level that is none', ['-c', 'x', '-d', '8'], /--debug "8" is not allowed: 0…7/],
    ['a ready file that cannot be', ['-c', 'x', '-R', '/nowhere/ready'], /ready file .*ENOENT/],
    ['a capture that cannot be', ['--capture', '/nowhere/capture'], /capture .*ENOENT/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const path = voltages();
      const given = args.length > 0 && args[0] !== '-c' ? ['-c', path, ...args] : args;
      const { status, results, notes } = await inProcess(['poll', ...given]);
      assert.deepEqual([status, results], [2, '']);
      assert.match(notes.at(-1) ?? '', reason);
    });
  }

  it('says its version', async () => {
    assert.match((await inProcess(['poll', '-V'])).results, /^\d+\.\d+\.\d+$/);
  });

  it('tells by level what happens beside the results', async () => {
    const path = file(
      [device('one'), dead('gone')],
      [signal('one', '1-0:32.7.0', { log: 1 }), signal('gone', '1-0:1.8.0')],
    );
    const labels: string[][] = [];
    for (const level of ['2', 'err', '5', '6']) {
      const { notes } = await inProcess(['poll', '-c', path, '--once', '-d', level]);
      const found = notes.flatMap((line) => /^ +\+\S+ {2}\S* +(\w+) {2}/.exec(line)?.[1] ?? []);
      labels.push([...new Set(found)].sort());
    }
    assert.deepEqual(labels, [[], ['err'], ['err', 'note'], ['err', 'info', 'note']]);
  });
});
