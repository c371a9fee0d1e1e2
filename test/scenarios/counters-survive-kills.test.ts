/** A program that is killed in the middle of reading a ciphered meter never uses a number twice. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { SeenCounter } from '../../src/simulator/client-counters.js';
import { killTrial } from '../support/kill-trial.js';
import { tempFolder } from '../support/temp-folder.js';

/** 200 of them take about a minute: `KILLS=200`, or scripts/kill-trial.mjs. */
const KILLS = Number(process.env.KILLS ?? 8);

function repeated(seen: readonly SeenCounter[]): readonly number[] {
  const numbers = seen.map(({ invocationCounter }) => invocationCounter);
  return numbers.filter((number, at) => numbers.indexOf(number) !== at);
}

describe('a program that reads a ciphered meter and is killed at any moment', () => {
  const folder = tempFolder();

  for (const [what, dedicatedKey] of [
    ['with global keys', undefined],
    ['with a dedicated key that stays', '101112131415161718191A1B1C1D1E1F'],
  ] as const) {
    it(`uses no number twice, and reads again afterwards: ${what}`, async function () {
      this.timeout(10_000 + 1_000 * KILLS);
      const result = await killTrial({
        kills: KILLS,
        seed: 6,
        folder: join(folder(), 'counters'),
        dedicatedKey,
      });
      assert.deepEqual(repeated(result.seen), []);
      assert.ok(result.seen.every(({ fresh }) => fresh));
      assert.equal(new Set(result.seen.map(({ client }) => client)).size, 1);
      assert.ok(result.readings > 0, 'no reading was made between the kills');
      assert.deepEqual(
        result.last.map(({ quality }) => quality),
        ['good', 'good', 'not-numeric'],
      );
      const uses = new Set(result.seen.map(({ key }) => key));
      assert.equal(uses.has('dedicated'), dedicatedKey !== undefined);
      assert.ok(uses.has('global') && uses.has('gmac'));
    });
  }
});
