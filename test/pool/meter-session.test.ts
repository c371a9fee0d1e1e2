import assert from 'node:assert/strict';
import type { ScanOutcome } from '../../src/pool/meter-session.js';
import { Pool } from '../../src/pool/pool.js';
import { settingsOf } from '../meter/settings.js';
import { AsyncClock } from '../support/async-clock.js';
import { ENERGY, SimulatedMeters, STATUS } from './simulated-meters.js';

describe('a meter in daily use', () => {
  let clock: AsyncClock;
  let meters: SimulatedMeters;
  let pool: Pool;

  beforeEach(() => {
    clock = new AsyncClock();
    meters = new SimulatedMeters(clock, { meters: 4 });
    pool = new Pool({ clock, random: () => 0, open: meters.opener });
  });

  afterEach(() => clock.until(pool.close()));

  it('is not connected before somebody reads', async () => {
    const session = pool.session(settingsOf(), 'reader');
    await clock.pass(60_000);
    assert.equal(meters.opened, 0);
    assert.deepEqual(session.status, { state: 'disconnected', try: 0 });
    assert.equal(session.deviceStatus, 0);
  });

  it('tells how it stands with it', async () => {
    const session = pool.session(settingsOf(), 'reader');
    const states: string[] = [];
    const unlisten = session.onStatus((status) => states.push(`${status.state} ${status.try}`));
    assert.equal((await clock.until(session.read(ENERGY))).failure, undefined);
    await clock.until(session.read(ENERGY));
    assert.equal(session.deviceStatus, 1);
    await clock.until(session.leave('reader'));
    unlisten();
    assert.deepEqual(states, ['connecting 0', 'connected 0', 'disconnected 0']);
  });

  it('keeps its association between scans', async () => {
    const session = pool.session(settingsOf(), 'reader');
    const outcomes: ScanOutcome[] = [];
    session.watch({ tags: ENERGY, periodMs: 10_000, outcome: (outcome) => outcomes.push(outcome) });
    await clock.pass(55_000);
    assert.equal(outcomes.length, 6);
    assert.ok(outcomes.every(({ readings, failure }) => readings[0]?.unit === 'Wh' && failure === undefined));
    assert.equal(meters.opened, 1);
  });

  it('is released when nobody has read for half a minute, and connected anew by the next', async () => {
    const session = pool.session(settingsOf(), 'reader');
    await clock.until(session.read(ENERGY));
    await clock.pass(29_000);
    assert.equal(meters.open, 1);
    await clock.pass(3000);
    assert.equal(meters.open, 0);
    assert.equal(session.deviceStatus, 1);
    assert.equal((await clock.until(session.read(ENERGY))).failure, undefined);
  });

  it('is shared by its users, and closed after the last, within two seconds', async () => {
    const one = pool.session(settingsOf({ name: 'a' }), 'one');
    const other = pool.session(settingsOf({ name: 'b', scanRateMs: 1 }), 'other');
    assert.equal(one, other);
    await clock.until(one.read(ENERGY));
    await clock.until(one.leave('one'));
    assert.equal(meters.open, 1);
    const begin = clock.now();
    await clock.until(one.leave('other'));
    assert.ok(clock.now() - begin <= 2000);
    assert.equal(meters.open, 0);
    assert.equal(pool.counters.sessions, 0);
    assert.equal((await one.read(ENERGY)).failure?.code, 'DLMS_CLOSED');
  });

  it('that is silent is left within two seconds all the same', async () => {
    const session = pool.session(settingsOf(), 'reader');
    await clock.until(session.read(ENERGY));
    meters.faults = { silent: true };
    const reading = session.read(ENERGY);
    await clock.pass(500);
    const begin = clock.now();
    await clock.until(session.leave('reader'));
    assert.ok(clock.now() - begin <= 2000, `${clock.now() - begin} ms`);
    assert.equal((await reading).failure?.code, 'DLMS_CLOSED');
    assert.equal(meters.open, 0);
  });

  it('can be used again right after it was left, even before it is closed', async () => {
    const session = pool.session(settingsOf(), 'reader');
    await clock.until(session.read(ENERGY));
    const leaving = session.leave('reader');
    const next = pool.session(settingsOf(), 'reader');
    assert.notEqual(next, session);
    const outcome = await clock.until(next.read(ENERGY));
    assert.equal(outcome.failure, undefined);
    await leaving;
    assert.equal(meters.mostOpen, 1);
    assert.equal(pool.session(settingsOf(), 'another'), next);
  });

  it('whose association died between two scans is read without anybody noticing', async () => {
    const session = pool.session(settingsOf(), 'reader');
    const states: string[] = [];
    await clock.until(session.read(ENERGY));
    session.onStatus(({ state }) => states.push(state));
    await meters.vanish('DLMS_CONNECTION_REFUSED');
    meters.refusal = undefined;
    const { readings, failure } = await clock.until(session.read(ENERGY));
    assert.deepEqual([readings[0]?.quality, failure, states], ['good', undefined, []]);
    assert.equal(meters.opened, 2);
  });

  it('that forgets its association between scans is read without anybody noticing', async () => {
    meters = new SimulatedMeters(clock, { limits: { inactivitySeconds: 5 } });
    pool = new Pool({ clock, random: () => 0, open: meters.opener });
    const session = pool.session(settingsOf(), 'reader');
    const outcomes: ScanOutcome[] = [];
    session.watch({ tags: ENERGY, periodMs: 10_000, outcome: (outcome) => outcomes.push(outcome) });
    await clock.pass(55_000);
    assert.equal(outcomes.length, 6);
    assert.ok(outcomes.every(({ readings }) => readings[0]?.quality === 'good'));
    assert.deepEqual([session.status, session.counters.failures], [{ state: 'connected', try: 0 }, 0]);
  });

  it('that vanishes is told at each scan, tried ever more rarely, and read as soon as it is back', async () => {
    const session = pool.session(settingsOf(), 'reader');
    const told: [number, string][] = [];
    session.watch({
      tags: ENERGY,
      periodMs: 10_000,
      outcome: ({ failure }) => told.push([clock.now(), failure?.code ?? 'good']),
    });
    await clock.pass(5000);
    await meters.vanish('DLMS_CONNECTION_REFUSED');
    await clock.pass(40_000);
    assert.deepEqual(
      told.slice(1).map(([, code]) => code),
      new Array(4).fill('DLMS_CONNECTION_REFUSED'),
    );
    assert.equal(session.status.state, 'retrying');
    assert.equal(session.status.error, meters.refusal);
    const tries = session.status.try;
    assert.ok(tries >= 5 && tries <= 6, `${tries} tries`);
    assert.equal(session.deviceStatus, 0);
    meters.refusal = undefined;
    const back = clock.now();
    await clock.pass(33_000);
    const good = told.find(([time, code]) => time > back && code === 'good');
    assert.ok(good !== undefined && good[0] - back <= 32_500);
    assert.equal(session.status.state, 'connected');
    const phase = (told[1]?.[0] ?? 0) % 10_000;
    assert.ok(
      told.slice(1).every(([time]) => time === good[0] || (time - phase) % 10_000 < 700),
      String(told),
    );
  });

  it('gives its state as a value, also while it is away', async () => {
    const session = pool.session(settingsOf(), 'reader');
    const [alive] = (await clock.until(session.read([...STATUS, ...ENERGY]))).readings;
    assert.deepEqual([alive?.obis, alive?.value], ['device_status', 1]);
    await meters.vanish('DLMS_CONNECTION_REFUSED');
    await clock.pass(1000);
    const { readings, failure } = await clock.until(session.read([...STATUS, ...ENERGY]));
    assert.deepEqual(
      readings.map(({ obis, value }) => [obis, value]),
      [['device_status', 0]],
    );
    assert.equal(failure, meters.refusal);
  });

  it('survives a user whose listener fails', async () => {
    const session = pool.session(settingsOf(), 'reader');
    let outcomes = 0;
    session.watch({
      tags: ENERGY,
      periodMs: 1000,
      outcome: () => {
        outcomes += 1;
        throw new Error('the flow is gone');
      },
    });
    await clock.pass(3900);
    assert.ok(outcomes >= 3);
  });

  it('takes no more questions than it can hold', async () => {
    const session = pool.session(settingsOf(), 'reader');
    meters.faults = { silent: true };
    const asked = Array.from({ length: 120 }, () => session.read(ENERGY));
    await clock.settle();
    const last = await asked.at(-1);
    assert.equal(last?.failure?.code, 'DLMS_QUEUE_FULL');
    await clock.until(session.close());
    await Promise.all(asked);
  });

  it('is scanned for any number of nodes, and has room for questions beside', async () => {
    const session = pool.session(settingsOf(), 'reader');
    const codes = new Set<string | undefined>();
    let outcomes = 0;
    for (let node = 0; node < 150; node += 1) {
      session.watch({
        tags: ENERGY,
        periodMs: 600_000,
        outcome: ({ failure }) => {
          outcomes += 1;
          codes.add(failure?.code);
        },
      });
    }
    assert.equal((await clock.until(session.read(ENERGY))).failure, undefined);
    await clock.pass(300_000);
    assert.deepEqual([outcomes, [...codes]], [150, [undefined]]);
    await clock.until(session.close());
  });

  it('gives its object list, and single attributes', async () => {
    const session = pool.session(settingsOf(), 'reader');
    const objects = await clock.until(session.objects());
    assert.ok(objects.some(({ classId }) => classId === 7));
    const attribute = { classId: 8, logicalName: '0.0.1.0.0.255', attributeId: 1 };
    const result = await clock.until(session.get(attribute));
    assert.equal(result.kind, 'data');
    assert.equal(session.counters.jobs, 2);
  });
});
