/** Meters without end, as messages may name them, and what is kept of their secrets. */
import assert from 'node:assert/strict';
import { Pool } from '../../src/pool/pool.js';
import { settingsOf } from '../meter/settings.js';
import { AsyncClock } from '../support/async-clock.js';
import { ENERGY, SimulatedMeters } from './simulated-meters.js';

describe('a pool that many meters came through', () => {
  it('still holds back the one that refused its password', async () => {
    const clock = new AsyncClock();
    const meters = new SimulatedMeters(clock, { auth: 'Low', password: 'right' });
    const pool = new Pool({ clock, random: () => 0, open: meters.opener });
    const ask = async (host: string, password: string) => {
      const session = pool.session(settingsOf({ host, auth: 'Low' }, password), 'reader');
      const { failure } = await clock.until(session.read(ENERGY));
      await clock.until(session.leave('reader'));
      return failure?.code;
    };
    assert.equal(await ask('wrong', 'wrong'), 'DLMS_AUTHENTICATION_FAILED');
    for (let number = 0; number < 2500; number += 1) {
      const settings = settingsOf({ host: `house${number}`, auth: 'Low' }, 'right');
      await pool.session(settings, 'reader').leave('reader');
    }
    const before = meters.opened;
    assert.equal(await ask('wrong', 'wrong'), 'DLMS_AUTHENTICATION_FAILED');
    assert.equal(meters.opened, before, 'the meter was not asked again');
    assert.equal(await ask('house7', 'right'), undefined);
    await clock.until(pool.close());
  });
});
