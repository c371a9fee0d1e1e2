/** The tools that run now: one at a time for each meter, found by ids that nobody can guess. */
import { type Clock, systemClock } from '../src/meter/clock.js';
import { type Tool, ToolRun } from './tool-run.js';

interface Entry {
  readonly meterId: string;
  readonly run: ToolRun;
}

/** The end of a run can be asked for so long. */
const KEPT_MS = 60_000;

export class ToolRuns {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  /**
   * @param mostMs milliseconds after which the tool is ended
   * @returns the id of the run; undefined where another one is at work for this meter
   */
  start(meterId: string, mostMs: number, tool: Tool): string | undefined {
    this.#forgetOld();
    const isBusy = [...this.#entries.values()].some(
      ({ meterId: other, run }) => other === meterId && run.overAt === undefined,
    );
    if (isBusy) return undefined;
    const id = crypto.randomUUID();
    this.#entries.set(id, { meterId, run: new ToolRun(tool, mostMs, this.#clock) });
    return id;
  }

  find(id: string): ToolRun | undefined {
    return this.#entries.get(id)?.run;
  }

  #forgetOld(): void {
    const now = this.#clock.now();
    for (const [id, { run }] of this.#entries) {
      if (run.overAt !== undefined && now - run.overAt > KEPT_MS) this.#entries.delete(id);
    }
  }
}
