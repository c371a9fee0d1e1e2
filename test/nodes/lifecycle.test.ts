import assert from 'node:assert/strict';
import type { NodeMessage } from 'node-red';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { device, flow, read, simulator, TAB } from './support/flows.js';
import { noMoreThan, openHandles } from './support/open-handles.js';
import type { ErrorMessage } from './support/reading.js';
import {
  type DeployType,
  deploy,
  type FlowNode,
  freePort,
  Inbox,
  load,
  logged,
  nodeOf,
  stopFlows,
  useRuntime,
} from './support/runtime.js';

interface StatusMessage extends NodeMessage {
  readonly status: {
    readonly fill: string;
    readonly shape: string;
    readonly text: string;
    readonly source: { readonly id: string };
  };
}

const scanning = (more: Record<string, unknown> = {}) => read({ trigger: 'both', scanRateMs: '60', ...more });

async function eventually(what: string, condition: () => boolean, ms = 3000): Promise<void> {
  const end = Date.now() + ms;
  while (!condition()) {
    assert.ok(Date.now() < end, `${what} within ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('the life of a flow that reads', () => {
  useRuntime();
  let meter: SimulatorHost;
  let port = 0;
  beforeEach(async () => {
    meter = await startSimulator({ hdlcPort: 0 });
    port = meter.hdlcPort ?? 0;
  });
  afterEach(async () => {
    await stopFlows();
    await meter.close();
  });

  it('connects to nothing while no node uses the meter', async () => {
    await load(flow(device(port)));
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(meter.connections, 0);
  });

  it('holds one connection for all nodes of a meter, and frees it after the last within two seconds', async () => {
    await load(flow(device(port), scanning(), scanning({ id: 'read2', job: '1-0:32.7.0' })));
    const out = new Inbox('out');
    await out.until(() => new Set(out.messages.map(({ topic }) => topic)).size === 2, 'both signals');
    assert.equal(meter.connections, 1);
    await deploy(flow(device(port), scanning()), 'nodes');
    const rest = new Inbox('out');
    await rest.atLeast(2);
    assert.equal(meter.connections, 1);
    const began = Date.now();
    await deploy(flow(device(port)), 'nodes');
    assert.ok(Date.now() - began < 2000);
    await eventually('the connection is closed', () => meter.connections === 0);
  });

  const changes: readonly (readonly [string, () => FlowNode[]])[] = [
    ['nothing', () => flow(device(port), scanning())],
    ['the reader', () => flow(device(port), scanning({ job: '1-0:32.7.0' }))],
    ['the meter', () => flow(device(port, { alias: 'attic' }), scanning())],
    ['another tab', () => [...flow(device(port), scanning()), { id: 'tab2', type: 'tab', label: 'other' }]],
    [
      'the meter from another alias',
      () => flow(device(port, { alias: 'attic', pollDelayMs: '1' }), scanning()),
    ],
  ];
  for (const type of ['full', 'flows', 'nodes'] as const) {
    for (const [what, changed] of changes) {
      it(`reads on after a deployment of type "${type}" that changes ${what}`, async () => {
        await load(flow(device(port), scanning()));
        await new Inbox('out').atLeast(1);
        await deploy(changed(), type);
        await new Inbox('out').atLeast(2);
        assert.equal(meter.connections, 1);
      });
    }
    it(`stops a reader that a deployment of type "${type}" disables, and starts it again`, async () => {
      await load(flow(device(port), scanning(), scanning({ id: 'read2', job: '1-0:32.7.0' })));
      await new Inbox('out').atLeast(2);
      await deploy(
        flow(device(port), scanning(), scanning({ id: 'read2', job: '1-0:32.7.0', d: true })),
        type,
      );
      const first = new Inbox('out');
      await first.atLeast(3);
      assert.deepEqual([...new Set(first.messages.map(({ topic }) => topic))], ['cellar/1.0.1.8.0.255']);
      await deploy(flow(device(port), scanning(), scanning({ id: 'read2', job: '1-0:32.7.0' })), type);
      const second = new Inbox('out');
      await second.until(
        () => second.messages.some(({ topic }) => topic === 'cellar/1.0.32.7.0.255'),
        'the other',
      );
    });
    it(`hangs up when a deployment of type "${type}" disables the tab`, async () => {
      await load(flow(device(port), scanning()));
      await new Inbox('out').atLeast(1);
      const disabled = flow(device(port), scanning()).map((node) =>
        node.id === TAB ? { ...node, disabled: true } : node,
      );
      await deploy(disabled, type);
      await eventually('the connection is closed', () => meter.connections === 0);
    });
  }

  it('gets its numbers back when the simulated meter was gone and returns, without a deployment', async () => {
    await meter.close();
    const own = await freePort();
    const readers = [device(own, { scanRateMs: '100' }), read({ trigger: 'scan' })];
    await load(flow(simulator(own), ...readers));
    const errors = new Inbox<ErrorMessage>('errors');
    const statuses = new Inbox<StatusMessage>('statuses');
    const before = new Inbox('out');
    await before.atLeast(2);
    assert.deepEqual(errors.messages, []);
    const kept = nodeOf('read1');
    await deploy(flow({ ...simulator(own), d: true }, ...readers), 'nodes');
    const failed = new Inbox<ErrorMessage>('errors');
    await failed.atLeast(1);
    await statuses.until(() => statuses.messages.some(({ status }) => status.fill === 'red'), 'a red status');
    await deploy(flow(simulator(own), ...readers), 'nodes');
    const after = new Inbox('out');
    await after.atLeast(2, 5000);
    assert.equal(nodeOf('read1'), kept, 'the read node was not deployed anew');
    assert.ok(failed.messages.length <= 2, JSON.stringify(failed.messages));
    const reading = ({ status }: StatusMessage) => status.source.id === 'read1' && status.fill === 'green';
    await statuses.until(() => statuses.messages.slice(-4).some(reading), 'a green status');
  });

  it('leaves no socket, port or timer behind after 50 deployments', async function run() {
    this.timeout(60_000);
    await meter.close();
    const own = await freePort();
    const nodes = (round: number) =>
      flow(
        simulator(own),
        device(own, { alias: `round${round}` }),
        scanning({ job: '1-0:1.8.0, 1-0:32.7.0' }),
      );
    await load(flow());
    const before = openHandles();
    await deploy(nodes(0), 'full');
    await new Inbox('out').atLeast(2);
    const types: readonly DeployType[] = ['full', 'flows', 'nodes'];
    for (let round = 1; round <= 50; round += 1) await deploy(nodes(round), types[round % 3] ?? 'full');
    await new Inbox('out').atLeast(4);
    const { sockets, servers } = openHandles();
    assert.equal(sockets - before.sockets, 2, 'both ends of one connection');
    assert.equal(servers - before.servers, 1, 'the simulated meter');
    await deploy(flow(), 'full');
    await eventually('no more than before is left', () => noMoreThan(before), 4000);
  });

  it('closes within two seconds, also while the meter does not answer', async () => {
    await load(flow(device(port, { timeoutMs: '60000', retryCounter: '5' }), scanning()));
    await new Inbox('out').atLeast(1);
    meter.setFaults({ silent: true });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const began = Date.now();
    await deploy(flow(), 'full');
    assert.ok(Date.now() - began < 2000, `${Date.now() - began} ms`);
    await eventually('the connection is closed', () => meter.connections === 0);
  });

  it('tells a meter that falls silent once, and its status to the flows of its users', async () => {
    await load(flow(device(port, { timeoutMs: '60', retryCounter: '1' }), scanning()));
    const errors = new Inbox<ErrorMessage>('errors');
    const statuses = new Inbox<StatusMessage>('statuses');
    await new Inbox('out').atLeast(1);
    meter.setFaults({ silent: true });
    const [caught] = await errors.atLeast(1);
    assert.equal(caught?.error.code, 'DLMS_TIMEOUT');
    assert.equal(caught?.error.source.id, 'read1');
    const from = (id: string, fill: string) =>
      statuses.messages.some(({ status }) => status.source.id === id && status.fill === fill);
    await statuses.until(() => from('meter1', 'red') && from('read1', 'red'), 'red statuses');
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(errors.messages.length, 1);
  });

  it('says 0 for the device status of a meter that is gone, without an error', async () => {
    await load(
      flow(device(port, { timeoutMs: '60', retryCounter: '1' }), scanning({ job: 'device_status' })),
    );
    const errors = new Inbox('errors');
    const out = new Inbox('out');
    await out.atLeast(1);
    assert.equal(out.messages[0]?.payload, 1);
    meter.setFaults({ silent: true });
    await out.until(() => out.messages.some(({ payload }) => payload === 0), 'a 0');
    meter.setFaults({});
    await out.until(() => out.messages.at(-1)?.payload === 1, 'a 1 again');
    assert.deepEqual(errors.messages, []);
  });

  it('refuses a second meter of the same alias', async () => {
    await load(
      flow(device(port), device(port, { id: 'meter2' }), read(), read({ id: 'read2', device: 'meter2' })),
    );
    const errors = new Inbox<ErrorMessage>('errors');
    const [caught] = await errors.atLeast(1);
    assert.match(caught?.error.message ?? '', /alias "cellar" is not allowed: another meter has it/);
    assert.equal(caught?.error.source.id, 'meter2');
  });

  it('warns of two meters whose aliases are made from the same name', async () => {
    const alike = (id: string) => device(port, { id, name: 'House 7', alias: '' });
    await load(flow(alike('meter1'), alike('meter2')));
    const warnings = logged().flatMap(([entry]) => {
      const { level, id, msg } = entry as { level: number; id?: string; msg: unknown };
      return level === 30 && id !== undefined ? [[id, String(msg)]] : [];
    });
    assert.equal(warnings.length, 1);
    assert.match(warnings.flat().join(' '), /meter2 alias "House_7" is that of another meter, too/);
  });
});
