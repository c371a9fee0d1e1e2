/** One program that draws numbers, waiting for its turn before each step on what all of them share. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Bounds, type CounterBounds, StoredCounter } from '../../src/meter/stored-counter.js';
import { seededRandom } from '../support/fault-line.js';
import { CELL, type Cells, STATUS } from './lockstep-cells.js';

const { control, kept, taken, id } = workerData as Cells & { readonly id: number };
const own = CELL.status + id;

function awaitTurn(): void {
  Atomics.store(control, own, STATUS.waiting);
  Atomics.notify(control, own);
  Atomics.wait(control, own, STATUS.waiting);
}

class SharedBounds implements CounterBounds {
  readonly place = 'shared memory';

  list(): Bounds {
    awaitTurn();
    const bounds: number[] = [];
    for (let at = kept.indexOf(1); at >= 0; at = kept.indexOf(1, at + 1)) bounds.push(at);
    return { bounds, unreadable: [] };
  }

  create(bound: number): boolean {
    awaitTurn();
    return Atomics.compareExchange(kept, bound, 0, 1) === 0;
  }

  remove(bound: number): void {
    awaitTurn();
    Atomics.store(kept, bound, 0);
  }

  discard(): void {
    throw new Error('nothing is unreadable here');
  }
}

/** Several short lives; a life may end without an orderly end. */
function live(random: () => number): void {
  for (let life = 0; life < 3; life += 1) {
    const counter = new StoredCounter(new SharedBounds());
    counter.begin(random() < 0.3 ? { kind: 'least', least: 10 } : { kind: 'kept', first: 10 });
    for (let acts = 2 + random() * 4; acts > 0; acts -= 1) {
      if (random() < 0.3) counter.giveBack();
      let number = 0;
      for (let count = random() < 0.2 ? 70 : 1 + random() * 3; count > 0; count -= 1) {
        number = counter.take();
        Atomics.add(taken, number, 1);
      }
      if (random() < 0.2) counter.raise(number + Math.floor(random() * 100));
    }
    if (random() < 0.7) counter.giveBack();
  }
}

parentPort?.postMessage('ready');
for (let round = 0; ; round += 1) {
  Atomics.wait(control, CELL.round, round);
  live(seededRandom((control[CELL.seed] ?? 0) * 16 + id));
  Atomics.store(control, own, STATUS.done);
  Atomics.notify(control, own);
}
