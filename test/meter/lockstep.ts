/**
 * Programs that draw numbers from one folder, in threads of their own, one step on the folder at a time: who
 * makes the next step is decided here, so that any order of steps can be tried, and tried again.
 */
import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { seededRandom } from '../support/fault-line.js';
import { CELL, type Cells, newCells, STATUS } from './lockstep-cells.js';

const PATIENCE_MS = 5_000;

export class Lockstep {
  readonly #cells: Cells;
  readonly #workers: readonly Worker[];

  private constructor(cells: Cells, workers: readonly Worker[]) {
    this.#cells = cells;
    this.#workers = workers;
  }

  static async of(programs: number): Promise<Lockstep> {
    const cells = newCells(programs);
    const workers = Array.from(
      { length: programs },
      (_, id) => new Worker(join(__dirname, 'lockstep-program.js'), { workerData: { ...cells, id } }),
    );
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    return new Lockstep(cells, workers);
  }

  /** Runs all programs to their end. @returns how often each number was taken, where that is not once */
  run(seed: number): readonly (readonly [number, number])[] {
    const { control, kept, taken } = this.#cells;
    kept.fill(0);
    taken.fill(0);
    const random = seededRandom(seed);
    for (const id of this.#workers.keys()) Atomics.store(control, CELL.status + id, STATUS.running);
    Atomics.store(control, CELL.seed, seed);
    Atomics.add(control, CELL.round, 1);
    Atomics.notify(control, CELL.round);
    for (let ready = this.#ready(); ready.length > 0; ready = this.#ready()) {
      const id = ready[Math.floor(random() * ready.length)] ?? 0;
      Atomics.store(control, CELL.status + id, STATUS.running);
      Atomics.notify(control, CELL.status + id);
    }
    return Array.from(taken, (times, number) => [number, times] as const).filter(([, times]) => times > 1);
  }

  get taken(): number {
    return this.#cells.taken.reduce((sum, times) => sum + times, 0);
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  /** Waits until no program runs. @returns those that want to make a step */
  #ready(): readonly number[] {
    const { control } = this.#cells;
    for (const id of this.#workers.keys()) {
      const cell = CELL.status + id;
      if (Atomics.load(control, cell) !== STATUS.running) continue;
      if (Atomics.wait(control, cell, STATUS.running, PATIENCE_MS) === 'timed-out')
        throw new Error(`${id} hangs`);
    }
    return [...this.#workers.keys()].filter((id) => control[CELL.status + id] === STATUS.waiting);
  }
}
