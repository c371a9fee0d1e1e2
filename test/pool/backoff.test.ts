import assert from 'node:assert/strict';
import { DlmsError } from '../../src/errors.js';
import { Backoff } from '../../src/pool/backoff.js';
import { AsyncClock } from '../support/async-clock.js';

const errorOf = (code: string): DlmsError => new DlmsError(code, { code, layer: 'hdlc', fault: 'meter' });
const SILENT = errorOf('DLMS_TIMEOUT');
const WRONG_PASSWORD = errorOf('DLMS_AUTHENTICATION_FAILED');

describe('the time until a meter is tried again', () => {
  let clock: AsyncClock;

  beforeEach(() => {
    clock = new AsyncClock();
  });

  const delays = (random: () => number, error: DlmsError, count: number): number[] => {
    const backoff = new Backoff(clock, random);
    return Array.from({ length: count }, () => backoff.failed(error));
  };

  it('grows from a second to a minute', () => {
    assert.deepEqual(
      delays(() => 0, SILENT, 8),
      [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000],
    );
  });

  it('is shortened by chance, by a fifth at most', () => {
    assert.deepEqual(delays(() => 1, SILENT, 8).map(Math.round), [
      ...[800, 1600, 3200, 6400, 12_800, 25_600, 48_000, 48_000],
    ]);
  });

  it('is a minute from the start after a wrong password, and grows, for meters lock', () => {
    assert.deepEqual(
      delays(() => 1, WRONG_PASSWORD, 8),
      [...[60_000, 120_000, 240_000, 480_000, 960_000, 1_920_000, 3_600_000, 3_600_000]],
    );
  });

  it('begins anew after a success', () => {
    const backoff = new Backoff(clock, () => 0);
    backoff.failed(SILENT);
    backoff.failed(SILENT);
    assert.equal(backoff.tries, 2);
    backoff.succeeded();
    assert.deepEqual([backoff.tries, backoff.standing(false)], [0, undefined]);
    assert.equal(backoff.failed(SILENT), 1000);
  });

  it('has the last error standing until it is over', async () => {
    const backoff = new Backoff(clock, () => 0);
    assert.equal(backoff.standing(false), undefined);
    for (let failures = 0; failures < 4; failures += 1) backoff.failed(SILENT);
    assert.equal(backoff.standing(false), SILENT);
    await clock.pass(7900);
    assert.equal(backoff.standing(false), SILENT);
    await clock.pass(100);
    assert.equal(backoff.standing(false), undefined);
  });

  it('is no more than a second for what a user asks by hand, unless the meter might lock', async () => {
    const backoff = new Backoff(clock, () => 0);
    for (let failures = 0; failures < 4; failures += 1) backoff.failed(SILENT);
    assert.equal(backoff.standing(true), SILENT);
    await clock.pass(1000);
    assert.equal(backoff.standing(true), undefined);
    backoff.failed(WRONG_PASSWORD);
    await clock.pass(59_000);
    assert.equal(backoff.standing(true), WRONG_PASSWORD);
  });
});
