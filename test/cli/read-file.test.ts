import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { assertOneLine, dlms, linesOf } from './dlms.js';

const PASSWORD = 'geheim77';

describe('dlms read with a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dlms-read-'));
  const file = join(folder, 'meters.json');
  let host: SimulatorHost;

  before(async () => {
    host = await startSimulator({ hdlcPort: 0, meters: 2, auth: 'Low', password: PASSWORD });
    const common = { ip: '127.0.0.1', port: host.hdlcPort, type: 'LN', auth: 'Low', poll_delay_ms: 0 };
    writeFileSync(
      file,
      JSON.stringify({
        devices: [
          { name: 'One', device_alias: 'one', ...common, slave_address: 16, password: '$' + '{SECRET}' },
          { name: 'Two', device_alias: 'two', ...common, slave_address: 17, password: 'wrong' },
        ],
        signals: [
          { device_alias: 'two', job_todo: '0.0.96.1.0.255' },
          { device_alias: 'two', job_todo: '1-0:1.8.0,1-0:32.7.0', tag_job_todo: '1-0:32.7.0' },
          { device_alias: 'two', job_todo: '1-0:14.7.0', enable: 0 },
        ],
      }),
    );
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await host.close();
  });

  it('takes the device by its alias; the environment goes before the file', async () => {
    const env = { DLMS_PASSWORD: PASSWORD, SECRET: 'not this one' };
    const run = await dlms(['read', '-c', file, '--device-alias', 'two'], { env });
    assert.equal(run.status, 0, run.stderr);
    assert.deepEqual(
      linesOf(run.stdout).map(({ device, obis }) => [device, obis]),
      [
        ['two', '0.0.96.1.0.255'],
        ['two', '1.0.32.7.0.255'],
      ],
    );
  });

  it('an option goes before the file, and the file may name the environment', async () => {
    const args = ['read', '-c', file, '--device-alias', 'one', '--poll-delay-ms', '1', '0.0.96.1.0.255'];
    const run = await dlms(args, { env: { SECRET: PASSWORD } });
    assert.equal(run.status, 0, run.stderr);
    assert.equal(linesOf(run.stdout).length, 1);
  });

  it('asks which device is meant, and names those that there are', async () => {
    for (const args of [[], ['--device-alias', 'three']]) {
      const run = await dlms(['read', '-c', file, ...args, '1-0:1.8.0'], { env: { SECRET: PASSWORD } });
      assert.equal(run.status, 2);
      assertOneLine(run.stderr);
      assert.match(run.stderr, /one, two/);
    }
  });

  it('a file that is not JSON is told by line and column, and gives no secret away', async () => {
    const broken = join(folder, 'broken.json');
    writeFileSync(broken, '{ "devices": [\n  { "password": "geheim77" oops }\n] }');
    const run = await dlms(['read', '-c', broken, '1-0:1.8.0']);
    assert.equal(run.status, 2);
    assert.match(run.stderr, /line 2, column 28/);
    assert.doesNotMatch(run.stderr, /geheim/);
  });
});
