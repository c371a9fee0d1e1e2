/** The ladder where the meter refuses a secret: it is not sent again, by nobody, until the time is over. */
import assert from 'node:assert/strict';
import type { Trace } from '../../src/client/primitive.js';
import { type GuardedReport, guardedClimb } from '../../src/diagnosis/guarded-climb.js';
import { Pool } from '../../src/pool/pool.js';
import { settingsOf } from '../meter/settings.js';
import { DeafLines } from '../pool/deaf-lines.js';
import { SimulatedMeters } from '../pool/simulated-meters.js';
import { AsyncClock } from '../support/async-clock.js';

const LOW = { auth: 'Low', clientAddress: 1 };
const AARQ = 0x60;
const WAIT_MS = 900_000;

describe('the ladder on a line that others use', () => {
  let clock: AsyncClock;
  let meters: SimulatedMeters;
  let pool: Pool;
  let asked: number;

  beforeEach(() => {
    clock = new AsyncClock();
    meters = new SimulatedMeters(clock, { auth: 'Low', password: 'right' });
    pool = new Pool({ clock, random: () => 0, open: meters.opener, onTrace: (_, trace) => count(trace) });
    asked = 0;
  });
  afterEach(() => clock.until(pool.close()));

  const count = ({ layer, direction, octets }: Trace): void => {
    if (layer === 'application' && direction === 'sent' && octets[0] === AARQ) asked += 1;
  };

  const deaf = (): DeafLines => {
    const lines = new DeafLines(Buffer.from('right'));
    pool = new Pool({ clock, random: () => 0, open: lines.opener(meters.opener) });
    return lines;
  };

  const climb = async (password: string, properties: object = {}): Promise<GuardedReport> => {
    const settings = settingsOf({ ...LOW, ...properties }, password);
    const visitor = pool.visitor(settings);
    const climbing = guardedClimb(settings, visitor, { clock, onTrace: count });
    const report = await clock.until(climbing);
    await visitor.leave();
    return report;
  };

  const failureOf = (report: GuardedReport): string | undefined =>
    report.kind === 'held-back'
      ? `held back for ${report.refusal.waitMs} ms`
      : report.steps.find(({ state }) => state === 'failed')?.error?.code;

  it('sends a wrong password once, and says when it may be sent again', async () => {
    assert.equal(failureOf(await climb('wrong')), 'DLMS_AUTHENTICATION_FAILED');
    await clock.pass(1000);
    assert.equal(failureOf(await climb('wrong')), `held back for ${WAIT_MS - 1000} ms`);
    assert.equal(asked, 1);
    await clock.pass(WAIT_MS);
    assert.equal(failureOf(await climb('wrong')), 'DLMS_AUTHENTICATION_FAILED');
    assert.equal(asked, 2);
  });

  it('tries another password at once, and forgets the refusal when the meter takes one', async () => {
    await climb('wrong');
    assert.equal(failureOf(await climb('right')), undefined);
    assert.equal(failureOf(await climb('right')), undefined);
    assert.equal(asked, 3);
  });

  it('keeps a deployed meter from sending the same wrong password, and is kept by it', async () => {
    await climb('wrong');
    const session = pool.session(settingsOf(LOW, 'wrong'), 'node');
    const { failure } = await clock.until(session.read([{ kind: 'device-status' }]));
    assert.match(failure?.message ?? '', /it is not tried again before/);
    assert.equal(asked, 1);
    await clock.pass(WAIT_MS + 1000);
    await clock.until(session.read([{ kind: 'device-status' }]));
    assert.equal(asked, 2);
    assert.match(failureOf(await climb('wrong')) ?? '', /^held back/);
  });

  it('waits for less where the meter does not say that the password is wrong', async () => {
    const refuse = { result: 'rejected-permanent', diagnostic: 'no-reason-given' } as const;
    meters.faults = { refuse };
    assert.equal(failureOf(await climb('right')), 'DLMS_ASSOCIATION_REFUSED');
    assert.equal(failureOf(await climb('right')), 'held back for 120000 ms');
    meters.faults = {};
    await clock.pass(120_000);
    assert.equal(failureOf(await climb('right')), undefined);
  });

  it('shows a secret in place of a challenge once to a meter that is silent then', async () => {
    const lines = deaf();
    const quirk = { auth: 'High', quirks: 'high-secret-as-challenge' };
    assert.equal(failureOf(await climb('right', quirk)), 'DLMS_TIMEOUT');
    assert.match(failureOf(await climb('right', quirk)) ?? '', /^held back/);
    assert.equal(lines.heard, 1);
  });

  it('shows a password once to a meter that is silent then, and waits two minutes', async () => {
    const lines = deaf();
    assert.equal(failureOf(await climb('right')), 'DLMS_TIMEOUT');
    assert.match(failureOf(await climb('right')) ?? '', /^held back for 1[12]\d{4} ms/);
    assert.equal(lines.heard, 1);
    lines.deafTo = undefined;
    await clock.pass(120_000);
    assert.equal(failureOf(await climb('right')), undefined);
  });

  it('is never held back where it shows no secret', async () => {
    meters.faults = { refuse: { result: 'rejected-permanent', diagnostic: 'authentication-required' } };
    for (let round = 0; round < 2; round += 1) {
      const report = await climb('', { auth: 'None', clientAddress: 16 });
      assert.equal(failureOf(report), 'DLMS_AUTHENTICATION_FAILED');
    }
    assert.equal(asked, 2);
  });

  it('waits for a meter of the same line that is being read', async () => {
    const told: string[] = [];
    const session = pool.session(settingsOf({ host: 'gateway' }), 'node');
    const reading = session.read([{ kind: 'device-status' }]).then(() => told.push('read'));
    await clock.settle();
    const settings = settingsOf({ host: 'gateway', ...LOW }, 'right');
    const visitor = pool.visitor(settings);
    const onTurn = (): void => void told.push('turn');
    const report = await clock.until(guardedClimb(settings, visitor, { clock, onTurn }));
    await reading;
    await visitor.leave();
    assert.equal(report.kind === 'climbed' && report.holds, true);
    assert.deepEqual(told, ['read', 'turn']);
  });
});
