import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { flowOf } from '../../src/config/flow-writer.js';
import { DEVICE_DEFAULTS, READ_DEFAULTS } from '../../src/config/node-defaults.js';
import { idMaker } from '../../src/config/node-id.js';
import { read, variable } from './files.js';

const CODES = '1-0:1.8.0,1-0:2.8.0';
const FILE = {
  devices: [
    {
      name: 'Keller',
      device_alias: 'cellar',
      description: 'by the door',
      ip: '10.0.0.5',
      password: 'geheim77',
    },
    { name: 'Dach', protocol: 'DLMS serial', device: 'PORT1', enable: 0, block_cipher_key: '00'.repeat(16) },
    { name: 'Hof', protocol: 'udp', ip: variable('HOST'), port: variable('PORT'), retry_counter: 5 },
  ],
  signals: [
    {
      signal_name: 'E',
      device_alias: 'cellar',
      job_todo: CODES,
      tag_job_todo: '1-0:1.8.0',
      SN: '0xFA08',
      log: 1,
    },
    { device_alias: 'Hof', tag_job_todo: variable('CODE'), enable: 0 },
    { device_alias: 'cellar', job_todo: '1.0.16.7.0', pulse_short_time_ms: 100, pulse_long_time_ms: 500 },
    { device_alias: 'cellar', job_todo: '1.8.0, 2.8.0', tag_job_todo: '1-0:2.8.0', number_type: 'uint64' },
  ],
};

describe('a configuration as a flow for Node-RED', () => {
  const flow = async () => flowOf(await read('plant.json', FILE), 'plant');

  it('has a tab, a config node for each device, and a read node for each device and job', async () => {
    const { nodes, deviceIds } = await flow();
    assert.deepEqual(
      nodes.map(({ type, label, alias, device, job }) => [type, label ?? alias ?? device, job]),
      [
        ['tab', 'plant', undefined],
        ['dlms-device', 'cellar', undefined],
        ['dlms-device', '', undefined],
        ['dlms-device', '', undefined],
        ['dlms-read', deviceIds.get('cellar'), CODES],
        ['dlms-read', deviceIds.get('cellar'), '1.0.16.7.0'],
        ['dlms-read', deviceIds.get('Hof'), ''],
      ],
    );
    assert.equal(new Set(nodes.map(({ id }) => id)).size, nodes.length);
    for (const { id } of nodes) assert.match(id, /^[0-9a-f]{16}$/);
    const [tab, ...others] = nodes;
    for (const node of others.filter(({ type }) => type === 'dlms-read')) {
      assert.equal(node.z, tab?.id);
      assert.deepEqual(node.wires, [[]]);
      assert.ok(Number(node.x) > 0 && Number(node.y) > 0);
    }
    assert.ok(
      others.filter(({ type }) => type === 'dlms-device').every((node) => !('x' in node || 'z' in node)),
    );
  });

  it('keeps signals with all that the file says of them, in their order, as the editor keeps them', async () => {
    const { nodes } = await flow();
    assert.deepEqual(
      nodes.filter(({ type }) => type === 'dlms-read').map(({ signals }) => signals),
      [
        [
          { name: 'E', job: CODES, todo: '1-0:1.8.0', sn: '0xFA08', log: '1' },
          { job: '1.8.0, 2.8.0', todo: '1-0:2.8.0', numberType: 'UINT64' },
        ],
        [{ job: '1.0.16.7.0', pulseShortMs: '100', pulseLongMs: '500' }],
        [{ todo: variable('CODE'), enable: '0' }],
      ],
    );
  });

  it('keeps devices with their settings and remarks, and fills in what the editor would', async () => {
    const { nodes } = await flow();
    const [cellar, roof, yard] = nodes.filter(({ type }) => type === 'dlms-device');
    assert.deepEqual(cellar, {
      ...{ id: cellar?.id, type: 'dlms-device', ...DEVICE_DEFAULTS },
      ...{ name: 'Keller', alias: 'cellar', host: '10.0.0.5', info: 'by the door' },
    });
    assert.deepEqual([roof?.d, roof?.transport, roof?.serialPort, roof?.host], [true, 'serial', 'PORT1', '']);
    assert.deepEqual(
      [yard?.transport, yard?.mode, yard?.host, yard?.port, yard?.retryCounter],
      ['udp', 'DLMS-WRAPPER', variable('HOST'), variable('PORT'), '5'],
    );
    assert.ok(!('d' in (cellar ?? {})));
  });

  it('holds no secret', async () => {
    assert.doesNotMatch(JSON.stringify((await flow()).nodes), /geheim77|000000|password|[cC]ipher/);
  });

  it('is the same each time, and tabs of other names have other ids', async () => {
    assert.deepEqual((await flow()).nodes, (await flow()).nodes);
    const configuration = await read('plant.json', FILE);
    const [one, two] = ['a', 'b'].map((label) => flowOf(configuration, label).nodes[0]?.id);
    assert.notEqual(one, two);
  });

  it('puts many nodes into columns', async () => {
    const signals = Array.from({ length: 40 }, (_, at) => ({
      device_alias: 'a',
      job_todo: `1.0.${at}.8.0.255`,
    }));
    const configuration = await read('a.json', { devices: [{ device_alias: 'a', ip: 'm' }], signals });
    const places = flowOf(configuration, 'a').nodes.flatMap(({ x, y }) =>
      x === undefined ? [] : [`${x} ${y}`],
    );
    assert.equal(new Set(places).size, 40);
    assert.equal(new Set(places.map((place) => place.split(' ')[0])).size, 3);
  });

  it('never gives a node the id of another, nor one that is an alias', () => {
    const first = idMaker([])('x');
    const idOf = idMaker([first]);
    const ids = ['x', 'x', 'y'].map(idOf);
    assert.equal(new Set([first, ...ids]).size, 4);
  });
});

describe('what the editor fills into new nodes', () => {
  const defaultsIn = (type: string): Record<string, string> => {
    const html = readFileSync(`nodes/${type}.html`, 'utf8');
    const block = html.match(/defaults: \{([\s\S]*?)\n {6}\}/)?.[1] ?? '';
    const lines = [...block.matchAll(/^ {8}(\w+): \{ value: '([^']*)'/gm)];
    return Object.fromEntries(lines.map((match) => [match[1] ?? '', match[2] ?? '']));
  };

  it('is what an import fills in', () => {
    assert.deepEqual(DEVICE_DEFAULTS, defaultsIn('dlms-device'));
    const { device, job, ...read } = defaultsIn('dlms-read');
    assert.deepEqual([device, job], ['', '']);
    assert.deepEqual({ ...READ_DEFAULTS }, read);
  });
});
