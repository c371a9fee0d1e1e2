/** Keeps the steps of one climb: one is under way at a time, each change is told. */
import type { DlmsError } from '../errors.js';
import type { Facts, Step, StepName, StepState } from './step.js';

export interface StepBoardOptions {
  /** Milliseconds that only grow. */
  readonly now: () => number;
  readonly onStep?: ((step: Step) => void) | undefined;
}

export class StepBoard {
  readonly #options: StepBoardOptions;
  readonly #steps: Map<StepName, Step>;
  #running: StepName | undefined;
  #since = 0;
  #silence = 0;

  constructor(names: readonly StepName[], options: StepBoardOptions) {
    this.#options = options;
    this.#steps = new Map(names.map((name) => [name, { name, state: 'waiting', facts: {} }]));
  }

  get steps(): readonly Step[] {
    return [...this.#steps.values()];
  }

  get running(): StepName | undefined {
    return this.#running;
  }

  stateOf(name: StepName): StepState | undefined {
    return this.#steps.get(name)?.state;
  }

  /** Begins a step that waits; the one under way was done by that. */
  begin(name: StepName): void {
    if (this.stateOf(name) !== 'waiting') return;
    this.end('done');
    this.#running = name;
    this.#since = this.#options.now();
    this.#silence = 0;
    this.#set(name, { state: 'running' });
  }

  /** Ends the step under way. */
  end(state: Exclude<StepState, 'waiting' | 'running'>, error?: DlmsError): void {
    const name = this.#running;
    if (name === undefined) return;
    this.#running = undefined;
    const ms = Math.round(this.#options.now() - this.#since - this.#silence);
    const silenceMs = Math.round(this.#silence);
    this.#set(name, { state, error, ms, ...(silenceMs > 0 && { silenceMs }) });
  }

  /** So many milliseconds up to now were silence that was kept before sending; what lay before the step is not its. */
  keptSilence(ms: number): void {
    const sofar = this.#options.now() - this.#since - this.#silence;
    this.#silence += Math.max(0, Math.min(ms, sofar));
  }

  /** Adds to what is known of a step. */
  note(name: StepName, facts: Facts): void {
    const step = this.#steps.get(name);
    if (step !== undefined) this.#set(name, { facts: { ...step.facts, ...facts } });
  }

  /** Steps that were not needed. */
  skip(...names: readonly StepName[]): void {
    for (const name of names) if (this.stateOf(name) === 'waiting') this.#set(name, { state: 'skipped' });
  }

  #set(name: StepName, change: Partial<Step>): void {
    const step = this.#steps.get(name);
    if (step === undefined) return;
    const next = { ...step, ...change };
    this.#steps.set(name, next);
    this.#options.onStep?.(next);
  }
}
