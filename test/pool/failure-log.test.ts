import assert from 'node:assert/strict';
import { FailureLog } from '../../src/pool/failure-log.js';

const SECOND = 1000;
const HOUR = 3_600_000;

describe('a failure that comes back with every scan', () => {
  it('is told once, then in summaries that grow rare', () => {
    const log = new FailureLog();
    const told: number[] = [];
    for (let now = 0; now <= 24 * HOUR; now += 10 * SECOND) {
      const news = log.failed('DLMS_TIMEOUT', now);
      if (news === undefined) continue;
      assert.equal(news.kind, told.length === 0 ? 'first' : 'summary');
      assert.equal(news.count, now / (10 * SECOND) + 1);
      assert.equal(news.forMs, now);
      told.push(now / SECOND);
    }
    assert.deepEqual(told.slice(0, 4), [0, 60, 360, 2160]);
    assert.ok(told.length > 20 && told.length < 30, `${told.length} words in a day`);
  });

  it('is told anew when the reason changes', () => {
    const log = new FailureLog();
    assert.equal(log.failed('a', 0)?.kind, 'first');
    assert.equal(log.failed('a', 1), undefined);
    assert.equal(log.failed('b', 2)?.kind, 'first');
  });

  it('is told once for each reason where two of them take turns', () => {
    const log = new FailureLog();
    const told: string[] = [];
    for (let now = 0; now < 24 * HOUR; now += 10 * SECOND) {
      const reason = (now / (10 * SECOND)) % 2 === 0 ? 'a' : 'b';
      const news = log.failed(reason, now);
      if (news !== undefined) told.push(`${news.kind} ${reason}`);
    }
    assert.deepEqual(told.slice(0, 4), ['first a', 'first b', 'summary a', 'summary b']);
    assert.ok(told.length < 60, `${told.length} words in a day`);
    assert.deepEqual(log.recovered(24 * HOUR), { count: 8640, forMs: 24 * HOUR });
  });

  it('is told anew after it had ended, and its end tells how long it was', () => {
    const log = new FailureLog();
    assert.equal(log.recovered(0), undefined);
    log.failed('a', 0);
    log.failed('a', 5);
    assert.deepEqual(log.recovered(9), { count: 2, forMs: 9 });
    assert.equal(log.failed('a', 10)?.kind, 'first');
  });
});
