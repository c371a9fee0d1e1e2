import assert from 'node:assert/strict';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { device, flow, read } from './support/flows.js';
import { type ErrorMessage, startReader } from './support/reading.js';
import { type FlowNode, Inbox, load, nodeOf, useRuntime } from './support/runtime.js';

describe('a read node with settings that cannot work', () => {
  let meter: SimulatorHost;
  let port = 0;
  useRuntime();
  before(async () => {
    meter = await startSimulator({ hdlcPort: 0 });
    port = meter.hdlcPort ?? 0;
  });
  after(async () => meter.close());

  const start = (reader: Record<string, unknown>) => startReader(port, reader);

  const cases: readonly (readonly [string, FlowNode[], RegExp, string])[] = [
    ['a wrong code', [device(1), read({ job: 'nonsense' })], /job: "nonsense" is not an OBIS code/, 'read1'],
    [
      'a wrong trigger',
      [device(1), read({ trigger: 'never' })],
      /trigger "never" is not allowed: both, scan, input/,
      'read1',
    ],
    [
      'a wrong scan rate',
      [device(1), read({ scanRateMs: 'fast' })],
      /scanRateMs "fast" is not allowed/,
      'read1',
    ],
    ['no meter', [read({ device: '' })], /device is not set/, 'read1'],
    ['a meter that is not there', [read({ device: 'x1' })], /device "x1" does not exist/, 'read1'],
    [
      'HDLC over UDP',
      [device(1, { transport: 'udp' }), read()],
      /mode "DLMS-HDLC" does not go over udp/,
      'meter1',
    ],
    [
      'a port of its meter',
      [device(1, { port: '70000' }), read()],
      /port "70000" is not allowed: 1…65535/,
      'meter1',
    ],
    ['no password', [device(1, { auth: 'Low' }), read()], /password is not set/, 'meter1'],
  ];
  for (const [what, nodes, message, source] of cases) {
    it(`is refused when it is deployed: ${what}`, async () => {
      await load(flow(...nodes));
      const errors = new Inbox<ErrorMessage>('errors');
      const [caught] = await errors.atLeast(1);
      assert.match(caught?.error.message ?? '', message);
      assert.equal(caught?.error.code, 'DLMS_SETTING');
      assert.equal(caught?.error.source.id, source);
      nodeOf('read1').receive({});
      await errors.atLeast(2);
      assert.equal(errors.messages[1]?.error.source.id, 'read1');
      assert.match(errors.messages[1]?.error.message ?? '', message);
    });
  }

  it('refuses the job of a message with the message', async () => {
    const { errors, out, ask } = await start({});
    ask({ job: 42 });
    ask({ job: '1.2.3.4.5.6.7' });
    await errors.atLeast(2);
    assert.match(errors.messages[0]?.error.message ?? '', /msg\.job is neither a text nor an array/);
    assert.match(errors.messages[1]?.error.message ?? '', /msg\.job: "1\.2\.3\.4\.5\.6\.7"/);
    assert.equal(out.messages.length, 0);
  });

  it('says so when there is nothing to read', async () => {
    const { errors, ask } = await start({ job: '' });
    ask();
    const [caught] = await errors.atLeast(1);
    assert.match(caught?.error.message ?? '', /nothing to read/);
  });
});
