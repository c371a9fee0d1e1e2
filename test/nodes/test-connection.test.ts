/** "Test connection" through the runtime, on a form that nobody has saved. */
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { device, flow, read } from './support/flows.js';
import {
  admin,
  adminDelete,
  adminPost,
  freePort,
  Inbox,
  load,
  stopFlows,
  useRuntime,
} from './support/runtime.js';
import {
  formFor,
  lastSteps,
  oneConnectionGateway,
  runTool,
  startTool,
  type Told,
  watchTool,
} from './support/tools.js';

const PASSWORD = 'Gold-im-Keller';
const WRONG = 'Silber-im-Keller';
const LOW = { auth: 'Low', clientAddress: '1' };
const variable = (name: string) => `$\{${name}}`;
const kinds = (told: readonly Told[]) => told.map(({ kind }) => kind).filter((kind) => kind !== 'step');
const states = (told: readonly Told[]) => lastSteps(told).map(({ name, state }) => `${name} ${state}`);

describe('a test of the connection', () => {
  useRuntime();
  let open: SimulatorHost;
  let locked: SimulatorHost;
  before(async () => {
    open = await startSimulator({ hdlcPort: 0, wrapperPort: 0 });
    locked = await startSimulator({ hdlcPort: 0, auth: 'Low', password: PASSWORD });
  });
  after(async () => {
    await open.close();
    await locked.close();
  });
  const port = () => open.hdlcPort ?? 0;
  const lockedForm = () => formFor(locked.hdlcPort ?? 0, LOW);

  it('of a meter that answers tells each step, with its time and what was agreed', async () => {
    await load(flow());
    const told = await runTool('test', { settings: formFor(port()) });
    assert.deepEqual(kinds(told), ['plan', 'turn', 'climbed']);
    assert.equal(told.at(-1)?.holds, true);
    assert.deepEqual(states(told), [
      'line done',
      'link done',
      'association done',
      'logical-device-name done',
      'clock done',
    ]);
    const [, link] = lastSteps(told);
    assert.equal(link?.facts.windowTransmit, 7);
    assert.equal(open.connections, 0);
  });

  it('at a wrong address ends there, with what to try', async () => {
    await load(flow());
    const told = await runTool('test', { settings: formFor(port(), { physicalAddress: '99' }) });
    assert.equal(told.at(-1)?.holds, false);
    const link = lastSteps(told).find(({ name }) => name === 'link');
    assert.deepEqual([link?.state, link?.error?.code], ['failed', 'DLMS_TIMEOUT']);
    assert.ok(link?.advice.includes('other-address'));
  });

  it('with a wrong password sends it once; another one may be tried at once', async () => {
    await load(flow());
    const wrong = { settings: lockedForm(), secrets: { password: WRONG } };
    const first = await runTool('test', wrong);
    const failed = lastSteps(first).find(({ state }) => state === 'failed');
    assert.deepEqual([failed?.name, failed?.error?.code], ['association', 'DLMS_AUTHENTICATION_FAILED']);
    const second = await runTool('test', wrong);
    assert.deepEqual(kinds(second), ['plan', 'held-back']);
    assert.ok(Number(second.at(-1)?.at) > Date.now() + 800_000);
    assert.deepEqual(states(second), []);
    const right = await runTool('test', { settings: lockedForm(), secrets: { password: PASSWORD } });
    assert.equal(right.at(-1)?.holds, true);
    assert.ok(!JSON.stringify([first, second, right]).includes('-im-Keller'));
  });

  it('takes what is not typed from where Node-RED keeps it, and what is typed before that', async () => {
    const meter = device(locked.hdlcPort ?? 0, { ...LOW });
    await load(flow(meter), { meter1: { password: PASSWORD } });
    const kept = await runTool('test', { settings: lockedForm(), stored: ['password'] });
    assert.equal(kept.at(-1)?.holds, true);
    const typed = { settings: lockedForm(), secrets: { password: `${WRONG}2` }, stored: ['password'] };
    assert.equal((await runTool('test', typed)).at(-1)?.holds, false);
    const { status, body } = await adminPost('/dlms/tools/test', { id: 'meter1', settings: lockedForm() });
    assert.equal(status, 400);
    assert.match(String((body as { message: string }).message), /password is not set/);
  });

  it('uses the secrets of meters only, not those of other nodes', async () => {
    const other = { id: 'simulator1', type: 'dlms-simulator', z: 'tab1', x: 1, y: 1, wires: [] };
    const simulated = { ...other, port: String(await freePort()), auth: 'Low' };
    await load(flow(simulated), { simulator1: { password: PASSWORD } });
    const question = { id: 'simulator1', settings: lockedForm(), stored: ['password'] };
    const { status } = await adminPost('/dlms/tools/test', question);
    assert.equal(status, 400);
  });

  it('fills in environment variables, in settings and in secrets', async () => {
    process.env.TEST_DLMS_TOOL_PORT = String(locked.hdlcPort);
    process.env.TEST_DLMS_TOOL_PASSWORD = PASSWORD;
    await load(flow());
    const settings = { ...lockedForm(), port: variable('TEST_DLMS_TOOL_PORT') };
    const secrets = { password: variable('TEST_DLMS_TOOL_PASSWORD') };
    assert.equal((await runTool('test', { settings, secrets })).at(-1)?.holds, true);
    const missing = { password: variable('TEST_DLMS_NOT_THERE') };
    const { body } = await adminPost('/dlms/tools/test', { id: 'meter1', settings, secrets: missing });
    assert.match(String((body as { message: string }).message), /there is no such variable/);
  });

  it('is refused with its reason where settings cannot be right', async () => {
    await load(flow());
    for (const question of [
      {},
      { id: 'meter1' },
      { id: 'meter1', settings: { host: '' } },
      { id: 'meter1', settings: formFor(port(), { clientAddress: '128' }) },
      { id: 'meter1', settings: { host: ['a'], port: { toString: 'x' } } },
    ]) {
      const { status, body } = await adminPost('/dlms/tools/test', question);
      assert.deepEqual([status, (body as { code: string }).code], [400, 'DLMS_SETTING']);
    }
  });

  it('ends at once when it is stopped, and leaves nothing open', async () => {
    await load(flow());
    let connections = 0;
    const mute = createServer((socket) => {
      connections += 1;
      socket.on('close', () => {
        connections -= 1;
      });
      socket.resume();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => mute.once('listening', resolve));
    const address = mute.address();
    assert.ok(typeof address === 'object' && address !== null);
    const settings = formFor(address.port, { timeoutMs: '20000' });
    const run = await startTool('test', { settings });
    const busy = await adminPost('/dlms/tools/test', { id: 'meter1', settings });
    assert.deepEqual([busy.status, busy.body], [409, { code: 'busy' }]);
    const elsewhere = await startTool('test', { id: 'meter2', settings: formFor(port()) });
    assert.equal((await watchTool(elsewhere)).at(-1)?.holds, true);

    const begin = performance.now();
    assert.equal(await adminDelete(`/dlms/tools/runs/${run}`), 204);
    const told = await watchTool(run);
    assert.deepEqual(told.at(-1), { kind: 'ended', ending: 'stopped' });
    assert.ok(performance.now() - begin < 1000);
    for (let tries = 0; tries < 200 && connections > 0; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.equal(connections, 0);
    assert.equal((await runTool('test', { settings: formFor(port()) })).at(-1)?.holds, true);
    mute.close();
  });

  for (const [title, mode] of [
    ['HDLC', 'DLMS-HDLC'],
    ['the WRAPPER', 'DLMS-WRAPPER'],
  ] as const) {
    it(`of a meter that a flow reads, behind a gateway that takes one connection (${title})`, async () => {
      const target = mode === 'DLMS-HDLC' ? open.hdlcPort : open.wrapperPort;
      const gateway = await oneConnectionGateway(target ?? 0);
      const settings = { mode, timeoutMs: '1000' };
      await load(flow(device(gateway.port, settings), read({ trigger: 'scan', scanRateMs: '50' })));
      const [out, errors] = [new Inbox('out'), new Inbox('errors')];
      await out.atLeast(3);
      for (const more of [{}, { timeoutMs: '900' }]) {
        const told = await runTool('test', { settings: formFor(gateway.port, { ...settings, ...more }) });
        assert.equal(told.at(-1)?.holds, true, JSON.stringify(told.at(-1)));
      }
      const before = out.messages.length;
      await out.atLeast(before + 5);
      assert.deepEqual([gateway.refused, errors.messages], [0, []]);
      await stopFlows();
      await gateway.close();
    });
  }

  it('that nobody knows of is told as such', async () => {
    await load(flow());
    assert.equal((await admin('/dlms/tools/runs/nobody')).status, 404);
    assert.equal(await adminDelete('/dlms/tools/runs/nobody'), 204);
  });
});
