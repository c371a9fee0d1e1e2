import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { stateInTempFolder } from '../support/state-folder.js';
import { tempFolder } from '../support/temp-folder.js';
import { dlms, inProcess, linesOf } from './dlms.js';
import { type Entry, pollFiles } from './poll-files.js';
import { listening } from './scripted-meter.js';

describe('dlms poll', () => {
  stateInTempFolder();
  const folder = tempFolder();
  let host: SimulatorHost;
  const { device, dead, signal, file, voltages } = pollFiles(() => host, folder);

  before(async () => {
    host = await startSimulator({ hdlcPort: 0, wrapperPort: 0, meters: 3 });
  });
  after(() => host.close());

  it('prints a line for each signal, as a read node would send it', async () => {
    const { status, stdout, stderr } = await dlms(['poll', '-c', voltages(), '--once']);
    assert.equal(stderr, '');
    assert.equal(status, 0);
    const lines = linesOf(stdout);
    assert.deepEqual(lines.map((line) => line.topic).sort(), [
      ...['one/voltage_l1', 'three/voltage_l1', 'two/voltage_l1'],
    ]);
    for (const { device: alias, topic, payload, timestamp, dlms: origin, ...rest } of lines) {
      assert.deepEqual(rest, { unit: 'V', quality: 'good' });
      assert.equal(topic, `${alias}/voltage_l1`);
      assert.ok(Number(payload) > 200 && Number(payload) < 260);
      assert.ok(Math.abs(Number(timestamp) - Date.now()) < 60_000);
      const { value, ...from } = origin as Entry;
      assert.equal(Number(value) / 10, payload);
      assert.deepEqual(from, {
        ...{
          device: alias,
          signal: 'voltage_l1',
          obis: '1.0.32.7.0.255',
          attribute: 2,
          classId: 3,
          scaler: -1,
        },
      });
    }
  });

  it('reads what stands in one job together, and each job of a device', async () => {
    const jobs = '1-0:1.8.0,1-0:32.7.0';
    const path = file(
      [device('one')],
      [
        signal('one', jobs, { tag_job_todo: '1-0:1.8.0', signal_alias: 'energy' }),
        signal('one', '0.0.42.0.0.255', { signal_alias: 'name' }),
        signal('one', jobs, { tag_job_todo: '1-0:32.7.0', signal_alias: 'voltage' }),
        signal('one', 'device_status', { signal_alias: 'state' }),
      ],
    );
    const { status, results, notes } = await inProcess(['poll', '-c', path, '--once', '-a']);
    assert.equal(status, 0);
    assert.deepEqual(
      linesOf(results).map(({ topic, payload }) => [topic, typeof payload]),
      [
        ['one/energy', 'number'],
        ['one/voltage', 'number'],
        ['one/name', 'string'],
        ['one/state', 'number'],
      ],
    );
    const requests = notes.filter((line) => line.includes('→ app   get-request-with-list'));
    assert.equal(requests.length, 1, notes.join('\n'));
  });

  it('shows a gap for what the meter refuses, and for a meter that is silent, and says so in its status', async () => {
    const path = file(
      [device('one'), dead('gone')],
      [
        signal('one', '1-0:32.7.0,1.0.99.77.0.255:2', {
          tag_job_todo: '1-0:32.7.0',
          signal_alias: 'voltage',
        }),
        signal('one', '1-0:32.7.0,1.0.99.77.0.255:2', {
          tag_job_todo: '1.0.99.77.0.255:2',
          signal_alias: 'none',
        }),
        signal('gone', '1-0:32.7.0', { signal_alias: 'voltage' }),
        signal('gone', 'device_status', { signal_alias: 'state' }),
      ],
    );
    const { status, results, notes } = await inProcess(['poll', '-c', path, '--once']);
    assert.equal(status, 1);
    const byTopic = Object.fromEntries(linesOf(results).map((line) => [line.topic, line]));
    assert.equal(byTopic['one/voltage']?.quality, 'good');
    assert.deepEqual(
      ['one/none', 'gone/voltage'].map((topic) => [byTopic[topic]?.payload, byTopic[topic]?.quality]),
      [
        [null, 'object-undefined'],
        [null, 'timeout'],
      ],
    );
    assert.equal(byTopic['gone/state']?.payload, 0);
    assert.match(
      notes.find((line) => line.includes('DLMS_OBJECT_UNDEFINED')) ?? '',
      /one +err +none \(1\.0\.99/,
    );
    assert.equal(notes.filter((line) => line.includes('DLMS_TIMEOUT')).length, 1);
    assert.equal(notes.at(-1), 'dlms: 1 of 2 devices could not be read: gone');
  });

  it('leaves out what is switched off, and says so', async () => {
    const path = file(
      [device('one'), device('off', { enable: 0 }), device('idle', { slave_address: 17 })],
      [
        signal('one', '1-0:32.7.0'),
        signal('one', '1-0:1.8.0', { enable: 0, signal_alias: 'old' }),
        signal('off', '1-0:1.8.0'),
      ],
    );
    const { status, results, notes } = await inProcess(['poll', '-c', path, '--once']);
    assert.equal(status, 0);
    assert.equal(linesOf(results).length, 1);
    const told = notes.map((line) => line.replace(/^ +\+\S+ +/, ''));
    assert.deepEqual(told, [
      'note  off is disabled: it is not polled',
      'note  one: 1 signal is disabled: old',
      'note  idle has no signal: it is not polled',
    ]);
    assert.deepEqual((await inProcess(['poll', '-c', path, '--once', '-d', '4'])).notes, []);
  });

  it('reads once what is to be read on input only, and ends where there is nothing else', async () => {
    const path = file([device('one', { scan_rate_ms: 0 })], [signal('one', '1-0:32.7.0')]);
    const { status, results } = await inProcess(['poll', '-c', path]);
    assert.deepEqual([status, linesOf(results).length], [0, 1]);
  });

  it('scans at its rate, and tells a meter that stays silent once', async () => {
    const path = file(
      [device('one'), dead('gone')],
      [
        signal('one', '1-0:32.7.0'),
        ...['1-0:32.7.0', '1-0:1.8.0', '1-0:2.8.0'].map((job) => signal('gone', job)),
      ],
    );
    const { status, results, notes } = await inProcess(['poll', '-c', path], {
      until: (lines) => lines.filter((line) => line.includes('"gone"')).length >= 15,
    });
    assert.equal(status, 0);
    const lines = linesOf(results);
    const scans = lines.filter((line) => line.device === 'one').length;
    assert.ok(scans >= 4, `${scans} scans`);
    assert.ok(lines.every((line) => line.device === 'one' || line.payload === null));
    assert.equal(notes.filter((line) => line.includes('DLMS_TIMEOUT')).length, 1);
  });

  it('tells when a meter is read again', async () => {
    const server = createServer((socket) => socket.destroy());
    const port = await listening(server);
    const path = file([device('late', { port })], [signal('late', '1-0:32.7.0')]);
    let found: Promise<SimulatorHost> | undefined;
    const { notes } = await inProcess(['poll', '-c', path], {
      until: (_, lines) => {
        found ??= new Promise((resolve) => server.close(() => resolve(startSimulator({ hdlcPort: port }))));
        return lines.some((line) => line.includes('are read again'));
      },
    });
    await (await found)?.close();
    assert.match(notes[0] ?? '', / late +err /);
    assert.match(notes[1] ?? '', / late +note +all signals are read again, after \d+ s/);
  });

  it('can be captured and done again, with all its meters, until it was interrupted', async () => {
    const capture = join(folder(), 'poll.jsonl');
    const path = file(
      [
        device('one'),
        device('two', { slave_address: 17 }),
        dead('gone'),
        device('wrapped', { port: host.wrapperPort, mode: 'DLMS-WRAPPER', type: 'SN' }),
      ],
      ['one', 'two', 'gone', 'wrapped'].map((of) => signal(of, '1-0:32.7.0,1-0:1.8.0')),
    );
    const done = await inProcess(['poll', '-c', path, '--capture', capture, '-d', '6', '-r'], {
      until: (lines) => lines.length > 60,
    });
    const again = await inProcess(['replay', capture]);
    assert.deepEqual([again.status, done.status], [0, 0], again.notes.join('\n'));
    assert.equal(again.results, done.results);
    assert.deepEqual(again.notes, done.notes);
  });

  it('is done again for all other meters where one leaves the capture', async () => {
    const capture = join(folder(), 'left.jsonl');
    const wrapped = { port: host.wrapperPort, mode: 'DLMS-WRAPPER' };
    const path = file(
      [device('one'), device('two', wrapped)],
      ['one', 'two'].map((of) => signal(of, '1-0:32.7.0')),
    );
    const of = (results: string, alias: string) =>
      results.split('\n').filter((line) => line.startsWith(`{"device":"${alias}"`));
    const done = await inProcess(['poll', '-c', path, '--capture', capture], {
      until: (lines) => lines.length > 20,
    });
    const lines = readFileSync(capture, 'utf8').split('\n');
    // A voltage of meter one is asked for otherwise than this program does.
    const at = lines.findIndex(
      (line) => /"sent".*C001..00030100200700FF02/.test(line) && line.includes('7EA0'),
    );
    assert.ok(at > 0, lines.join('\n'));
    const changed = lines.map((line, index) => (index === at ? line.replace('20070', '34070') : line));
    writeFileSync(capture, changed.join('\n'));
    const { status, results, notes } = await inProcess(['replay', capture]);
    assert.equal(status, 1);
    assert.deepEqual(of(results, 'two'), of(done.results, 'two'));
    assert.ok(of(results, 'one').length < of(done.results, 'one').length);
    assert.match(notes.at(-1) ?? '', new RegExp(`line ${at + 1} of the capture`));
  });
});
