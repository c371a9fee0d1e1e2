import assert from 'node:assert/strict';
import { DlmsError } from '../../src/errors.js';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { device, flow, read } from './support/flows.js';
import { type ErrorMessage, startReader, type ValueMessage } from './support/reading.js';
import { callsOf, freePort, Inbox, load, nodeOf, useRuntime } from './support/runtime.js';

const variable = (name: string) => `$\{${name}}`;

describe('a read node', () => {
  let meter: SimulatorHost;
  let port = 0;
  useRuntime();
  before(async () => {
    meter = await startSimulator({ hdlcPort: 0 });
    port = meter.hdlcPort ?? 0;
  });
  after(async () => meter.close());

  const start = (reader: Record<string, unknown>, meterNode: Record<string, unknown> = {}) =>
    startReader(port, reader, meterNode);

  it('answers a message with the number, its unit, and where it comes from', async () => {
    const { out, completed, ask } = await start({});
    const before = Date.now();
    ask({ _msgid: 'abc', payload: 'go', keep: { me: true } });
    const [message] = await out.atLeast(1);
    assert.ok(message);
    assert.equal(message._msgid, 'abc');
    assert.deepEqual(message.keep, { me: true });
    assert.equal(message.topic, 'cellar/1.0.1.8.0.255');
    assert.ok(typeof message.payload === 'number' && message.payload > 0);
    assert.equal(message.unit, 'Wh');
    assert.equal(message.quality, 'good');
    assert.ok(message.timestamp >= before && message.timestamp <= Date.now());
    const { value, ...origin } = message.dlms;
    assert.equal(value, message.payload);
    assert.deepEqual(origin, {
      device: 'cellar',
      signal: '1.0.1.8.0.255',
      obis: '1.0.1.8.0.255',
      attribute: 2,
      classId: 3,
      scaler: 0,
    });
    await completed.atLeast(1);
    assert.equal(completed.messages.length, 1);
  });

  it('sends one message for each signal, all with what the message that asked has', async () => {
    const { out, ask } = await start({
      signals: [
        { todo: '1-0:1.8.0', alias: 'energy' },
        { todo: '1-0:32.7.0', alias: 'voltage_l1', numberType: 'UINT16' },
        { todo: '1-0:16.7.0', alias: 'power', enable: '0' },
      ],
    });
    ask({ request: 7 });
    await out.atLeast(2);
    assert.deepEqual(
      out.messages.map(({ topic, unit, request }) => [topic, unit, request]),
      [
        ['cellar/energy', 'Wh', 7],
        ['cellar/voltage_l1', 'V', 7],
      ],
    );
    assert.notEqual(out.messages[0]?.dlms, out.messages[1]?.dlms);
    assert.ok(Number.isInteger(out.messages[1]?.payload));
  });

  it('sends messages that share nothing but what cannot be copied', async () => {
    const { out, completed, ask } = await start({ job: '1-0:1.8.0, 1-0:32.7.0, 1-0:14.7.0' });
    const [req, res] = [{ url: '/x' }, { end: () => undefined }];
    ask({ _msgid: 'abc', keep: { list: [1] }, parts: { id: 'p', index: 0, count: 1 }, req, res });
    await out.atLeast(3);
    const kept = out.messages.map(({ keep }) => keep);
    assert.equal(new Set(kept).size, 3);
    for (const message of out.messages) {
      assert.deepEqual([message._msgid, message.keep], ['abc', { list: [1] }]);
      assert.deepEqual(message.parts, { id: 'p', index: 0, count: 1 });
      assert.ok(message.req === req && message.res === res);
    }
    await completed.atLeast(1);
    assert.equal(completed.messages.length, 1);
  });

  it('leaves nothing on a message of what another read node found out', async () => {
    const nowhere = await freePort();
    const gone = device(nowhere, { id: 'meter2', alias: 'gone' });
    const first = read({ id: 'read2', device: 'meter2', onFailure: 'message', wires: [['read1']] });
    await load(flow(device(port), gone, read(), first));
    const out = new Inbox<ValueMessage>('out');
    nodeOf('read2').receive({ keep: 7, dlms: { old: true } });
    const [message] = await out.atLeast(1);
    assert.deepEqual([message?.topic, message?.quality, message?.keep], ['cellar/1.0.1.8.0.255', 'good', 7]);
    assert.deepEqual([message?.error, message?.dlms.old], [undefined, undefined]);
  });

  it('leaves no quality and no unit of another read node on a message for InfluxDB', async () => {
    const { out, ask } = await start({ output: 'influx' });
    ask({ error: { code: 'DLMS_TIMEOUT' }, quality: 'timeout', unit: 'V', keep: 7 });
    ask({ quality: 'of the user' });
    const [chained, own] = await out.atLeast(2);
    assert.deepEqual([chained?.quality, chained?.unit, chained?.keep], [undefined, undefined, 7]);
    assert.equal(own?.quality, 'of the user');
  });

  it('sends one message for all signals', async () => {
    const { out, ask } = await start({ output: 'one', job: '1-0:1.8.0, 1-0:14.7.0' });
    ask();
    const [message] = await out.atLeast(1);
    assert.equal(message?.topic, 'cellar');
    assert.deepEqual(Object.keys(message?.payload as object), ['1.0.1.8.0.255', '1.0.14.7.0.255']);
    assert.equal(message?.quality, 'good');
    const { unit, quality, classId } = (message?.dlms['1.0.14.7.0.255'] ?? {}) as Record<string, unknown>;
    assert.deepEqual([unit, quality, classId], ['Hz', 'good', 3]);
  });

  it('sends fields and tags for the InfluxDB out node', async () => {
    const { out, ask } = await start({
      output: 'influx',
      signals: [{ todo: '1-0:14.7.0', alias: 'frequency' }],
    });
    ask();
    const [message] = await out.atLeast(1);
    assert.equal(message?.measurement, 'cellar');
    const [fields, tags] = Array.isArray(message?.payload) ? message.payload : [];
    assert.deepEqual(Object.keys(fields), ['frequency']);
    assert.ok(Math.abs(fields.frequency - 50) < 1);
    assert.deepEqual(tags, { device: 'cellar' });
    assert.equal(typeof message?.timestamp, 'number');
  });

  it('reads the job of a message in place of its own, as text and as an array', async () => {
    const { out, ask } = await start({ signals: [{ todo: '1-0:1.8.0', alias: 'energy' }] });
    ask({ job: '1-0:32.7.0, 1-0:1.8.0' });
    await out.atLeast(2);
    ask({ job: ['1.0.52.7.0.255:2'] });
    await out.atLeast(3);
    assert.deepEqual(
      out.messages.map(({ topic }) => topic),
      ['cellar/1.0.32.7.0.255', 'cellar/energy', 'cellar/1.0.52.7.0.255:2'],
    );
  });

  it('reads a text as a text', async () => {
    const { out, ask } = await start({ job: '0.0.42.0.0.255' });
    ask();
    const [message] = await out.atLeast(1);
    assert.match(String(message?.payload), /^MFL\d+$/);
  });

  it('tells the state of the link', async () => {
    const { out, ask } = await start({ job: 'device_status, 1-0:1.8.0', output: 'one' });
    ask();
    const [message] = await out.atLeast(1);
    assert.deepEqual(Object.entries(message?.payload ?? {})[0], ['device_status', 1]);
  });

  it('scans at its rate, the first time at once, and shows what it read', async () => {
    const { out } = await start({
      trigger: 'scan',
      scanRateMs: '150',
      signals: [{ todo: '1-0:32.7.0', alias: 'u' }],
    });
    const statuses = new Inbox<{ status: { fill: string; shape: string; text: string } }>('statuses');
    const began = Date.now();
    await out.atLeast(4);
    const took = Date.now() - began;
    assert.ok(took >= 300 && took < 1500, `4 scans took ${took} ms`);
    const seen = await statuses.until(
      () => statuses.messages.some(({ status }) => / V$/.test(status.text)),
      'a value',
    );
    const { status } = seen.find(({ status: { text } }) => / V$/.test(text)) ?? {};
    assert.deepEqual([status?.fill, status?.shape], ['green', 'dot']);
    assert.match(status?.text ?? '', /^2\d\d(\.\d)? V$/);
  });

  it('takes the scan rate of the meter where it has none of its own, and none where that is 0', async () => {
    const { out } = await start({ trigger: 'both' }, { scanRateMs: '100' });
    await out.atLeast(3);
  });

  it('ignores messages where it reads at its rate only, and says so once', async () => {
    const { out, completed, ask } = await start({ trigger: 'scan', scanRateMs: '60000' });
    await out.atLeast(1);
    const warnings = callsOf('read1', 'warn');
    ask();
    ask();
    await completed.atLeast(2);
    assert.deepEqual(warnings, ['dlms-read.warning.no-input']);
    assert.equal(out.messages.length, 1);
  });

  it('logs the changes of a signal that is to be logged', async () => {
    const signals = [{ todo: '0.0.96.1.0.255', alias: 'serial_number', log: '1' }];
    const { out } = await start({ trigger: 'scan', scanRateMs: '50', signals });
    const logged = callsOf('read1', 'log');
    await out.atLeast(4);
    assert.deepEqual(logged, ['cellar/serial_number: 12345678']);
  });

  it('shows a meter that cannot be reached as a gap, beside the error, on the message that asked', async () => {
    const nowhere = await freePort();
    await load(flow(device(nowhere), read({ onFailure: 'message' })));
    const out = new Inbox<ValueMessage>('out');
    const errors = new Inbox<ErrorMessage>('errors');
    nodeOf('read1').receive({ request: 7 });
    await Promise.all([out.atLeast(1), errors.atLeast(1)]);
    const [gap] = out.messages;
    assert.equal(gap?.payload, null);
    assert.equal(gap?.request, 7);
    assert.equal(gap?.topic, 'cellar/1.0.1.8.0.255');
    assert.equal(gap?.quality, 'connection-refused');
    assert.equal(errors.messages[0]?.error.code, 'DLMS_CONNECTION_REFUSED');
  });

  it('reads on input only where the scan rate is 0 or less', async () => {
    const { out, ask } = await start({ trigger: 'both', scanRateMs: '0' });
    await new Promise((resolve) => setTimeout(resolve, 150));
    assert.equal(out.messages.length, 0);
    ask();
    await out.atLeast(1);
  });

  it('takes numbers and rows from environment variables', async () => {
    process.env.TEST_DLMS_CODE = '1-0:32.7.0';
    process.env.TEST_DLMS_RATE = '100';
    process.env.TEST_DLMS_PORT = String(port);
    const { out } = await start(
      {
        trigger: 'scan',
        scanRateMs: variable('TEST_DLMS_RATE'),
        signals: [{ todo: variable('TEST_DLMS_CODE'), alias: 'voltage' }],
      },
      { port: variable('TEST_DLMS_PORT') },
    );
    await out.atLeast(2);
    assert.equal(out.messages[0]?.topic, 'cellar/voltage');
  });

  it('is grey while its meter is disabled, and says so when it is asked', async () => {
    await load(flow({ ...device(port), d: true }, read()));
    const errors = new Inbox<ErrorMessage>('errors');
    const statuses = new Inbox<{ status: { fill: string; text: string } }>('statuses');
    const isGrey = ({ status }: { status: { fill: string; text: string } }) =>
      status.fill === 'grey' && status.text.startsWith('dlms-read.status.di');
    await statuses.until(() => statuses.messages.some(isGrey), 'a grey status');
    nodeOf('read1').receive({});
    const [caught] = await errors.atLeast(1);
    assert.match(caught?.error.message ?? '', /is disabled/);
    assert.equal(errors.messages.length, 1);
  });

  it('gives the error its own properties for whoever looks at it', async () => {
    const { ask } = await start({ job: '1-0:1.8.9' });
    const told = callsOf('read1', 'error');
    ask();
    await new Inbox('errors').atLeast(1);
    const [error] = told;
    assert.ok(error instanceof DlmsError);
    const { code, layer, fault, hint } = error;
    assert.ok(['code', 'layer', 'fault', 'hint', 'cause'].every((name) => Object.hasOwn(error, name)));
    assert.deepEqual([code, layer, fault], ['DLMS_OBJECT_UNDEFINED', 'service', 'meter']);
    assert.match(String(hint), /OBIS code/);
  });
});
