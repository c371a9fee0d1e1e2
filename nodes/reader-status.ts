/**
 * What a read node shows: its last value, or what keeps it from one. A value that should have been renewed,
 * for more than two scans, is shown with its age.
 */
import type { Clock } from '../src/meter/clock.js';
import { ageText, type NodeState, type Translate } from './node-status.js';

export interface ReaderStatusOptions {
  readonly clock: Clock;
  /** Milliseconds from scan to scan; 0: nothing is renewed by itself. */
  readonly periodMs: number;
  readonly show: (state: NodeState) => void;
  readonly translate: Translate;
}

const SCANS = 2;
/** What the scan that is due may need, and what quick scans wait for one another, makes no value old. */
const GRACE_MS = 1000;
const MINUTE_MS = 60_000;
/** How often an age is shown anew: within the first minute, and then. */
const STEPS_MS = [5000, MINUTE_MS] as const;

export class ReaderStatus {
  readonly #options: ReaderStatusOptions;
  #state: NodeState = { kind: 'idle' };
  #valueAt: number | undefined;
  #cancel: () => void = () => undefined;

  constructor(options: ReaderStatusOptions) {
    this.#options = options;
  }

  /** What was read. */
  value(state: NodeState): void {
    this.#valueAt = this.#options.clock.now();
    this.other(state);
    this.#cancel();
    if (this.#staleMs < Number.POSITIVE_INFINITY) this.#paintIn(this.#staleMs);
  }

  /** Anything that is no new value. */
  other(state: NodeState): void {
    this.#state = state;
    this.#paint();
  }

  /** Nothing is shown any more. */
  stop(): void {
    this.#cancel();
  }

  get #staleMs(): number {
    const { periodMs } = this.#options;
    return periodMs > 0 ? Math.max(SCANS * periodMs, GRACE_MS) + GRACE_MS : Number.POSITIVE_INFINITY;
  }

  get #ageMs(): number {
    return this.#valueAt === undefined ? 0 : this.#options.clock.now() - this.#valueAt;
  }

  #paint(): void {
    const { show, translate } = this.#options;
    const isStale = this.#ageMs >= this.#staleMs;
    show(isStale ? withAge(this.#state, ageText(this.#ageMs, translate), translate) : this.#state);
  }

  #paintIn(ms: number): void {
    this.#cancel = this.#options.clock.after(ms, () => {
      this.#paint();
      this.#paintIn(this.#ageMs < MINUTE_MS ? STEPS_MS[0] : STEPS_MS[1]);
    });
  }
}

function withAge(state: NodeState, age: string, translate: Translate): NodeState {
  switch (state.kind) {
    case 'value':
      return { kind: 'stale', text: state.text, age };
    case 'signals':
      return {
        kind: 'stale',
        text: translate('status.signals', { count: String(state.count) }),
        age,
      };
    case 'failed':
      return { ...state, age };
    default:
      return state;
  }
}
