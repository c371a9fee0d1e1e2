/** Read nodes inside of subflows, groups and linked flows: where users put them. */
import assert from 'node:assert/strict';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { coreNodes } from './support/examples.js';
import { device, flow, read, sink, TAB } from './support/flows.js';
import type { ErrorMessage, ValueMessage } from './support/reading.js';
import {
  type DeployType,
  deploy,
  type FlowNode,
  Inbox,
  load,
  nodeOf,
  useRuntime,
} from './support/runtime.js';

const SUBFLOW = 'subflow1';
const variable = (name: string) => `$\{${name}}`;
const env = (values: Readonly<Record<string, string>>, type = 'str') =>
  Object.entries(values).map(([name, value]) => ({ name, type, value }));

/** A subflow with one input and one output, around a read node with variables in place of its settings. */
const subflow = (reader: Record<string, unknown>): FlowNode[] => [
  {
    id: SUBFLOW,
    type: 'subflow',
    name: 'a meter',
    info: '',
    in: [{ x: 50, y: 30, wires: [{ id: 'inner' }] }],
    out: [{ x: 300, y: 30, wires: [{ id: 'inner', port: 0 }] }],
    env: env({ CODE: '1-0:1.8.0', RATE: '' }),
  },
  { ...read({ wires: [[]], ...reader }), id: 'inner', z: SUBFLOW },
];

const instance = (id: string, values: Readonly<Record<string, string>>, more: object = {}): FlowNode => ({
  id,
  type: `subflow:${SUBFLOW}`,
  z: TAB,
  x: 100,
  y: 100,
  name: '',
  env: env(values),
  wires: [['out']],
  ...more,
});

describe('a read node', () => {
  useRuntime();
  let meter: SimulatorHost;
  let port = 0;
  before(async () => {
    meter = await startSimulator({ hdlcPort: 0, meters: 3 });
    port = meter.hdlcPort ?? 0;
  });
  after(() => meter.close());

  const topics = (out: Inbox<ValueMessage>) => new Set(out.messages.map(({ topic }) => topic));

  it('takes its codes and its rate from the instance of the subflow that it is in', async () => {
    const inner = {
      trigger: 'both',
      scanRateMs: variable('RATE'),
      signals: [{ todo: variable('CODE'), alias: variable('ALIAS') }],
    };
    await load(
      flow(
        device(port),
        ...subflow(inner),
        instance('one', { CODE: '1-0:32.7.0', ALIAS: 'u', RATE: '100' }),
        instance('other', { ALIAS: 'energy', RATE: '0' }),
      ),
    );
    const out = new Inbox<ValueMessage>('out');
    await out.atLeast(2);
    assert.deepEqual(topics(out), new Set(['cellar/u']), 'the other reads on input only');
    nodeOf('other').receive({ request: 7 });
    await out.until(() => topics(out).has('cellar/energy'), 'the other');
    assert.equal(out.messages.find(({ topic }) => topic === 'cellar/energy')?.request, 7);
    assert.equal(meter.connections, 1, 'both share the meter');
  });

  it('reads the meter that the instance of its subflow chooses, and tells its errors outside', async () => {
    const meters = [device(port), device(port, { id: 'meter2', alias: 'attic', physicalAddress: '17' })];
    const inner = { device: variable('METER'), job: '1-0:1.8.0' };
    const choosing = instance('one', { METER: 'meter1' });
    const other = { ...instance('other', {}), env: [{ name: 'METER', type: 'conf-type', value: 'meter2' }] };
    await load(flow(...meters, ...subflow(inner), choosing, other, instance('none', { METER: 'nobody' })));
    const out = new Inbox<ValueMessage>('out');
    const errors = new Inbox<ErrorMessage>('errors');
    for (const id of ['one', 'other', 'none']) nodeOf(id).receive({});
    await Promise.all([out.atLeast(2), errors.atLeast(1)]);
    assert.deepEqual(topics(out), new Set(['cellar/1.0.1.8.0.255', 'attic/1.0.1.8.0.255']));
    assert.match(errors.messages[0]?.error.message ?? '', /"nobody" does not exist/);
  });

  it('may have its meter inside of the subflow, whose address the instance gives', async () => {
    const inside = {
      ...device(port, { physicalAddress: variable('ADDRESS'), alias: variable('NAME') }),
      z: SUBFLOW,
    };
    const nodes = [...subflow({ job: '1-0:1.8.0' }), inside];
    const instances = ['16', '17', '18'].map((ADDRESS) =>
      instance(`i${ADDRESS}`, { ADDRESS, NAME: `h${ADDRESS}` }),
    );
    await load(flow(...nodes, ...instances));
    const out = new Inbox<ValueMessage>('out');
    for (const { id } of instances) nodeOf(id).receive({});
    await out.atLeast(3);
    const code = '1.0.1.8.0.255';
    assert.deepEqual(topics(out), new Set([`h16/${code}`, `h17/${code}`, `h18/${code}`]));
  });

  for (const type of ['full', 'flows', 'nodes'] as const satisfies readonly DeployType[]) {
    it(`goes on in its subflow after a deployment of type "${type}", and stops with the instance`, async () => {
      const scanning = subflow({ trigger: 'scan', scanRateMs: '60', job: variable('CODE') });
      const nodes = (code: string, more: object = {}) =>
        flow(device(port), ...scanning, instance('one', { CODE: code }, more));
      await load(nodes('1-0:1.8.0'));
      await new Inbox('out').atLeast(2);
      await deploy(nodes('1-0:32.7.0'), type);
      const out = new Inbox<ValueMessage>('out');
      await out.until(() => topics(out).has('cellar/1.0.32.7.0.255'), 'the new code');
      await deploy(nodes('1-0:32.7.0', { d: true }), type);
      const end = Date.now() + 3000;
      while (meter.connections > 0 && Date.now() < end)
        await new Promise((resolve) => setTimeout(resolve, 10));
      assert.equal(meter.connections, 0);
    });
  }

  it('answers what comes over links, and returns where it was called from', async () => {
    const place = { z: TAB, x: 100, y: 100 };
    const linked: FlowNode[] = [
      {
        id: 'call',
        type: 'link call',
        ...place,
        links: ['in'],
        linkType: 'static',
        timeout: '5',
        wires: [['out']],
      },
      { id: 'in', type: 'link in', ...place, links: [], wires: [['read1']] },
      { id: 'back', type: 'link out', ...place, mode: 'return', links: [], wires: [] },
    ];
    await load(flow(device(port), ...linked, read({ wires: [['back']] })), {}, coreNodes('link'));
    const out = new Inbox<ValueMessage>('out');
    nodeOf('call').receive({ request: 7 });
    const [message] = await out.atLeast(1);
    assert.deepEqual([message?.request, message?.topic, message?.unit], [7, 'cellar/1.0.1.8.0.255', 'Wh']);
  });

  it('reads a job out of a split, and a join puts the answers together', async () => {
    const place = { z: TAB, x: 100, y: 100 };
    const nodes: FlowNode[] = [
      {
        id: 'split',
        type: 'split',
        ...place,
        splt: '\\n',
        spltType: 'str',
        arraySplt: 1,
        arraySpltType: 'len',
        stream: false,
        addname: '',
        wires: [['change']],
      },
      {
        id: 'change',
        type: 'change',
        ...place,
        rules: [{ t: 'move', p: 'payload', pt: 'msg', to: 'job', tot: 'msg' }],
        wires: [['read1']],
      },
      { id: 'join', type: 'join', ...place, mode: 'auto', wires: [['all']] },
      sink('all'),
    ];
    await load(
      flow(device(port), ...nodes, read({ job: '', wires: [['join']] })),
      {},
      coreNodes('split', 'change'),
    );
    const all = new Inbox<{ readonly payload: readonly unknown[] }>('all');
    nodeOf('split').receive({ payload: ['1-0:32.7.0', '1-0:52.7.0', '1-0:72.7.0'] });
    const [message] = await all.atLeast(1);
    assert.equal(message?.payload.length, 3);
    for (const value of message?.payload ?? []) assert.ok(typeof value === 'number' && value > 200);
  });
});
