import assert from 'node:assert/strict';
import { DlmsError } from '../../src/errors.js';
import type { MeterSession } from '../../src/pool/meter-session.js';
import { Pool } from '../../src/pool/pool.js';
import { settingsOf } from '../meter/settings.js';
import { AsyncClock } from '../support/async-clock.js';
import { FaultLine } from '../support/fault-line.js';
import { ENERGY, SimulatedMeters } from './simulated-meters.js';

const SERIAL = { host: '', transport: 'serial', serialPort: '/dev/in-memory' };

describe('meters on one line', () => {
  let clock: AsyncClock;
  let meters: SimulatedMeters;
  let pool: Pool;

  beforeEach(() => {
    clock = new AsyncClock();
    meters = new SimulatedMeters(clock, { meters: 4 });
    pool = new Pool({ clock, random: () => 0, open: meters.opener });
  });

  afterEach(() => clock.until(pool.close()));

  const meter = (index: number, properties: Readonly<Record<string, unknown>> = SERIAL): MeterSession =>
    pool.session(settingsOf({ physicalAddress: 16 + index, ...properties }), `user ${index}`);

  const good = async (session: MeterSession): Promise<void> => {
    const { readings, failure } = await clock.until(session.read(ENERGY));
    assert.deepEqual([failure, readings[0]?.quality], [undefined, 'good']);
  };

  it('that is serial share one port and are all read', async () => {
    const sessions = [0, 1, 2, 3].map((index) => meter(index));
    const outcomes = await clock.until(Promise.all(sessions.map((session) => session.read(ENERGY))));
    assert.ok(outcomes.every(({ failure }) => failure === undefined));
    assert.equal(new Set(outcomes.map(({ readings }) => readings[0]?.value)).size, 4);
    assert.deepEqual([meters.opened, meters.mostOpen], [1, 1]);
    await clock.until(Promise.all(sessions.map((session, index) => session.leave(`user ${index}`))));
    assert.equal(meters.open, 0);
  });

  it('that is serial let each other in, also where one was there alone before', async () => {
    const one = meter(0);
    await good(one);
    const other = meter(1);
    await good(other);
    await good(one);
    await good(other);
    assert.equal(meters.opened, 1);
  });

  it('that is serial do not talk at the same time, and take turns fairly', async () => {
    const order: number[] = [];
    const [busy, modest] = [meter(0), meter(1)];
    const ask = (session: MeterSession, name: number) =>
      session.read(ENERGY).then(({ failure }) => {
        assert.equal(failure, undefined);
        order.push(name);
      });
    const asked = [ask(busy, 0), ask(busy, 0), ask(busy, 0), ask(modest, 1), ask(modest, 1)];
    await clock.until(Promise.all(asked));
    assert.deepEqual(order, [0, 1, 0, 1, 0]);
  });

  it('with settings that contradict each other are refused', () => {
    meter(0);
    meter(1, { ...SERIAL, baudRate: '9600' });
    assert.throws(
      () => meter(2, { ...SERIAL, baudRate: 300, parity: 'even' }),
      (error) => {
        assert.ok(error instanceof DlmsError);
        assert.equal(error.code, 'DLMS_SETTING');
        assert.match(
          error.message,
          /\/dev\/in-memory.*baudRate "300" where another has "9600".*parity "even"/,
        );
        return true;
      },
    );
  });

  it('may have other settings when all before have left', async () => {
    const one = meter(0);
    await good(one);
    await clock.until(one.leave('user 0'));
    await good(meter(0, { ...SERIAL, baudRate: 300 }));
  });

  it('of which one is dead: the others wait for no more than its own time-outs, and less as it stays dead', async () => {
    const dead = meter(100);
    const alive = meter(0);
    const waits: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      const begin = clock.now();
      const failing = dead.read(ENERGY);
      await good(alive);
      waits.push(clock.now() - begin);
      assert.equal((await failing).failure?.code, 'DLMS_TIMEOUT');
      await clock.pass(2000);
    }
    const [first = 0, ...later] = waits;
    assert.ok(first >= 7500 && first < 10_000, String(waits));
    assert.ok(
      later.every((wait) => wait < 5000),
      String(waits),
    );
  });

  it('that comes back from the dead is asked with the usual patience again', async () => {
    const session = meter(0);
    meters.faults = { silent: true };
    for (let round = 0; round < 3; round += 1) {
      assert.equal((await clock.until(session.read(ENERGY))).failure?.code, 'DLMS_TIMEOUT');
      await clock.pass(1000);
    }
    meters.faults = {};
    await good(session);
    meters.faults = { dropEvery: 3 };
    await good(session);
    await good(session);
  });

  it('at one address of the network have connections of their own, which stay open', async () => {
    const sessions = [0, 1, 2].map((index) => meter(index, {}));
    for (const session of sessions) await good(session);
    for (const session of sessions) await good(session);
    assert.deepEqual([meters.opened, meters.open], [3, 3]);
  });

  it('that speak the WRAPPER do not wait for one another', async () => {
    const [one, other] = [
      meter(0, { mode: 'DLMS-WRAPPER' }),
      meter(0, { mode: 'DLMS-WRAPPER', clientAddress: 17 }),
    ];
    await good(one);
    await good(other);
    meters.faults = { silent: true };
    const begin = clock.now();
    const failing = [one.read(ENERGY), other.read(ENERGY)];
    const outcomes = await clock.until(Promise.all(failing));
    const alone = clock.now() - begin;
    assert.ok(outcomes.every(({ failure }) => failure?.code === 'DLMS_TIMEOUT'));
    assert.ok(alone < 16_000, `${alone} ms`);
  });

  for (const mode of ['DLMS-HDLC', 'DLMS-WRAPPER']) {
    it(`behind a gateway that takes one connection take turns with it (${mode})`, async () => {
      const full = new DlmsError('full', { code: 'DLMS_LINE_CLOSED', layer: 'transport', fault: 'line' });
      pool = new Pool({
        clock,
        random: () => 0,
        open: (settings) => async (signal) => {
          if (meters.open > 0) throw full;
          return meters.opener(settings)(signal);
        },
      });
      const sessions = [0, 1].map((index) => meter(index, { mode, clientAddress: 16 + index }));
      for (const session of [...sessions, ...sessions]) await good(session);
      const outcomes = await clock.until(Promise.all(sessions.map((session) => session.read(ENERGY))));
      assert.ok(outcomes.every(({ failure }) => failure === undefined));
      assert.equal(meters.mostOpen, 1);
    });
  }

  it('that is bad for an hour loses some scans, but never tells a wrong number, and nothing stays behind', async () => {
    meters.harm = new FaultLine(42, { drop: 0.05, corrupt: 0.05, noise: 0.05, duplicate: 0.02, split: 0.3 });
    const told: { good: number; bad: number }[] = [];
    const wrong: unknown[] = [];
    for (const index of [0, 1, 2]) {
      const count = { good: 0, bad: 0 };
      told.push(count);
      let last = 0;
      meter(index).watch({
        tags: ENERGY,
        periodMs: 30_000,
        outcome: ({ readings: [reading], failure }) => {
          count[failure === undefined ? 'good' : 'bad'] += 1;
          const value = reading?.value ?? last;
          // Three phases of 80 A for a minute are less than a kilowatt-hour.
          const possible = last === 0 || (value >= last && value - last < 60_000);
          if (failure === undefined && !(reading?.quality === 'good' && possible))
            wrong.push([last, reading]);
          last = value;
        },
      });
    }
    await clock.pass(3_600_000);
    assert.ok(meters.harm.harmed > 500);
    assert.deepEqual(wrong, []);
    for (const { good: successes, bad } of told) {
      assert.ok(successes > 90 && bad < 30, JSON.stringify(told));
    }
    meters.harm = new FaultLine(0);
    await clock.until(pool.close());
    assert.equal(meters.open, 0);
  });

  it('is dead as a whole: no meter takes the connections of others for the reason again and again', async () => {
    const sessions = [0, 1].map((index) => meter(index, {}));
    for (const session of sessions) await good(session);
    await meters.vanish('DLMS_CONNECTION_REFUSED');
    const outcomes = await clock.until(Promise.all(sessions.map((session) => session.read(ENERGY))));
    assert.ok(outcomes.every(({ failure }) => failure?.code === 'DLMS_CONNECTION_REFUSED'));
    meters.refusal = undefined;
    await clock.pass(2000);
    for (const session of [...sessions, ...sessions]) await good(session);
    assert.equal(meters.open, 2);
  });
});
