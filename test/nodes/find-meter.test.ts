/** "Find my meter" through the runtime. */
import assert from 'node:assert/strict';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { device, flow, read } from './support/flows.js';
import { adminDelete, adminPost, Inbox, load, useRuntime } from './support/runtime.js';
import { errorIn, oneConnectionGateway, runTool, startTool, type Told, watchTool } from './support/tools.js';

interface ToldFinding {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly reach: string;
  readonly name?: string;
  readonly wants?: string;
}

const PASSWORD = 'Gold-im-Keller';
const line = (port: number | undefined) => ({ transport: 'tcp', host: '127.0.0.1', port: String(port) });
const findings = (told: readonly Told[]) => (told.at(-1)?.findings ?? []) as readonly ToldFinding[];

describe('a search for a meter', () => {
  useRuntime();
  const hosts: SimulatorHost[] = [];
  const simulator = async (options: Parameters<typeof startSimulator>[0]): Promise<SimulatorHost> => {
    const host = await startSimulator(options);
    hosts.push(host);
    return host;
  };
  afterEach(async () => {
    for (const host of hosts.splice(0)) await host.close();
  });

  it('finds it with nothing but its address, and the settings found connect', async () => {
    const { wrapperPort } = await simulator({ wrapperPort: 0 });
    await load(flow());
    const told = await runTool('find', { settings: line(wrapperPort) });
    const [found] = findings(told);
    assert.deepEqual([found?.reach, found?.name], ['associated', 'MFL0000012345678']);
    assert.equal(told[0]?.kind, 'progress');
    const settings = Object.fromEntries(
      Object.entries(found?.settings ?? {}).map(([name, value]) => [name, String(value)]),
    );
    const tested = await runTool('test', { settings: { ...settings, pollDelayMs: '0' } });
    assert.equal(tested.at(-1)?.holds, true);
  });

  it('by the number on its label', async () => {
    const { hdlcPort } = await simulator({ hdlcPort: 0, physicalAddress: 5678 });
    await load(flow());
    const told = await runTool('find', { settings: { ...line(hdlcPort), serialNumber: '4814678' } });
    assert.equal(findings(told)[0]?.settings.physicalAddress, 5678);
  }).timeout(60_000);

  it('says where a password is wanted, and never tries the one that it could', async () => {
    const { wrapperPort } = await simulator({ wrapperPort: 0, auth: 'Low', password: PASSWORD });
    await load(flow(device(wrapperPort ?? 0)), { meter1: { password: PASSWORD } });
    const told = await runTool('find', {
      settings: line(wrapperPort),
      secrets: { password: PASSWORD },
      stored: ['password'],
    });
    const wanting = findings(told).find(({ wants }) => wants === 'password');
    assert.deepEqual([wanting?.settings.auth, wanting?.reach], ['Low', 'refused']);
    assert.ok(
      findings(told).every(({ settings }) => settings.auth !== 'Low' || settings.clientAddress !== 16),
    );
    assert.ok(!JSON.stringify(told).includes(PASSWORD));
  });

  it('takes turns with a flow that reads through the same gateway', async () => {
    const { hdlcPort } = await simulator({ hdlcPort: 0, faults: { answerBroadcast: true } });
    const gateway = await oneConnectionGateway(hdlcPort ?? 0);
    const reading = read({ trigger: 'scan', scanRateMs: '50' });
    await load(flow(device(gateway.port, { timeoutMs: '1000' }), reading));
    const [out, errors] = [new Inbox('out'), new Inbox('errors')];
    await out.atLeast(2);
    const run = await startTool('find', { settings: line(gateway.port) });
    const before = out.messages.length;
    const told = await watchTool(run);
    assert.equal(findings(told)[0]?.reach, 'associated');
    assert.ok(out.messages.length > before, 'the flow reads on');
    assert.deepEqual([gateway.refused, errors.messages], [0, []]);
    await gateway.close();
  }).timeout(60_000);

  it('ends when it is stopped', async () => {
    const { hdlcPort } = await simulator({ hdlcPort: 0, faults: { silent: true } });
    await load(flow());
    const run = await startTool('find', { settings: line(hdlcPort) });
    assert.equal(await adminDelete(`/dlms/tools/runs/${run}`), 204);
    assert.deepEqual((await watchTool(run)).at(-1), { kind: 'ended', ending: 'stopped' });
  });

  it('says why the line cannot be searched', async () => {
    await load(flow());
    const told = await runTool('find', { settings: line(1) });
    const { code, advice } = errorIn(told);
    assert.equal(code, 'DLMS_CONNECTION_REFUSED');
    assert.ok(advice.includes('wrong-port'));
    for (const settings of [{}, { ...line(1), serialNumber: 'MFL 12' }, { transport: 'serial' }]) {
      const { status, body } = await adminPost('/dlms/tools/find', { id: 'meter1', settings });
      assert.deepEqual([status, (body as { code: string }).code], [400, 'DLMS_SETTING']);
    }
  });
});
