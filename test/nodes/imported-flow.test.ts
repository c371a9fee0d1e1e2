import assert from 'node:assert/strict';
import { fileOf } from '../../src/config/file-writer.js';
import { flowOf } from '../../src/config/flow-writer.js';
import { readConfiguration } from '../../src/config/read-configuration.js';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { sink, TAB } from './support/flows.js';
import type { ValueMessage } from './support/reading.js';
import { type FlowNode, Inbox, load, nodeOf, useRuntime } from './support/runtime.js';

const CODES = '1-0:1.8.0, 1-0:32.7.0';

describe('a flow that was made of a file', () => {
  useRuntime();
  let host: SimulatorHost;
  before(async () => {
    host = await startSimulator({ hdlcPort: 0, meters: 1, auth: 'Low', password: 'geheim77' });
  });
  after(() => host.close());

  async function imported() {
    const device = { ip: '127.0.0.1', port: host.hdlcPort, type: 'LN', slave_address: 16, auth: 'Low' };
    const file = {
      devices: [
        {
          ...device,
          name: 'Cellar',
          device_alias: 'cellar',
          password: 'geheim77',
          poll_delay_ms: 0,
          address_size: 2,
        },
        { ...device, name: 'Off', device_alias: 'off', enable: 0, description: 'not yet' },
      ],
      signals: [
        { device_alias: 'cellar', signal_alias: 'e', job_todo: CODES, tag_job_todo: '1-0:1.8.0', log: 1 },
        { device_alias: 'cellar', signal_alias: 'u', job_todo: CODES, tag_job_todo: '1-0:32.7.0' },
        { device_alias: 'cellar', signal_alias: 'p', job_todo: '1-0:16.7.0', enable: 0 },
        { device_alias: 'off', job_todo: '1-0:1.8.0' },
      ],
    };
    const configuration = await readConfiguration('plant.json', Buffer.from(JSON.stringify(file)));
    return { configuration, ...flowOf(configuration, 'plant') };
  }

  it('runs as it is, once the secrets are there', async () => {
    const { configuration, nodes, deviceIds } = await imported();
    const readers = nodes.filter(({ type }) => type === 'dlms-read');
    const wired = nodes.map((node) => (node.type === 'dlms-read' ? { ...node, wires: [['out']] } : node));
    const [cellar] = configuration.devices;
    const id = deviceIds.get('cellar') ?? '';
    await load([...wired, { id: TAB, type: 'tab', label: 'test' }, sink('out')] as FlowNode[], {
      [id]: cellar?.secrets ?? {},
    });
    assert.equal(nodeOf(id).type, 'dlms-device');
    for (const reader of readers) assert.equal(nodeOf(reader.id).type, 'dlms-read');
    const out = new Inbox<ValueMessage>('out');
    nodeOf(readers[0]?.id ?? '').receive({});
    const messages = await out.atLeast(2);
    assert.deepEqual(
      messages
        .slice(0, 2)
        .map(({ topic }) => topic)
        .sort(),
      ['cellar/e', 'cellar/u'],
    );
    for (const { payload } of messages) assert.equal(typeof payload, 'number');
  });

  it('is a file again that says the same', async () => {
    const { configuration, nodes } = await imported();
    const again = await readConfiguration('flow.json', Buffer.from(JSON.stringify(nodes)));
    assert.deepEqual(again.signals, configuration.signals);
    const [first, second] = fileOf(again).devices;
    assert.deepEqual([first?.device_alias, first?.enable, first?.address_size], ['cellar', 1, 2]);
    assert.deepEqual([second?.name, second?.enable, second?.description], ['Off', 0, 'not yet']);
    assert.doesNotMatch(JSON.stringify([nodes, fileOf(configuration)]), /geheim77/);
  });
});
