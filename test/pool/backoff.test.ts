import assert from 'node:assert/strict';
import { DlmsError } from '../../src/errors.js';
import { Backoff } from '../../src/pool/backoff.js';
import type { Trouble } from '../../src/pool/trouble.js';
import { AsyncClock } from '../support/async-clock.js';

const errorOf = (code: string): DlmsError => new DlmsError(code, { code, layer: 'hdlc', fault: 'meter' });
const SILENT = errorOf('DLMS_TIMEOUT');
const NO_ANSWER: Trouble = { kind: 'no-answer', mayLock: false };
const BUSY: Trouble = { kind: 'busy', mayLock: false };

describe('the time until a meter is tried again', () => {
  let clock: AsyncClock;

  beforeEach(() => {
    clock = new AsyncClock();
  });

  const started = (random = () => 0) => new Backoff({ clock, random });

  const delays = (random: () => number, trouble: Trouble, count: number): number[] => {
    const backoff = started(random);
    return Array.from({ length: count }, () => backoff.failed(SILENT, trouble));
  };

  it('grows from a second to a minute', () => {
    assert.deepEqual(
      delays(() => 0, NO_ANSWER, 8),
      [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000],
    );
  });

  it('is shortened by chance, by a fifth at most', () => {
    assert.deepEqual(delays(() => 1, NO_ANSWER, 8).map(Math.round), [
      ...[800, 1600, 3200, 6400, 12_800, 25_600, 48_000, 48_000],
    ]);
  });

  it('is ten seconds and more while the meter is busy', () => {
    assert.deepEqual(
      delays(() => 0, BUSY, 5),
      [10_000, 20_000, 40_000, 60_000, 60_000],
    );
  });

  it('grows from the start again where the trouble is another', () => {
    const backoff = started();
    backoff.failed(SILENT, NO_ANSWER);
    backoff.failed(SILENT, NO_ANSWER);
    assert.equal(backoff.failed(SILENT, BUSY), 10_000);
    assert.equal(backoff.failed(SILENT, NO_ANSWER), 1000);
    assert.equal(backoff.tries, 4);
  });

  it('begins anew after a success', () => {
    const backoff = started();
    backoff.failed(SILENT, NO_ANSWER);
    backoff.failed(SILENT, NO_ANSWER);
    assert.equal(backoff.tries, 2);
    backoff.succeeded();
    assert.deepEqual([backoff.tries, backoff.standing(false)], [0, undefined]);
    assert.equal(backoff.failed(SILENT, NO_ANSWER), 1000);
  });

  it('has the last error standing until it is over', async () => {
    const backoff = started();
    assert.equal(backoff.standing(false), undefined);
    for (let failures = 0; failures < 4; failures += 1) backoff.failed(SILENT, NO_ANSWER);
    assert.equal(backoff.standing(false), SILENT);
    await clock.pass(7900);
    assert.equal(backoff.standing(false), SILENT);
    await clock.pass(100);
    assert.equal(backoff.standing(false), undefined);
  });

  it('is no more than a second for what a user asks by hand', async () => {
    const backoff = started();
    for (let failures = 0; failures < 4; failures += 1) backoff.failed(SILENT, NO_ANSWER);
    assert.equal(backoff.standing(true), SILENT);
    await clock.pass(1000);
    assert.equal(backoff.standing(true), undefined);
  });
});
