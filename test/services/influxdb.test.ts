import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NodeInitializer } from 'node-red';
import type { SimulatorHost } from '../../src/simulator/host.js';
import { coreNodes, example, exampleOnFreePorts } from '../nodes/support/examples.js';
import { type FlowNode, Inbox, load, nodeOf, useRuntime } from '../nodes/support/runtime.js';
import { query, type Series, startInfluxd } from '../support/influxd.js';
import { describeService, type Service } from '../support/service.js';
import { readFrozenMeter, signalsOf, startFrozenMeter, withFrozenMeter } from './frozen-meter.js';

const EXAMPLE = '4 To InfluxDB';
const SIGNALS = signalsOf(example(EXAMPLE));
const influxNodes = require('node-red-contrib-influxdb/influxdb.js') as NodeInitializer;

interface Point {
  readonly payload: readonly [Readonly<Record<string, number>>, object];
}

describeService(`the example "${EXAMPLE}" with InfluxDB`, 'influxd', () => {
  useRuntime();
  let port = 0;
  let database: Service;
  let meter: SimulatorHost;
  let nodes: FlowNode[] = [];

  before(async function start() {
    this.timeout(40_000);
    database = await startInfluxd();
    port = database.port;
    meter = await startFrozenMeter(0);
    const flow = await exampleOnFreePorts(EXAMPLE, { 8086: port });
    nodes = withFrozenMeter(flow, meter.hdlcPort ?? 0);
  });
  after(async () => {
    await meter?.close();
    await database?.stop();
  });

  const idOf = (type: string) => nodes.find((node) => node.type === type)?.id ?? '';

  async function points(count: number): Promise<Series> {
    for (let tries = 0; tries < 200; tries += 1) {
      const [series] = await query(port, 'meters', 'SELECT * FROM "influx-meter"').catch(() => []);
      if (series !== undefined && series.values.length >= count) return series;
      await sleep(50);
    }
    throw new Error(`${count} points did not come`);
  }

  it('makes the database and writes a point for each scan, with what the meter says', async function run() {
    this.timeout(40_000);
    await load(nodes, {}, [...coreNodes('inject', 'change', 'http request'), influxNodes]);
    const written = new Inbox<Point>(idOf('influxdb out'));
    const [answers, errors] = nodes.filter(({ type }) => type === 'helper').map(({ id }) => new Inbox(id));
    assert.ok(answers !== undefined && errors !== undefined);
    await points(1);
    nodeOf(idOf('dlms-read')).receive({});
    const series = await points(2);

    const readings = await readFrozenMeter(meter.hdlcPort ?? 0, SIGNALS);
    const said = Object.fromEntries(SIGNALS.map(({ alias }) => [alias, readings.get(alias)?.value]));
    const rows = series.values.map((row) =>
      Object.fromEntries(series.columns.map((name, at) => [name, row[at]])),
    );
    assert.deepEqual(
      rows,
      written.messages.map(({ payload: [{ time }] }) => ({ time, device: 'influx-meter', ...said })),
    );
    await answers.atLeast(2, 10_000);
    assert.deepEqual(errors.messages, []);
  });

  it('leaves every field as a float, and the meter as a tag', async () => {
    const [fields] = await query(port, 'meters', 'SHOW FIELD KEYS FROM "influx-meter"');
    assert.deepEqual(
      fields?.values,
      SIGNALS.map(({ alias }) => [alias, 'float']).sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
    );
    const [tags] = await query(port, 'meters', 'SHOW TAG KEYS FROM "influx-meter"');
    assert.deepEqual(tags?.values, [['device']]);
  });
});
