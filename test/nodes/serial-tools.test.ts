/** The tools of the edit dialogs on a serial port that a flow reads: they share it, at whatever settings. */
import assert from 'node:assert/strict';
import { openSerialPort } from '../../src/pool/open-transport.js';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { describeSerial, type SerialPair } from '../transport/socat.js';
import { device, flow, read } from './support/flows.js';
import { Inbox, load, stopFlows, useRuntime } from './support/runtime.js';
import { formFor, runTool } from './support/tools.js';

describeSerial('the tools on a serial port that a flow reads', (makePair) => {
  useRuntime();
  let pair: SerialPair;
  let simulator: SimulatorHost;
  let out: Inbox;
  let errors: Inbox;

  beforeEach(async () => {
    pair = await makePair();
    simulator = await startSimulator({
      serialPath: pair.far,
      faults: { answerBroadcast: true },
      openSerial: (serialPort) =>
        openSerialPort({ serialPort, baudRate: 9600, dataBits: 8, stopBits: 1, parity: 'none' })(),
    });
    const serial = { transport: 'serial', host: '', serialPort: pair.near, timeoutMs: '1000' };
    await load(flow(device(4059, serial), read({ trigger: 'scan', scanRateMs: '50' })));
    [out, errors] = [new Inbox('out'), new Inbox('errors')];
    await out.atLeast(2);
  });
  afterEach(async () => {
    await stopFlows();
    await simulator.close();
    await pair.remove();
  });

  const serial = (more: Readonly<Record<string, string>> = {}) =>
    formFor(4059, { transport: 'serial', host: '', serialPort: pair.near, ...more });
  const readsOn = async (): Promise<void> => {
    await out.atLeast(out.messages.length + 3);
    assert.deepEqual(errors.messages, []);
  };

  it('test the meter of the flow, and go back to its line', async () => {
    const told = await runTool('test', { settings: serial() });
    assert.equal(told.at(-1)?.holds, true);
    await readsOn();
  });

  it('test other settings of the line without those of the flow in the way', async () => {
    const told = await runTool('test', {
      settings: serial({ baudRate: '19200', parity: 'even', timeoutMs: '400' }),
    });
    assert.equal(told.at(-1)?.kind, 'climbed');
    await readsOn();
  });

  it('find the meter while it is read', async () => {
    const told = await runTool('find', { settings: { transport: 'serial', serialPort: pair.near } });
    const [found] = (told.at(-1)?.findings ?? []) as { reach: string; settings: Record<string, unknown> }[];
    assert.deepEqual([found?.reach, found?.settings.baudRate], ['associated', 9600]);
    await readsOn();
  });

  it('browse it', async () => {
    const told = await runTool('objects', { settings: serial({ timeoutMs: '900' }) });
    assert.equal(told.at(-1)?.kind, 'objects');
    await readsOn();
  });
});
