/** A read node whose meter is reached otherwise than by logical names over HDLC. */
import assert from 'node:assert/strict';
import { MeterClient } from '../../src/meter/meter-client.js';
import { resolveSettings } from '../../src/meter/resolve-settings.js';
import { openTransport } from '../../src/pool/open-transport.js';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { device, flow, read, simulator } from './support/flows.js';
import { type RunningReader, startReader } from './support/reading.js';
import { freePort, Inbox, load, nodeOf, useRuntime } from './support/runtime.js';

async function answer(reader: RunningReader) {
  reader.ask();
  const [message] = await reader.out.atLeast(1);
  return message;
}

describe('a read node whose meter', () => {
  useRuntime();
  let host: SimulatorHost;

  before(async () => {
    host = await startSimulator({ hdlcPort: 0, iecPort: 0 });
  });
  after(() => host.close());

  it('is read by short names', async () => {
    const message = await answer(await startReader(host.hdlcPort ?? 0, {}, { referencing: 'SN' }));
    assert.deepEqual([message?.topic, message?.unit], ['cellar/1.0.1.8.0.255', 'Wh']);
    assert.equal(typeof message?.payload, 'number');
  });

  it('is read by the short name of a signal, without its object list', async () => {
    const signals = [
      { todo: '1.8.0', alias: 'energy', sn: await shortNameOf('1.0.1.8.0.255', host.hdlcPort) },
    ];
    const message = await answer(await startReader(host.hdlcPort ?? 0, { signals }, { referencing: 'SN' }));
    assert.deepEqual([message?.topic, typeof message?.payload], ['cellar/energy', 'number']);
  });

  it('wants an IEC start', async () => {
    const message = await answer(
      await startReader(host.iecPort ?? 0, {}, { mode: 'IEC', timeoutMs: '2500' }),
    );
    assert.deepEqual([message?.unit, message?.dlms.classId], ['Wh', 3]);
  });

  it('gives a plain readout, read by the codes of its display', async () => {
    const readout = { mode: 'IEC', iecReadout: 'always', timeoutMs: '2500' };
    const message = await answer(await startReader(host.iecPort ?? 0, { job: '1.8.0*01' }, readout));
    assert.deepEqual([message?.unit, typeof message?.payload], ['kWh', 'number']);
    assert.equal(message?.dlms.obis, '1.0.1.8.0.1');
  });

  it('is simulated with an IEC start, beside it in the flow', async () => {
    const port = await freePort();
    const meter = device(port, { mode: 'IEC', timeoutMs: '2500' });
    await load(flow(simulator(port, { framing: 'iec' }), meter, read()));
    const out = new Inbox<{ readonly payload: unknown }>('out');
    nodeOf('read1').receive({});
    const [message] = await out.atLeast(1);
    assert.equal(typeof message?.payload, 'number');
  });
});

/** As hexadecimal text, of the value of an object. */
async function shortNameOf(obis: string, port: number | undefined): Promise<string> {
  const { settings } = resolveSettings({ host: '127.0.0.1', port, physicalAddress: 16, pollDelayMs: 0 });
  const meter = new MeterClient({ settings, open: openTransport(settings) });
  const objects = await meter.objects();
  await meter.close();
  const { baseName } = objects.find(({ logicalName }) => logicalName === obis) ?? {};
  assert.ok(baseName !== undefined);
  return `0x${(baseName + 8).toString(16)}`;
}
