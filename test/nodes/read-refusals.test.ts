import assert from 'node:assert/strict';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { startReader } from './support/reading.js';
import { useRuntime } from './support/runtime.js';

describe('a read node whose meter refuses a signal', () => {
  let meter: SimulatorHost;
  let port = 0;
  useRuntime();
  before(async () => {
    meter = await startSimulator({ hdlcPort: 0 });
    port = meter.hdlcPort ?? 0;
  });
  after(async () => meter.close());

  const start = (reader: Record<string, unknown>) => startReader(port, reader);

  const signals = [
    { todo: '1-0:1.8.0', alias: 'energy' },
    { todo: '1-0:1.8.9', alias: 'gone' },
  ];

  it('sends the others, and one error that names the signal and the reason', async () => {
    const { out, errors, completed, ask } = await start({ signals });
    ask();
    const [caught] = await errors.atLeast(1);
    assert.match(caught?.error.message ?? '', /gone.*object-undefined/);
    assert.equal(caught?.error.code, 'DLMS_OBJECT_UNDEFINED');
    assert.equal(caught?.error.source.id, 'read1');
    assert.deepEqual(
      out.messages.map(({ topic }) => topic),
      ['cellar/energy'],
    );
    assert.equal(errors.messages.length, 1);
    assert.equal(completed.messages.length, 0);
  });

  it('leaves the key out of the one message', async () => {
    const { out, errors, ask } = await start({ signals, output: 'one' });
    ask();
    const [message] = await out.atLeast(1);
    assert.deepEqual(Object.keys(message?.payload as object), ['energy']);
    await errors.atLeast(1);
  });

  it('shows the gap beside the error where the flow wants it', async () => {
    const { out, errors, ask } = await start({ signals, onFailure: 'message' });
    ask();
    await out.atLeast(2);
    const gap = out.messages.find(({ topic }) => topic === 'cellar/gone');
    assert.equal(gap?.payload, null);
    assert.equal(gap?.quality, 'object-undefined');
    assert.deepEqual(gap?.error, {
      code: 'DLMS_OBJECT_UNDEFINED',
      message: 'the meter answers object-undefined',
    });
    await errors.atLeast(1);
  });

  it('tells so once, however often it scans', async () => {
    const { out, errors } = await start({ signals, trigger: 'scan', scanRateMs: '50' });
    await out.atLeast(6);
    assert.equal(errors.messages.length, 1);
  });

  it('says so when a message asks for an empty list, and reads its own signals for a blank text', async () => {
    const { out, errors, ask } = await start({ signals: [{ todo: '1-0:1.8.0', alias: 'energy' }] });
    ask({ job: [], asked: 'nothing' });
    const [caught] = await errors.atLeast(1);
    assert.match(caught?.error.message ?? '', /msg\.job names no OBIS code/);
    ask({ job: '  ' });
    const [message] = await out.atLeast(1);
    assert.equal(message?.topic, 'cellar/energy');
  });

  it('shows what is no job as a gap beside the error', async () => {
    const { out, errors, ask } = await start({ onFailure: 'message' });
    ask({ job: 'nonsense', keep: 7 });
    const [gap] = await out.atLeast(1);
    const { keep, payload, quality, error } = gap as unknown as Record<string, unknown>;
    assert.deepEqual([keep, payload, quality], [7, null, 'setting']);
    assert.match(JSON.stringify(error), /DLMS_SETTING.*nonsense.* is not an OBIS code/);
    await errors.atLeast(1);
  });

  it('shows a meter that is switched off as a gap beside the error', async () => {
    const { out, errors, ask } = await startReader(port, { onFailure: 'message' }, { d: true });
    ask({ keep: 8 });
    const [gap] = await out.atLeast(1);
    assert.deepEqual([gap?.payload, gap?.quality, gap?.keep], [null, 'setting', 8]);
    assert.match((await errors.atLeast(1))[0]?.error.message ?? '', /is disabled/);
  });
});
