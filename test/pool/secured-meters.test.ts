/** Ciphered meters in daily use: their counters go on, and hinder nobody on the line. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DlmsError } from '../../src/errors.js';
import { counterStore } from '../../src/meter/counter-store.js';
import { resolveSettings } from '../../src/meter/resolve-settings.js';
import type { MeterSession } from '../../src/pool/meter-session.js';
import { Pool, type PoolOptions } from '../../src/pool/pool.js';
import { demoKeys } from '../../src/simulator/demo-keys.js';
import { AsyncClock } from '../support/async-clock.js';
import { hexOf } from '../support/recorded-conversation.js';
import { tempFolder } from '../support/temp-folder.js';
import { ENERGY, SimulatedMeters } from './simulated-meters.js';

const SECURED = { auth: 'HighGmac', security: 'AuthenticationEncryption' } as const;
const { blockCipherKey, authenticationKey } = demoKeys(0);
const KEYS = { blockCipherKey: hexOf(blockCipherKey), authenticationKey: hexOf(authenticationKey) };

describe('ciphered meters', () => {
  const folder = tempFolder();
  let clock: AsyncClock;
  let meters: SimulatedMeters;
  let pool: Pool;

  const start = (more: Partial<PoolOptions> = {}): void => {
    const counters = counterStore(folder());
    pool = new Pool({ clock, counters, random: () => 0, open: meters.opener, ...more });
  };

  beforeEach(() => {
    clock = new AsyncClock();
    meters = new SimulatedMeters(clock, { ...SECURED, meters: 2 });
    start();
  });

  afterEach(() => clock.until(pool.close()));

  const meter = (user: string, properties: Readonly<Record<string, unknown>> = {}): MeterSession => {
    const base = { host: '127.0.0.1', referencing: 'LN', physicalAddress: 16, ...SECURED };
    return pool.session(resolveSettings({ ...base, ...properties }, KEYS).settings, user);
  };

  const good = async (session: MeterSession): Promise<void> => {
    const { readings, failure } = await clock.until(session.read(ENERGY));
    assert.deepEqual([failure, readings[0]?.quality], [undefined, 'good']);
  };

  it('are read at their rate, and again after another deployment', async () => {
    for (let deployment = 0; deployment < 3; deployment += 1) {
      const session = meter('reader');
      for (let scan = 0; scan < 5; scan += 1) {
        await good(session);
        await clock.pass(20_000);
      }
      await clock.until(session.leave('reader'));
    }
  });

  it('take no number twice, though several nodes use the key at the same time', async () => {
    const sessions = [
      meter('one', { mode: 'DLMS-WRAPPER' }),
      meter('two', { mode: 'DLMS-WRAPPER', timeoutMs: 4_000 }),
      meter('three', { mode: 'DLMS-WRAPPER', physicalAddress: 17 }),
    ];
    for (let round = 0; round < 5; round += 1) {
      const outcomes = await clock.until(Promise.all(sessions.map((session) => session.read(ENERGY))));
      for (const { failure } of outcomes) assert.equal(failure, undefined);
      await clock.pass(40_000);
    }
  });

  it('behind a gateway that takes one connection take turns with it, their counters read beforehand', async () => {
    const full = new DlmsError('full', { code: 'DLMS_LINE_CLOSED', layer: 'transport', fault: 'line' });
    start({
      open: (settings) => async (signal) => {
        if (meters.open > 0) throw full;
        return meters.opener(settings)(signal);
      },
    });
    const counting = { invocationCounter: '0.0.43.1.0.255' };
    const sessions = [meter('one', counting), meter('two', { ...counting, physicalAddress: 17 })];
    for (const session of [...sessions, ...sessions]) await good(session);
    assert.equal(meters.mostOpen, 1);
  });

  it('are not read while their counter cannot be kept, and are as soon as it can', async () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    start({ counters: counterStore(join(file, 'counters')) });
    const session = meter('reader');
    const { failure } = await clock.until(session.read(ENERGY));
    assert.equal(failure?.code, 'DLMS_COUNTER_STORE');
    const { trouble, heldBack } = session.status;
    assert.deepEqual([trouble, heldBack], ['security', false]);
    assert.equal(meters.opened, 0);
  });
});
