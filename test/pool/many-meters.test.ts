import assert from 'node:assert/strict';
import { runSharedLine } from '../support/shared-line.js';

describe('thirty meters with a dead one and one that talks rubbish on a line of 9600 baud', () => {
  it('keep their scan rate where the line can carry it', async () => {
    const { scans, failed } = await runSharedLine({ scanRateMs: 120_000, pollDelayMs: 200, minutes: 20 });
    assert.equal(failed, 0);
    assert.ok(
      scans.every((count) => count === 10 || count === 11),
      String(scans),
    );
  }).timeout(20_000);

  it('share what there is evenly where they ask for more, and leave little of the time unused', async () => {
    const { scans, failed, carried, possible } = await runSharedLine({
      scanRateMs: 5_000,
      pollDelayMs: 200,
      minutes: 20,
    });
    assert.equal(failed, 0);
    assert.ok(Math.max(...scans) - Math.min(...scans) <= 1, String(scans));
    assert.ok(carried / possible >= 0.85, `${carried} of ${possible}`);
  }).timeout(20_000);
});
