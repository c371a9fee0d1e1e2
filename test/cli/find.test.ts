import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { tempFolder } from '../support/temp-folder.js';
import { dlms, ended, inProcess, linesOf, startDlms } from './dlms.js';

const PASSWORD = 'Gold-im-Keller';

describe('dlms find', () => {
  const folder = tempFolder();
  const hosts: SimulatorHost[] = [];
  const simulator = async (options: Parameters<typeof startSimulator>[0]): Promise<SimulatorHost> => {
    const host = await startSimulator(options);
    hosts.push(host);
    return host;
  };
  afterEach(async () => {
    for (const host of hosts.splice(0)) await host.close();
  });
  const find = (port: number | undefined, ...more: string[]) =>
    dlms(['find', '--ip', '127.0.0.1', '--port', String(port), ...more]);

  it('can be captured and done again, without the meter', async () => {
    const { wrapperPort } = await simulator({ wrapperPort: 0 });
    const file = join(folder(), 'find.jsonl');
    const args = ['find', '--ip', '127.0.0.1', '--port', String(wrapperPort), '--capture', file];
    const done = await inProcess(args);
    const again = await inProcess(['replay', file]);
    assert.equal(linesOf(done.results).length, 1, done.notes.join('\n'));
    assert.deepEqual(again, done);
  });

  it('prints the settings that reach the meter, in the names of files, and a command that tries them', async () => {
    const { wrapperPort } = await simulator({ wrapperPort: 0 });
    const { status, stdout, stderr } = await find(wrapperPort);
    assert.equal(status, 0, stderr);
    const [settings] = linesOf(stdout);
    assert.deepEqual(settings, {
      protocol: 'tcp',
      ip: '127.0.0.1',
      port: wrapperPort,
      mode: 'DLMS-WRAPPER',
      id: 1,
      slave_address: 0,
      master_address: 16,
      type: 'LN',
    });
    assert.match(stderr, /^ {3}1 {2}DLMS-WRAPPER, server 1, client 16 LN\n/);
    assert.match(stderr, /dlms: found MFL0000012345678\n/);
    const tried = /try it: dlms (objects .*)\n/.exec(stderr)?.[1]?.split(' ') ?? [];
    const objects = await dlms(tried);
    assert.equal(objects.status, 0, objects.stderr);
  });

  it('finds a meter by the number on its label', async () => {
    const { hdlcPort } = await simulator({ hdlcPort: 0, physicalAddress: 5678 });
    const { status, stdout } = await find(hdlcPort, '--serialnumber', '4814678', '--timeout-ms', '100');
    assert.equal(status, 0);
    assert.deepEqual(linesOf(stdout)[0]?.slave_address, 5678);
  });

  it('tells which clients want a password', async () => {
    const { wrapperPort } = await simulator({ wrapperPort: 0, auth: 'Low', password: PASSWORD });
    const { status, stderr } = await find(wrapperPort);
    assert.equal(status, 0);
    assert.match(stderr, /it also answers client 1, which wants a password\n/);
  });

  it('ends with 1 where nothing answers, and says what to look at', async () => {
    const { hdlcPort } = await simulator({ hdlcPort: 0, faults: { silent: true } });
    const { status, stdout, stderr } = await find(hdlcPort, '--most-seconds', '0.3', '--timeout-ms', '50');
    assert.deepEqual([status, stdout], [1, '']);
    assert.match(stderr, /dlms: no meter answered within \d+ s \(DLMS_NOT_FOUND\)\. Check cable/);
  });

  it('ends with 1 where the line cannot be opened', async () => {
    const { status, stderr } = await find(1);
    assert.equal(status, 1);
    assert.match(stderr, /DLMS_CONNECTION_REFUSED/);
  });

  it('ends in order when it is interrupted', async () => {
    const { hdlcPort } = await simulator({ hdlcPort: 0, faults: { silent: true } });
    const child = startDlms(['find', '--ip', '127.0.0.1', '--port', String(hdlcPort)]);
    child.stderr.once('data', () => child.kill('SIGINT'));
    const { status, stderr } = await ended(child);
    assert.equal(status, 1);
    assert.match(stderr, /interrupted; the search ended/);
  });

  it('needs a line, and numbers that are numbers', async () => {
    assert.equal((await dlms(['find'])).status, 2);
    assert.equal((await find(4059, '--serialnumber', 'MFL')).status, 2);
  });
});
