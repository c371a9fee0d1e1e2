import assert from 'node:assert/strict';
import { type ScanCause, ScanScheduler } from '../../src/pool/scan-scheduler.js';
import { AsyncClock } from '../support/async-clock.js';

describe('scans', () => {
  let clock: AsyncClock;
  let begun: [number, ScanCause][];
  let takesMs: number;
  let scheduler: ScanScheduler;

  beforeEach(() => {
    clock = new AsyncClock();
    begun = [];
    takesMs = 0;
    scheduler = schedule(1000, 0);
  });

  const schedule = (periodMs: number, phaseMs: number): ScanScheduler =>
    new ScanScheduler({
      clock,
      periodMs,
      phaseMs,
      scan: (cause) => {
        begun.push([clock.now(), cause]);
        return takesMs === 0 ? Promise.resolve() : new Promise((resolve) => clock.after(takesMs, resolve));
      },
    });

  const times = (): number[] => begun.map(([time]) => time);

  it('begin at once and keep their phase, however long each takes', async () => {
    await clock.pass(123);
    takesMs = 400;
    scheduler.start();
    await clock.pass(3500);
    assert.deepEqual(times(), [123, 1123, 2123, 3123]);
    assert.deepEqual(scheduler.counters, { scans: 4, merged: 0 });
  });

  it('of different meters do not tick together', async () => {
    scheduler = schedule(1000, 300);
    scheduler.start();
    await clock.pass(2500);
    assert.deepEqual(times(), [0, 1300, 2300]);
  });

  it('that overrun are merged into one right after, counted, and back in phase when they are short again', async () => {
    takesMs = 2500;
    scheduler.start();
    await clock.pass(2400);
    takesMs = 100;
    await clock.pass(2000);
    assert.deepEqual(times(), [0, 2500, 3000, 4000]);
    assert.deepEqual(scheduler.counters, { scans: 4, merged: 2 });
  });

  it('never run twice at a time', async () => {
    takesMs = 10_000;
    scheduler.start();
    await clock.pass(5000);
    scheduler.retry();
    await clock.pass(4999);
    assert.deepEqual(times(), [0]);
  });

  it('may be made up for out of turn', async () => {
    scheduler.start();
    await clock.pass(1500);
    scheduler.retry();
    await clock.pass(600);
    assert.deepEqual(begun, [
      [0, 'tick'],
      [1000, 'tick'],
      [1500, 'retry'],
      [2000, 'tick'],
    ]);
  });

  it('end when they are stopped, also while one runs', async () => {
    takesMs = 1500;
    scheduler.start();
    await clock.pass(1200);
    scheduler.stop();
    scheduler.retry();
    await clock.pass(10_000);
    assert.deepEqual(times(), [0]);
  });

  for (const periodMs of [0, -1]) {
    it(`are none at all with a rate of ${periodMs}`, async () => {
      scheduler = schedule(periodMs, 0);
      scheduler.start();
      scheduler.retry();
      await clock.pass(10_000);
      assert.deepEqual(times(), []);
    });
  }

  it('that were slept through do not follow in a burst', async () => {
    const late = new ScanScheduler({
      clock: {
        now: () => clock.now() * 10,
        wallTime: () => clock.wallTime(),
        after: (ms, action) => clock.after(ms, action),
      },
      periodMs: 1000,
      phaseMs: 0,
      scan: async () => void begun.push([clock.now(), 'tick']),
    });
    late.start();
    await clock.pass(2500);
    assert.deepEqual(times(), [0, 1000, 2000]);
    assert.ok(late.counters.merged >= 18);
    late.stop();
  });
});
