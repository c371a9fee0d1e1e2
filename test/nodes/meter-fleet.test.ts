/** Meters that messages name, on a virtual clock. */
import assert from 'node:assert/strict';
import { MeterFleet } from '../../nodes/meter-fleet.js';
import { DlmsError } from '../../src/errors.js';
import { Pool } from '../../src/pool/pool.js';
import { settingsOf } from '../meter/settings.js';
import { ENERGY, SimulatedMeters } from '../pool/simulated-meters.js';
import { AsyncClock } from '../support/async-clock.js';

const house = (number: number) => settingsOf({ alias: `house${number}`, host: `house${number}` });

function isError(code: string) {
  return (error: unknown) => error instanceof DlmsError && error.code === code;
}

describe('the meters that messages name', () => {
  let clock: AsyncClock;
  let meters: SimulatedMeters;
  let pool: Pool;
  let fleet: MeterFleet;
  const start = (limits: { mostOpen?: number; mostWaiting?: number } = {}) => {
    fleet = new MeterFleet({ pool, clock, userId: 'read1', ...limits });
  };
  const read = (number: number) =>
    fleet.use(house(number), async (session) => (await session.read(ENERGY)).readings[0]?.unit);

  beforeEach(() => {
    clock = new AsyncClock();
    meters = new SimulatedMeters(clock);
    pool = new Pool({ clock, random: () => 0, open: meters.opener });
  });
  afterEach(() => clock.until(Promise.all([fleet.close(), pool.close()])));

  it('keep their association from message to message, and are left a minute after the last', async () => {
    start();
    for (let round = 0; round < 5; round += 1) {
      assert.equal(await clock.until(read(1)), 'Wh');
      await clock.pass(20_000);
    }
    assert.equal(meters.opened, 1);
    assert.equal(fleet.open, 1);
    await clock.pass(61_000);
    assert.deepEqual([fleet.open, meters.open, pool.counters.sessions], [0, 0, 0]);
    assert.equal(await clock.until(read(1)), 'Wh');
  });

  it('are all read, however many there are at once, and only so many are open at a time', async () => {
    start({ mostOpen: 4 });
    const numbers = Array.from({ length: 60 }, (_, number) => number);
    const units = await clock.until(Promise.all(numbers.map(read)));
    assert.deepEqual(new Set(units), new Set(['Wh']));
    assert.equal(meters.opened, 60);
    assert.ok(meters.mostOpen <= 4, `${meters.mostOpen} lines at once`);
    assert.equal(fleet.open, 4);
  });

  it('make room for one another: the longest unused is left first', async () => {
    start({ mostOpen: 2 });
    for (const number of [1, 2, 1, 3, 1]) assert.equal(await clock.until(read(number)), 'Wh');
    assert.equal(meters.opened, 3, 'the first was kept');
    assert.equal(await clock.until(read(2)), 'Wh');
    assert.equal(meters.opened, 4);
  });

  it('do not wait for one that is silent', async () => {
    start({ mostOpen: 2 });
    meters.faults = { silent: true };
    const silent = fleet.use(house(1), (session) => session.read(ENERGY));
    await clock.pass(100);
    meters.faults = {};
    const began = clock.now();
    for (const number of [2, 3, 4]) assert.equal(await clock.until(read(number)), 'Wh');
    assert.ok(clock.now() - began < 5000);
    await clock.until(silent);
  });

  it('are refused when too many wait already, and go on waiting where others fail', async () => {
    start({ mostOpen: 1, mostWaiting: 3 });
    meters.faults = { silent: true };
    const first = fleet.use(house(0), (session) => session.read(ENERGY));
    await clock.pass(100);
    const waiting = [1, 2, 3].map(read);
    await assert.rejects(read(4), isError('DLMS_QUEUE_FULL'));
    meters.faults = {};
    assert.equal((await clock.until(first)).failure, undefined);
    assert.deepEqual(await clock.until(Promise.all(waiting)), ['Wh', 'Wh', 'Wh']);
  });

  it('go on waiting when what another asks throws, or its line is refused', async () => {
    start({ mostOpen: 1 });
    const ports = ['none', 'even', 'odd'].map((parity) => settingsOf({ ...serial, parity }));
    const own = pool.session(settingsOf({ ...serial, baudRate: 300 }), 'somebody');
    const failing = fleet.use(house(1), () => Promise.reject(new Error('as in the test')));
    const outcomes = [
      assert.rejects(failing, /as in the test/),
      ...ports.map((settings) =>
        assert.rejects(
          fleet.use(settings, async () => 'never'),
          isError('DLMS_SETTING'),
        ),
      ),
    ];
    assert.equal(await clock.until(read(2)), 'Wh');
    await Promise.all(outcomes);
    await clock.until(own.leave('somebody'));
  });

  it('are left within two seconds when the node closes, those that wait included', async () => {
    start({ mostOpen: 1 });
    await clock.until(read(1));
    meters.faults = { silent: true };
    const reading = fleet.use(house(1), (session) => session.read(ENERGY));
    const waiting = assert.rejects(read(2), isError('DLMS_CLOSED'));
    await clock.pass(200);
    const began = clock.now();
    await clock.until(fleet.close());
    assert.ok(clock.now() - began <= 2000);
    assert.equal((await reading).failure?.code, 'DLMS_CLOSED');
    await waiting;
    await assert.rejects(read(1), isError('DLMS_CLOSED'));
    assert.deepEqual([fleet.open, meters.open], [0, 0]);
  });

  it('share the session of a device node, which stays when the message is answered', async () => {
    start();
    const own = pool.session(house(1), 'a reader');
    await clock.until(own.read(ENERGY));
    assert.equal(await clock.until(read(1)), 'Wh');
    assert.equal(meters.opened, 1);
    await clock.until(fleet.close());
    assert.equal((await clock.until(own.read(ENERGY))).failure, undefined);
    await clock.until(own.leave('a reader'));
  });
});

const serial = { host: '', transport: 'serial', serialPort: '/dev/ttyTEST0' };
