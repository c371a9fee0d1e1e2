/** Programs that draw from one folder at the same time never get the same number. */
import assert from 'node:assert/strict';
import { Lockstep } from './lockstep.js';

const SCHEDULES = 100;

describe('programs that draw numbers of one key at the same time', () => {
  for (const programs of [2, 3]) {
    it(`${programs} of them get each number once, in whatever order they look and write`, async () => {
      const lockstep = await Lockstep.of(programs);
      try {
        let taken = 0;
        for (let seed = 1; seed <= SCHEDULES; seed += 1) {
          assert.deepEqual(lockstep.run(seed), [], `numbers taken twice with seed ${seed}`);
          taken += lockstep.taken;
        }
        assert.ok(taken > SCHEDULES * 10 * programs, `${taken} numbers are too few to tell`);
      } finally {
        await lockstep.close();
      }
    });
  }
});
