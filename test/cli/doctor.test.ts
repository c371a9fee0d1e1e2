import assert from 'node:assert/strict';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { dlms, linesOf } from './dlms.js';

const METER = [
  '--ip',
  '127.0.0.1',
  '--type',
  'LN',
  '--slave-address',
  '16',
  '--id',
  '1',
  '--address-size',
  '2',
  '--poll-delay-ms',
  '0',
];
const PASSWORD = 'Gold-im-Keller';

describe('dlms doctor', () => {
  let open: SimulatorHost;
  let locked: SimulatorHost;
  before(async () => {
    open = await startSimulator({ hdlcPort: 0 });
    locked = await startSimulator({ wrapperPort: 0, auth: 'Low', password: PASSWORD });
  });
  after(async () => {
    await open.close();
    await locked.close();
  });

  const doctor = (port: number | undefined, more: readonly string[] = [], env = {}) =>
    dlms(['doctor', ...METER, '--port', String(port), ...more], { env });

  it('shows each step that holds, with its time and what was agreed, and ends with 0', async () => {
    const { status, stdout, stderr } = await doctor(open.hdlcPort);
    assert.deepEqual([status, stderr], [0, '']);
    const steps = stdout.split('\n').filter((line) => line.startsWith('✔'));
    assert.deepEqual(
      steps.map((line) => line.slice(2, 26).trim()),
      ['port or socket', 'link: SNRM, UA', 'association: AARQ, AARE', 'logical device name', 'clock'],
    );
    assert.ok(steps.every((line) => /\d+ ms$/.test(line)));
    assert.match(stdout, /frames sent at a time: 7\n/);
    assert.match(stdout, /largest request \(PDU\): 2048\n/);
    assert.match(stdout, /name: MFL0000012345678\n/);
    assert.doesNotMatch(stdout, /→/);
  });

  it('shows what goes over the line with --trace', async () => {
    const { status, stdout, stderr } = await doctor(open.hdlcPort, ['--trace']);
    assert.equal(status, 0, stderr);
    assert.equal(stdout.split('\n').filter((line) => line.startsWith('✔')).length, 5);
    for (const what of ['→ link  HDLC SNRM P', '← app   AARE', '→ oct   '])
      assert.ok(stderr.includes(what), what);
  });

  it('as JSON, a line a step', async () => {
    const { status, stdout } = await doctor(open.hdlcPort, ['--json']);
    assert.equal(status, 0);
    const lines = linesOf(stdout);
    assert.deepEqual(
      lines.map(({ device, step, state }) => [device, step, state]),
      ['line', 'link', 'association', 'logical-device-name', 'clock'].map((step) => ['meter', step, 'done']),
    );
    assert.equal(lines[1]?.windowTransmit, 7);
  });

  it('stops at the step that fails, says what to try there, and ends with 1', async () => {
    const { status, stdout } = await doctor(open.hdlcPort, [
      ...['--slave-address', '99', '--timeout-ms', '100', '--retry-counter', '1'],
    ]);
    assert.equal(status, 1);
    assert.match(stdout, /✘ link: SNRM, UA +\d+ ms\n {4}DLMS_TIMEOUT: /);
    assert.match(stdout, /→ Try logical address 1 with physical address/);
    assert.match(stdout, /- clock\n/);
    // Nobody behind a network turns parity.
    assert.doesNotMatch(stdout, /8N1/);
  });

  it('sends a wrong password once, shows it nowhere, and says what to do', async () => {
    const { status, stdout, stderr } = await doctor(
      locked.wrapperPort,
      ['--mode', 'DLMS-WRAPPER', '--auth', 'Low', '--master-address', '1', '--json'],
      { DLMS_PASSWORD: 'Silber-im-Keller' },
    );
    assert.equal(status, 1);
    const failed = linesOf(stdout).filter(({ state }) => state === 'failed');
    assert.equal(failed.length, 1);
    const [{ step, error, advice } = {}] = failed;
    assert.deepEqual([step, (error as { code: string }).code], ['association', 'DLMS_AUTHENTICATION_FAILED']);
    assert.match(String((advice as string[])[0]), /Nothing was sent a second time/);
    assert.doesNotMatch(stdout + stderr, /-im-Keller/);
  });

  it('refuses settings that cannot be right, with 2', async () => {
    const { status, stderr } = await dlms(['doctor', '--ip', '127.0.0.1', '--master-address', '500']);
    assert.equal(status, 2);
    assert.match(stderr, /^dlms: [^\n]*master.address/);
  });
});
