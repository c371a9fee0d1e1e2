import assert from 'node:assert/strict';
import { LinkLog } from '../../nodes/link-log.js';
import { Pool } from '../../src/pool/pool.js';
import { settingsOf } from '../meter/settings.js';
import { ENERGY, SimulatedMeters } from '../pool/simulated-meters.js';
import { AsyncClock } from '../support/async-clock.js';

describe('the log of a link', () => {
  it('has a line for each change, and none for what stays as it is', async () => {
    const clock = new AsyncClock();
    const meters = new SimulatedMeters(clock);
    const pool = new Pool({ clock, random: () => 0, open: meters.opener });
    const session = pool.session(settingsOf({ timeoutMs: 500, retryCounter: 1 }), 'reader');
    const lines: string[] = [];
    const log = new LinkLog('cellar', (text) => lines.push(text), clock);
    session.onStatus((status) => log.changed(status));
    session.watch({ tags: ENERGY, periodMs: 45_000, outcome: () => undefined });
    // Between two scans the association is released: that is no change.
    await clock.pass(600_000);
    assert.deepEqual(lines.splice(0), ['cellar: connected']);
    assert.ok(meters.opened > 5);
    meters.faults = { silent: true };
    await clock.pass(3_600_000);
    assert.deepEqual(lines.splice(0), ['cellar: not connected, DLMS_TIMEOUT']);
    await meters.vanish('DLMS_CONNECTION_REFUSED');
    await clock.pass(3_600_000);
    assert.deepEqual(lines.splice(0), ['cellar: not connected, DLMS_CONNECTION_REFUSED']);
    meters.refusal = undefined;
    await clock.pass(600_000);
    await meters.vanish('DLMS_CONNECTION_REFUSED');
    await clock.pass(600_000);
    assert.deepEqual(lines.splice(0), [], 'both were told in this outage');
    meters.faults = {};
    meters.refusal = undefined;
    await clock.pass(120_000);
    assert.deepEqual(lines.splice(0), ['cellar: connected, after 2 h']);
    await clock.until(session.leave('reader'));
    assert.deepEqual(lines, []);
  });
});
