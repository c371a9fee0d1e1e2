/** Some meters are silent where a password or key is wrong: silence, too, is no reason to send it again soon. */
import assert from 'node:assert/strict';
import type { MeterSession } from '../../src/pool/meter-session.js';
import { Pool } from '../../src/pool/pool.js';
import { settingsOf } from '../meter/settings.js';
import { AsyncClock } from '../support/async-clock.js';
import { DeafLines } from './deaf-lines.js';
import { ENERGY, SimulatedMeters } from './simulated-meters.js';

const PASSWORD = 'a password';
const MINUTE_MS = 60_000;
/** ACTION-Request-Normal, which carries the answer to the meter's challenge. */
const PASS_3 = Buffer.from([0xc3, 0x01]);

type Properties = Readonly<Record<string, unknown>>;

describe('a meter that is silent when it is shown a secret', () => {
  let clock: AsyncClock;
  let meters: SimulatedMeters;
  let lines: DeafLines;
  let pool: Pool;

  const start = (auth: 'Low' | 'HighMd5', deafTo: Buffer, many = 1): void => {
    clock = new AsyncClock();
    meters = new SimulatedMeters(clock, { auth, password: PASSWORD, meters: many });
    lines = new DeafLines(deafTo);
    pool = new Pool({ clock, random: () => 0, open: lines.opener((settings) => meters.opener(settings)) });
  };

  beforeEach(() => start('Low', Buffer.from(PASSWORD)));

  afterEach(() => clock.until(pool.close()));

  const session = (properties: Properties = {}, user = 'reader'): MeterSession =>
    pool.session(settingsOf({ auth: 'Low', ...properties }, PASSWORD), user);

  const scan = (reader: MeterSession): void => {
    reader.watch({ tags: ENERGY, periodMs: 5_000, outcome: () => undefined });
  };

  const codeOf = async (reader: MeterSession) => (await clock.until(reader.read(ENERGY))).failure?.code;

  for (const mode of ['DLMS-HDLC', 'DLMS-WRAPPER']) {
    it(`is shown a password once, then after 2, 4, 8 minutes, then each quarter of an hour, over ${mode}`, async () => {
      scan(session({ mode }));
      const minutes: number[] = [];
      for (let minute = 0; minute < 50; minute += 1) {
        const before = lines.heard;
        await clock.pass(MINUTE_MS);
        if (lines.heard > before) minutes.push(minute);
      }
      assert.deepEqual(minutes, [0, 2, 6, 14, 29, 44]);
    });
  }

  it('repeats nothing over the WRAPPER, and over HDLC a frame of the same number only', async () => {
    await codeOf(session({ mode: 'DLMS-WRAPPER' }));
    assert.deepEqual([lines.heard, lines.sent], [1, 1]);
    await codeOf(session({ mode: 'DLMS-HDLC', retryCounter: 3 }));
    assert.deepEqual([lines.heard, lines.sent], [2, 4]);
  });

  it('has as long to answer where nothing is repeated as where it is', async () => {
    lines.deafTo = undefined;
    meters.faults = { delayMs: 2_000 };
    const slow = { mode: 'DLMS-WRAPPER', timeoutMs: 1_000, retryCounter: 3 };
    assert.equal(await codeOf(session(slow)), undefined);
  });

  it('says so, with the time of the next try, to scans and to who asks by hand', async () => {
    const reader = session();
    const { failure: first } = await clock.until(reader.read(ENERGY));
    assert.equal(first?.code, 'DLMS_TIMEOUT');
    assert.match(first.message, /the meter is silent.*not tried again before \d\d:\d\d/);
    const { state, trouble, heldBack, nextTryAt = 0 } = reader.status;
    assert.deepEqual([state, trouble, heldBack], ['retrying', 'no-answer', true]);
    assert.equal(Math.round((nextTryAt - clock.wallTime()) / MINUTE_MS), 2);
    const { failure } = await clock.until(reader.read(ENERGY));
    assert.match(failure?.message ?? '', /not tried again before \d\d:\d\d, for meters lock/);
    assert.equal(lines.heard, 1);
  });

  it('is read at the second try where only the line was bad', async () => {
    const reader = session();
    scan(reader);
    await clock.pass(MINUTE_MS);
    lines.deafTo = undefined;
    await clock.pass(MINUTE_MS + 30_000);
    assert.equal(reader.status.state, 'connected');
  });

  it('and has taken it before, is tried again soon', async () => {
    lines.deafTo = undefined;
    const reader = session();
    assert.equal(await codeOf(reader), undefined);
    scan(reader);
    lines.deafTo = Buffer.from(PASSWORD);
    await clock.until(meters.vanish('DLMS_LINE_CLOSED'));
    meters.refusal = undefined;
    await clock.pass(MINUTE_MS);
    assert.ok(lines.heard > 2, `${lines.heard}`);
    lines.deafTo = undefined;
    await clock.pass(MINUTE_MS);
    assert.equal(reader.status.state, 'connected');
  });

  it('is tried again soon where it was silent before a secret was shown', async () => {
    const reader = session();
    meters.faults = { silent: true };
    lines.deafTo = undefined;
    scan(reader);
    await clock.pass(30_000);
    assert.notEqual(reader.status.heldBack, true);
    meters.faults = {};
    await clock.pass(35_000);
    assert.equal(reader.status.state, 'connected');
  });

  it('is sent its answer to a challenge once, and again after two minutes', async () => {
    start('HighMd5', PASS_3);
    const reader = session({ auth: 'HighMd5' });
    scan(reader);
    await clock.pass(2 * MINUTE_MS - 5_000);
    assert.equal(lines.heard, 1);
    assert.equal(reader.status.heldBack, true);
    await clock.pass(MINUTE_MS);
    assert.equal(lines.heard, 2);
  });

  it('may be asked for a challenge again and again: that shows nothing', async () => {
    start('HighMd5', Buffer.from([0x60]));
    const reader = session({ auth: 'HighMd5', timeoutMs: 500, mode: 'DLMS-WRAPPER' });
    scan(reader);
    await clock.pass(MINUTE_MS);
    assert.ok(lines.heard > 3, `${lines.heard}`);
  });

  it('is not shown it again because the flow was deployed anew, or two nodes name it', async () => {
    const before = session();
    await codeOf(before);
    await clock.until(before.leave('reader'));
    assert.equal(await codeOf(session({ name: 'renamed', timeoutMs: 1_000 })), 'DLMS_TIMEOUT');
    await clock.pass(MINUTE_MS);
    assert.equal(await codeOf(session({ timeoutMs: 4_000 }, 'other')), 'DLMS_TIMEOUT');
    assert.equal(lines.heard, 1);
  });

  it('is tried at once where somebody calls it in another way', async () => {
    await codeOf(session({ mode: 'DLMS-WRAPPER' }));
    lines.deafTo = undefined;
    assert.equal(await codeOf(session({ mode: 'DLMS-HDLC' })), undefined);
  });

  it('may be called anew once when a deployment cut the first try short, and not again', async () => {
    for (const heard of [1, 2, 2]) {
      const reader = session();
      const reading = reader.read(ENERGY);
      await clock.pass(1_000);
      await clock.until(reader.leave('reader'));
      await clock.until(reading);
      assert.equal(lines.heard, heard);
    }
  });

  it('behind an address with other meters, is shown it once, too, and alone there the next time', async () => {
    start('Low', Buffer.from('another word'), 2);
    const neighbour = session({ mode: 'DLMS-WRAPPER', physicalAddress: 17, logicalAddress: 0 }, 'neighbour');
    assert.equal(await codeOf(neighbour), undefined);
    const silent = pool.session(settingsOf({ auth: 'Low', mode: 'DLMS-WRAPPER' }, 'another word'), 'reader');
    scan(silent);
    scan(neighbour);
    await clock.pass(1_000);
    assert.deepEqual([lines.heard, meters.open], [1, 2]);
    await clock.pass(2 * MINUTE_MS - 10_000);
    assert.deepEqual([lines.heard, meters.open], [1, 1]);
    const most: number[] = [];
    for (let step = 0; step < 100 && lines.heard < 2; step += 1) await clock.pass(200);
    for (let step = 0; step < 10; step += 1) {
      most.push(meters.open);
      await clock.pass(200);
    }
    assert.deepEqual([lines.heard, Math.max(...most)], [2, 1]);
    await clock.pass(20_000);
    assert.equal(neighbour.status.state, 'connected');
  });

  it('because its gateway takes one connection only, is read at the second try, and all of them from then on', async () => {
    start('Low', Buffer.from(PASSWORD), 2);
    const all = lines.opener((settings) => meters.opener(settings));
    pool = new Pool({
      clock,
      random: () => 0,
      open: (settings) => (signal) => (meters.open > 0 ? all : meters.opener)(settings)(signal),
    });
    const readers = [16, 17].map((physicalAddress) =>
      session({ mode: 'DLMS-WRAPPER', physicalAddress, logicalAddress: 0 }, `reader ${physicalAddress}`),
    );
    for (const reader of readers) {
      scan(reader);
      await clock.pass(10_000);
    }
    assert.deepEqual(
      readers.map(({ status }) => status.heldBack),
      [undefined, true],
    );
    await clock.pass(3 * MINUTE_MS);
    assert.deepEqual(
      readers.map(({ status }) => status.state),
      ['connected', 'connected'],
    );
    assert.equal(meters.mostOpen, 2);
  });
});
