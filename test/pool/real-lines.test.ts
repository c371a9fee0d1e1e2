import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MeterSession, ScanOutcome } from '../../src/pool/meter-session.js';
import { openSerialPort } from '../../src/pool/open-transport.js';
import { Pool } from '../../src/pool/pool.js';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { settingsOf } from '../meter/settings.js';
import { describeSerial, type SerialPair } from '../transport/socat.js';
import { ENERGY } from './simulated-meters.js';

const QUICK = { timeoutMs: 300, retryCounter: 2, pollDelayMs: 1 };

describe('meters on this machine', () => {
  let simulator: SimulatorHost;
  let pool: Pool;

  beforeEach(async () => {
    simulator = await startSimulator({ hdlcPort: 0, wrapperPort: 0, meters: 3 });
    pool = new Pool({ random: () => 0 });
  });

  afterEach(async () => {
    await pool.close();
    await simulator.close();
  });

  const meter = (index: number, port: number | undefined, mode = 'DLMS-HDLC'): MeterSession =>
    pool.session(settingsOf({ ...QUICK, physicalAddress: 16 + index, port, mode }), `user ${index}`);

  it('are read over HDLC and the WRAPPER at the same time', async () => {
    const sessions = [
      ...[0, 1, 2].map((index) => meter(index, simulator.hdlcPort)),
      meter(0, simulator.wrapperPort, 'DLMS-WRAPPER'),
    ];
    const outcomes = await Promise.all(sessions.map((session) => session.read(ENERGY)));
    assert.ok(outcomes.every(({ readings }) => readings[0]?.quality === 'good'));
    assert.equal(simulator.connections, 4);
  });

  it('are read again when the simulator was killed and started anew', async () => {
    const session = meter(0, simulator.hdlcPort);
    const outcomes: ScanOutcome[] = [];
    session.watch({ tags: ENERGY, periodMs: 50, outcome: (outcome) => outcomes.push(outcome) });
    const next = async (good: boolean): Promise<void> => {
      const from = outcomes.length;
      while (!outcomes.slice(from).some(({ failure }) => (failure === undefined) === good)) await sleep(10);
    };
    await next(true);
    const { hdlcPort } = simulator;
    await simulator.close();
    await next(false);
    assert.equal(session.status.state, 'retrying');
    simulator = await startSimulator({ hdlcPort });
    await next(true);
    assert.equal(session.status.state, 'connected');
  });

  it('leave nothing behind when they are opened and left fifty times', async () => {
    const inUse = (): number =>
      process.getActiveResourcesInfo().filter((name) => name !== 'Immediate').length;
    await sleep(1);
    const before = inUse();
    for (let round = 0; round < 50; round += 1) {
      const session = meter(round % 3, simulator.hdlcPort);
      const watching = session.watch({ tags: ENERGY, periodMs: 1000, outcome: () => undefined });
      // At every stage: before it connects, while it connects, while it reads, when it has read.
      await sleep(round % 10);
      watching.stop();
      await session.leave(`user ${round % 3}`);
    }
    await sleep(20);
    assert.equal(simulator.connections, 0);
    assert.ok(inUse() <= before, process.getActiveResourcesInfo().join());
    assert.equal(pool.counters.sessions, 0);
  });

  it('that do not answer leave nothing behind either', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined).resume()).listen(
      0,
      '127.0.0.1',
    );
    await once(silent, 'listening');
    const address = silent.address();
    assert.ok(address !== null && typeof address === 'object');
    const session = meter(0, address.port);
    const reading = session.read(ENERGY);
    await sleep(20);
    const begin = performance.now();
    await session.leave('user 0');
    assert.ok(performance.now() - begin < 2000);
    assert.equal((await reading).failure?.code, 'DLMS_CLOSED');
    await new Promise((resolve) => silent.close(resolve));
  });
});

describeSerial('meters on a serial line', (makePair) => {
  let pair: SerialPair;
  let simulator: SimulatorHost;
  let pool: Pool;

  beforeEach(async () => {
    pair = await makePair();
    simulator = await startOn(pair.far);
    pool = new Pool({ random: () => 0 });
  });

  afterEach(async () => {
    await pool.close();
    await simulator.close();
    await pair.remove();
  });

  const startOn = (path: string): Promise<SimulatorHost> =>
    startSimulator({
      meters: 3,
      serialPath: path,
      openSerial: (serialPort) =>
        openSerialPort({ serialPort, baudRate: 9600, dataBits: 8, stopBits: 1, parity: 'none' })(),
    });

  const meter = (index: number): MeterSession => {
    const properties = { ...QUICK, host: '', transport: 'serial', serialPort: pair.near };
    return pool.session(settingsOf({ ...properties, physicalAddress: 16 + index }), `user ${index}`);
  };

  it('are all read, in turns', async () => {
    const sessions = [0, 1, 2].map(meter);
    for (let round = 0; round < 2; round += 1) {
      const outcomes = await Promise.all(sessions.map((session) => session.read(ENERGY)));
      assert.deepEqual(
        outcomes.map(({ failure }) => failure),
        [undefined, undefined, undefined],
      );
      assert.equal(new Set(outcomes.map(({ readings }) => readings[0]?.value)).size, 3);
    }
  });

  it('free the port when the last is left', async () => {
    for (let round = 0; round < 3; round += 1) {
      const session = meter(0);
      assert.equal((await session.read(ENERGY)).failure, undefined);
      await session.leave('user 0');
    }
    const port = await openSerialPort({
      serialPort: pair.near,
      ...{ baudRate: 9600, dataBits: 8, stopBits: 1, parity: 'none' },
    })();
    await port.close();
  });

  it('are read again when the adapter was unplugged and plugged in', async () => {
    const session = meter(0);
    assert.equal((await session.read(ENERGY)).failure, undefined);
    await simulator.close();
    await pair.unplug();
    // The port may end before its path is gone.
    const { failure } = await session.read(ENERGY);
    assert.match(failure?.code ?? '', /^DLMS_(SERIAL_PORT_MISSING|LINE_CLOSED)$/);
    await pair.plugIn();
    simulator = await startOn(pair.far);
    await sleep(1000);
    assert.equal((await session.read(ENERGY)).failure, undefined);
  });
});
