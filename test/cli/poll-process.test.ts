/** `dlms poll` as a process: how it ends, and what it leaves behind. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HdlcDeframer } from '../../src/framing/hdlc/deframer.js';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { stateInTempFolder } from '../support/state-folder.js';
import { tempFolder } from '../support/temp-folder.js';
import { ended, inProcess, linesOf, startDlms } from './dlms.js';
import { mutedLine } from './muted-line.js';
import { type Entry, pollFiles } from './poll-files.js';

const NEVER_SENT = Buffer.from('no meter is ever sent this');

describe('the process of dlms poll', () => {
  stateInTempFolder();
  const folder = tempFolder();
  let host: SimulatorHost;
  const { device, dead, signal, file, voltages } = pollFiles(() => host, folder);

  before(async () => {
    host = await startSimulator({ hdlcPort: 0, wrapperPort: 0, meters: 3 });
  });
  after(() => host.close());

  /** Starts polling, and ends it by the signal when so much was printed. */
  async function pollUntil(
    args: readonly string[],
    isEnough: (stdout: string) => boolean,
    how: NodeJS.Signals,
  ) {
    const child = startDlms(['poll', ...args]);
    const end = ended(child);
    let stdout = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      if (!child.killed && isEnough(stdout)) child.kill(how);
    });
    return end;
  }

  for (const how of ['SIGINT', 'SIGTERM'] as const) {
    it(`releases every association before it ends by ${how}`, async () => {
      const lines = await Promise.all([1, 2].map(() => mutedLine(host.hdlcPort, NEVER_SENT)));
      const path = file(
        lines.map(({ port }, at) => device(`meter${at}`, { port, slave_address: 16 + at })),
        lines.map((_, at) => signal(`meter${at}`, '1-0:32.7.0')),
      );
      const scanned = (stdout: string) => stdout.includes('meter0/') && stdout.includes('meter1/');
      const { status, stderr } = await pollUntil(['-c', path], scanned, how);
      for (const line of lines) {
        const kinds = new HdlcDeframer()
          .push(line.sent())
          .map((each) => (each.kind === 'frame' ? each.frame.control.kind : 'damage'));
        assert.equal(kinds.at(-1), 'DISC');
        assert.ok(line.sent().includes(Buffer.from('6203800100', 'hex')), 'no RLRQ');
        line.close();
      }
      assert.deepEqual([status, stderr], [0, '']);
    });
  }

  it('ends at once when it is asked a second time', async () => {
    const line = await mutedLine(host.hdlcPort, Buffer.from([0x7e]));
    const path = file(
      [device('one', { port: line.port, timeout_ms: 60_000 })],
      [signal('one', '1-0:32.7.0')],
    );
    const child = startDlms(['poll', '-c', path]);
    const end = ended(child);
    await line.muted;
    child.kill('SIGINT');
    child.kill('SIGTERM');
    assert.notEqual((await end).status, null);
    line.close();
  });

  it('writes its ready file when every device was scanned, be it in vain, and not before', async () => {
    const ready = join(folder(), 'ready.json');
    writeFileSync(ready, 'of an earlier run');
    const path = file(
      [device('one'), dead('gone')],
      [signal('one', '1-0:32.7.0'), signal('gone', '1-0:32.7.0')],
    );
    let early = false;
    const child = startDlms(['poll', '-c', path, '-R', ready]);
    const end = ended(child);
    child.stdout.on('data', (chunk) => {
      if (!String(chunk).includes('gone/') && existsSync(ready)) early = !child.killed;
    });
    while (!existsSync(ready) || readFileSync(ready, 'utf8').startsWith('of an')) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const { pid, time } = JSON.parse(readFileSync(ready, 'utf8')) as Entry;
    child.kill('SIGINT');
    const { stdout } = await end;
    assert.equal(pid, child.pid);
    assert.match(String(time), /^\d{4}-\d\d-\d\dT/);
    assert.equal(early && !stdout.includes('gone/'), false);
  });

  it('ends quietly when its reader goes away, and says so when the disk is full', async () => {
    const child = startDlms(['poll', '-c', voltages()]);
    child.stdout.once('data', () => child.stdout.destroy());
    const stderr: string[] = [];
    child.stderr.on('data', (chunk) => stderr.push(String(chunk)));
    const [status] = await once(child, 'close');
    assert.deepEqual([status, stderr.join('')], [0, '']);
    if (!existsSync('/dev/full')) return;
    const full = await inProcess(['poll', '-c', voltages(), '--once', '--capture', '/dev/full']);
    assert.equal(full.status, 1);
    assert.equal(linesOf(full.results).length, 3);
    assert.match(full.notes.join('\n'), /the capture ends here, \/dev\/full cannot be written: ENOSPC/);
  });
});
