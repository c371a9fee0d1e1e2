/** What meters on one line may keep, and what settings they must share. */
import assert from 'node:assert/strict';
import type { Trace } from '../../src/client/primitive.js';
import { DlmsError } from '../../src/errors.js';
import type { MeterSession } from '../../src/pool/meter-session.js';
import { Pool } from '../../src/pool/pool.js';
import { settingsOf } from '../meter/settings.js';
import { AsyncClock } from '../support/async-clock.js';
import { ENERGY, SimulatedMeters } from './simulated-meters.js';

const SERIAL = { host: '', transport: 'serial', serialPort: '/dev/in-memory' };
const AARQ = 0x60;
const RLRQ = 0x62;

describe('meters that share a line', () => {
  let clock: AsyncClock;
  let meters: SimulatedMeters;
  let pool: Pool;
  let sent: string[];

  const start = (limits = {}): void => {
    clock = new AsyncClock();
    meters = new SimulatedMeters(clock, { meters: 4, limits });
    sent = [];
    pool = new Pool({
      clock,
      random: () => 0,
      open: meters.opener,
      onTrace: ({ physicalAddress }, trace) => note(physicalAddress, trace),
    });
  };

  const note = (address: number, { layer, direction, octets }: Trace): void => {
    if (layer !== 'application' || direction !== 'sent') return;
    if (octets[0] === AARQ) sent.push(`open ${address}`);
    if (octets[0] === RLRQ) sent.push(`release ${address}`);
  };

  beforeEach(() => start());

  afterEach(() => clock.until(pool.close()));

  const meter = (index: number, properties: Readonly<Record<string, unknown>> = {}): MeterSession =>
    pool.session(settingsOf({ ...SERIAL, physicalAddress: 16 + index, ...properties }), `user ${index}`);

  const good = async (session: MeterSession): Promise<void> => {
    const { readings, failure } = await clock.until(session.read(ENERGY));
    assert.deepEqual([failure, readings[0]?.quality], [undefined, 'good']);
  };

  it('keep an association while nobody else wants the line, and leave before another is called', async () => {
    const [one, other] = [meter(0), meter(1)];
    for (const session of [one, one, other, other, one]) await good(session);
    assert.deepEqual(sent, ['open 16', 'release 16', 'open 17', 'release 17', 'open 16']);
    await clock.pass(31_000);
    assert.equal(sent.at(-1), 'release 16');
  });

  it('leave at once where another is waiting', async () => {
    const [one, other] = [meter(0), meter(1)];
    await Promise.all([clock.until(one.read(ENERGY)), clock.until(other.read(ENERGY))]);
    assert.deepEqual(sent, ['open 16', 'release 16', 'open 17']);
  });

  it('are left sooner where they drop their associations sooner', async () => {
    start({ inactivitySeconds: 5 });
    const session = meter(0);
    for (let scan = 0; scan < 5; scan += 1) {
      await good(session);
      await clock.pass(10_000);
    }
    assert.deepEqual(sent.slice(-4), ['open 16', 'release 16', 'open 16', 'release 16']);
    const begin = clock.now();
    await good(session);
    assert.ok(clock.now() - begin < 2000, `${clock.now() - begin} ms`);
  });

  it('keep their associations over pauses that meters bear', async () => {
    const session = meter(0);
    for (let scan = 0; scan < 5; scan += 1) {
      await good(session);
      await clock.pass(20_000);
    }
    assert.deepEqual(sent, ['open 16']);
  });

  type Properties = Readonly<Record<string, unknown>>;
  const contradictions: readonly (readonly [string, Properties, Properties, RegExp])[] = [
    ['speeds', { baudRate: 9600 }, { baudRate: 300 }, /baudRate "300" where another has "9600"/],
    ['parities', {}, { parity: 'even' }, /parity "even" where another has "none"/],
    ['data bits', {}, { dataBits: 7 }, /dataBits "7" where another has "8"/],
    [
      'speeds to be called at',
      { mode: 'IEC' },
      { mode: 'IEC', iecStartBaud: 1200 },
      /iecStartBaud "1200" where another has "300"/,
    ],
  ];
  for (const [what, first, second, message] of contradictions) {
    it(`are refused with different ${what}`, () => {
      meter(0, first);
      assert.throws(
        () => meter(1, second),
        (error) => {
          assert.ok(error instanceof DlmsError);
          assert.equal(error.code, 'DLMS_SETTING');
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }

  it('are refused by any of those that are there, not only by the first', () => {
    meter(0, { mode: 'IEC' });
    meter(1, { baudRate: 19_200 });
    assert.throws(() => meter(2, { baudRate: 9600 }), { code: 'DLMS_SETTING' });
    meter(3, { mode: 'IEC', dataBits: 7, parity: 'even' });
  });
});
