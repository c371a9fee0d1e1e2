/** Tests and searches on lines that deployed meters use: alone for a moment, and nobody loses a reading. */
import assert from 'node:assert/strict';
import { DlmsError } from '../../src/errors.js';
import { MeterClient } from '../../src/meter/meter-client.js';
import type { MeterSettings } from '../../src/meter/settings.js';
import type { LineVisitor } from '../../src/pool/line-visitor.js';
import type { MeterSession } from '../../src/pool/meter-session.js';
import { Pool } from '../../src/pool/pool.js';
import { settingsOf } from '../meter/settings.js';
import { AsyncClock } from '../support/async-clock.js';
import { ENERGY, SimulatedMeters } from './simulated-meters.js';

type Properties = Readonly<Record<string, unknown>>;

const SERIAL = { host: '', transport: 'serial', serialPort: '/dev/in-memory' };
const LINES: readonly (readonly [string, Properties])[] = [
  ['a serial line', SERIAL],
  ['HDLC behind a gateway', {}],
  ['the WRAPPER', { mode: 'DLMS-WRAPPER' }],
];
const FULL = new DlmsError('full', { code: 'DLMS_LINE_CLOSED', layer: 'transport', fault: 'line' });

describe('visits to a line', () => {
  let clock: AsyncClock;
  let meters: SimulatedMeters;
  let pool: Pool;
  let visitor: LineVisitor | undefined;

  beforeEach(() => {
    clock = new AsyncClock();
    meters = new SimulatedMeters(clock, { meters: 4 });
    const open = (settings: MeterSettings) => async (signal?: AbortSignal) => {
      if (meters.open > 0) throw FULL;
      return meters.opener(settings)(signal);
    };
    pool = new Pool({ clock, random: () => 0, open });
    visitor = undefined;
  });
  afterEach(async () => {
    await visitor?.leave();
    await clock.until(pool.close());
    assert.equal(meters.open, 0);
  });

  const meter = (index: number, properties: Properties): MeterSession =>
    pool.session(settingsOf({ physicalAddress: 16 + index, ...properties }), `user ${index}`);

  const good = async (session: MeterSession): Promise<void> => {
    const { readings, failure } = await session.read(ENERGY);
    assert.deepEqual([failure, readings[0]?.quality], [undefined, 'good']);
  };

  /** Reads a meter as a test does, over a connection that it opens and closes. */
  const visit = (settings: MeterSettings, hold = async () => undefined as unknown): Promise<unknown> => {
    visitor ??= pool.visitor(settings);
    return visitor.visit(settings, async ({ open, silence }) => {
      const client = new MeterClient({ settings, open, silence, clock });
      const [reading] = await client.read(['1.0.1.8.0.255']);
      await hold();
      await client.close();
      return reading?.quality;
    });
  };

  for (const [title, properties] of LINES) {
    it(`have the line to themselves, and what is asked meanwhile is answered afterwards: ${title}`, async () => {
      const session = meter(0, properties);
      await clock.until(good(session));
      let readMeanwhile = Promise.resolve();
      let answered = false;
      const visiting = visit(settingsOf({ ...properties, physicalAddress: 17 }), async () => {
        readMeanwhile = good(session).then(() => {
          answered = true;
        });
        await clock.settle();
        assert.equal(answered, false);
      });
      assert.equal(await clock.until(visiting), 'good');
      await clock.until(readMeanwhile);
      assert.equal(meters.mostOpen, 1);
    });

    it(`wait for what is under way: ${title}`, async () => {
      const session = meter(0, properties);
      const reading = good(session);
      const visiting = visit(settingsOf({ ...properties, physicalAddress: 17 }));
      await clock.until(reading);
      assert.equal(await clock.until(visiting), 'good');
    });

    it(`let the meters have their turns between two of them: ${title}`, async () => {
      const session = meter(0, properties);
      await clock.until(good(session));
      const order: string[] = [];
      const settings = settingsOf({ ...properties, physicalAddress: 17 });
      const visits = async (): Promise<void> => {
        for (let index = 0; index < 3; index += 1) {
          await visit(settings);
          order.push('visit');
        }
      };
      const reads = async (): Promise<void> => {
        for (let index = 0; index < 3; index += 1) {
          await good(session);
          order.push('read');
        }
      };
      await clock.until(Promise.all([visits(), reads()]));
      const farthest = order.join().match(/(?:visit,?){2}|(?:read,?){2}/g) ?? [];
      assert.ok(farthest.length <= 1, order.join());
    });
  }

  it('may set a serial line otherwise than its meters, and leave it as they want it', async () => {
    const session = meter(0, SERIAL);
    await clock.until(good(session));
    const other = settingsOf({ ...SERIAL, physicalAddress: 17, baudRate: 300, parity: 'even', dataBits: 7 });
    assert.equal(await clock.until(visit(other)), 'good');
    await clock.until(good(session));
    await clock.until(good(meter(1, SERIAL)));
  });

  it('that fail leave the line to the others', async () => {
    const session = meter(0, SERIAL);
    await clock.until(good(session));
    const failing = visit(settingsOf({ ...SERIAL, physicalAddress: 99 }));
    await assert.rejects(clock.until(failing), (error) => error instanceof DlmsError);
    await clock.until(good(session));
  });

  it('keep a serial port open from the first to the last, and close it then', async () => {
    const settings = settingsOf({ ...SERIAL, physicalAddress: 17 });
    for (let round = 0; round < 3; round += 1) await clock.until(visit(settings));
    assert.deepEqual([meters.opened, meters.open], [1, 1]);
    await visitor?.leave();
    assert.equal(meters.open, 0);
  });
});

describe('a guest session', () => {
  let clock: AsyncClock;
  let meters: SimulatedMeters;
  let pool: Pool;

  beforeEach(() => {
    clock = new AsyncClock();
    meters = new SimulatedMeters(clock, { meters: 4 });
    pool = new Pool({ clock, random: () => 0, open: meters.opener });
  });
  afterEach(() => clock.until(pool.close()));

  const good = async (session: MeterSession): Promise<void> => {
    const { readings, failure } = await clock.until(session.read(ENERGY));
    assert.deepEqual([failure, readings[0]?.quality], [undefined, 'good']);
  };

  it('is that of the deployed meter where the settings are the same', async () => {
    const deployed = pool.session(settingsOf(), 'node');
    await good(deployed);
    const guest = pool.guest(settingsOf(), 'editor');
    assert.equal(guest, deployed);
    await good(guest);
    assert.equal(meters.opened, 1);
    await clock.until(guest.leave('editor'));
    await good(deployed);
  });

  it('with other settings goes to the line as a visitor, and leaves no connection where others are', async () => {
    const deployed = pool.session(settingsOf(SERIAL), 'node');
    await good(deployed);
    const guest = pool.guest(settingsOf({ ...SERIAL, baudRate: 19_200, timeoutMs: 999 }), 'editor');
    await good(guest);
    await good(deployed);
    await good(guest);
    assert.equal(meters.mostOpen, 1);
    await clock.until(guest.leave('editor'));
    await good(deployed);
  });

  it('that is alone keeps its association between two questions', async () => {
    const guest = pool.guest(settingsOf(), 'editor');
    await good(guest);
    await good(guest);
    assert.deepEqual([meters.opened, meters.open], [1, 1]);
    await clock.until(guest.leave('editor'));
    assert.equal(meters.open, 0);
  });

  it('gives way to a meter that is deployed while it is there', async () => {
    const guest = pool.guest(settingsOf({ ...SERIAL, baudRate: 300 }), 'editor');
    await good(guest);
    const deployed = pool.session(settingsOf({ ...SERIAL, physicalAddress: 17 }), 'node');
    await good(deployed);
    await good(guest);
    await good(deployed);
    assert.equal(meters.mostOpen, 1);
    await clock.until(guest.leave('editor'));
  });
});
