import assert from 'node:assert/strict';
import { DlmsError } from '../../src/errors.js';
import { SecretTrial } from '../../src/pool/secret-trial.js';
import type { Trouble } from '../../src/pool/trouble.js';
import { settingsOf } from '../meter/settings.js';
import { AsyncClock } from '../support/async-clock.js';

const LOCKOUT_MS = 900_000;
const ASKER = settingsOf({ lockoutWaitMs: LOCKOUT_MS });
const WRONG: Trouble = { kind: 'wrong-secret', mayLock: true };
const UNSAID: Trouble = { kind: 'refused', mayLock: false, unsaid: true };
const ERROR = new DlmsError('', { code: 'DLMS_TIMEOUT', layer: 'hdlc', fault: 'meter' });

describe('a secret that may be wrong', () => {
  let clock: AsyncClock;
  let trial: SecretTrial;

  beforeEach(() => {
    clock = new AsyncClock();
    trial = new SecretTrial(clock, true);
  });

  const waits = (trouble: Trouble, count: number): (number | undefined)[] =>
    Array.from({ length: count }, () => {
      trial.failed(ERROR, trouble, ASKER);
      return trial.standing(ASKER)?.waitMs;
    });

  it('waits always the same time where the meter said so', () => {
    assert.deepEqual(waits(WRONG, 3), [LOCKOUT_MS, LOCKOUT_MS, LOCKOUT_MS]);
  });

  it('waits two minutes and more where the meter did not say so', () => {
    assert.deepEqual(waits(UNSAID, 5), [120_000, 240_000, 480_000, LOCKOUT_MS, LOCKOUT_MS]);
  });

  it('waits no longer than its user wants, and two minutes again after the meter has taken it', () => {
    waits(UNSAID, 3);
    assert.equal(trial.standing(settingsOf({ lockoutWaitMs: 1_000 }))?.waitMs, 1_000);
    assert.equal(trial.standing(settingsOf({ lockoutWaitMs: 0 })), undefined);
    trial.accepted();
    assert.deepEqual([trial.standing(ASKER), trial.isPending], [undefined, false]);
    assert.deepEqual(waits(UNSAID, 1), [120_000]);
  });

  it('does not wait for who calls the meter otherwise, unless the meter said so', async () => {
    const other = settingsOf({ referencing: 'SN' });
    waits(UNSAID, 1);
    assert.equal(trial.standing(other), undefined);
    waits(WRONG, 1);
    assert.equal(trial.standing(other)?.waitMs, LOCKOUT_MS);
  });

  it('waits, too, where a meter that had refused it says nothing any more', async () => {
    waits(WRONG, 1);
    await clock.pass(LOCKOUT_MS);
    assert.equal(trial.standing(ASKER), undefined);
    assert.deepEqual(waits(UNSAID, 2), [120_000, 240_000]);
  });

  it('waits for the longer of the two where the meter said so once and was silent after that', () => {
    waits(WRONG, 1);
    assert.deepEqual(waits(UNSAID, 1), [LOCKOUT_MS]);
  });

  it('is worth to be remembered while it may stand for somebody', async () => {
    assert.equal(trial.isOfUse(LOCKOUT_MS), false);
    waits(UNSAID, 1);
    assert.equal(trial.isOfUse(LOCKOUT_MS), true);
    await clock.pass(LOCKOUT_MS);
    assert.equal(trial.isOfUse(LOCKOUT_MS), false);
  });
});
