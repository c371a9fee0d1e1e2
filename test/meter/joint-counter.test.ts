/** Numbers of a dedicated key that stays, beside those of the global key. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jointCounter } from '../../src/meter/joint-counter.js';
import { StoredCounter } from '../../src/meter/stored-counter.js';
import { MemoryBounds } from './memory-bounds.js';

const counterAt = (first: number): StoredCounter => {
  const counter = new StoredCounter(new MemoryBounds());
  counter.begin({ kind: 'kept', first });
  return counter;
};

describe('numbers for two keys that are in use together', () => {
  it('are new to both of them', () => {
    const [global, dedicated] = [counterAt(500), counterAt(10)];
    const joint = jointCounter(global, dedicated);
    assert.deepEqual([joint.take(), joint.take()], [500, 501]);
    assert.deepEqual([global.take(), dedicated.take()], [502, 502]);
  });

  it('go on behind the dedicated key when the global key was replaced', () => {
    const dedicated = counterAt(10);
    const before = jointCounter(counterAt(9_000), dedicated);
    const used = [before.take(), before.take()];
    const after = jointCounter(counterAt(0), dedicated);
    assert.deepEqual([...used, after.take(), after.take()], [9_000, 9_001, 9_002, 9_003]);
  });

  it('are those of one key where both are the same', () => {
    const key = counterAt(10);
    assert.equal(jointCounter(key, key), key);
  });

  it('are kept for both before the first is given out, raised and given back for both', () => {
    const bounds = [new MemoryBounds(), new MemoryBounds()];
    const [one, other] = bounds.map((each) => new StoredCounter(each));
    assert.ok(one !== undefined && other !== undefined);
    const joint = jointCounter(one, other);
    joint.begin({ kind: 'kept', first: 100 });
    assert.deepEqual(
      bounds.map(({ kept }) => [...kept]),
      [[164], [164]],
    );
    joint.raise(150);
    assert.equal(joint.take(), 150);
    joint.giveBack();
    assert.deepEqual(
      bounds.map(({ kept }) => [...kept]),
      [[151], [151]],
    );
  });

  it('of meters that share a dedicated key, or a global one, are never the same under one key', () => {
    const act = fc.tuple(fc.nat(3), fc.integer({ min: 0, max: 200 }));
    fc.assert(
      fc.property(fc.array(fc.nat(5000), { minLength: 4, maxLength: 4 }), fc.array(act), (firsts, acts) => {
        const [a, b, c, d] = firsts.map(counterAt) as [
          StoredCounter,
          StoredCounter,
          StoredCounter,
          StoredCounter,
        ];
        const pairs = [
          [a, b],
          [a, c],
          [d, c],
          [b, d],
        ] as const;
        const used = new Map<StoredCounter, Set<number>>([a, b, c, d].map((counter) => [counter, new Set()]));
        for (const [index, raised] of acts) {
          const pair = pairs[index] ?? pairs[0];
          const joint = jointCounter(...pair);
          const number = joint.take();
          for (const counter of pair) {
            assert.ok(!used.get(counter)?.has(number), `${number} twice`);
            used.get(counter)?.add(number);
          }
          if (raised > 190) joint.raise(number + raised);
        }
      }),
      { seed: 4, numRuns: 60 },
    );
  });
});
