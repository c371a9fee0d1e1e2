/**
 * Paints a node's status at most once a second: statuses travel to every open editor. The first waits for
 * a moment, since states that follow at once would make it untrue for a second. The last always arrives.
 */
import type { NodeStatus } from 'node-red';
import { type Clock, systemClock } from '../src/meter/clock.js';

const SETTLE_MS = 50;
const LEAST_MS = 1000;

export class StatusPainter {
  readonly #paint: (status: NodeStatus) => void;
  readonly #clock: Clock;
  #painted = '';
  #waiting: NodeStatus | undefined;
  #cancel: (() => void) | undefined;

  constructor(paint: (status: NodeStatus) => void, clock: Clock = systemClock) {
    this.#paint = paint;
    this.#clock = clock;
  }

  show(status: NodeStatus): void {
    this.#waiting = status;
    this.#cancel ??= this.#clock.after(SETTLE_MS, () => this.#paintWaiting());
  }

  /** Nothing is painted any more. */
  close(): void {
    this.#cancel?.();
    this.#waiting = undefined;
  }

  #paintWaiting(): void {
    this.#cancel = undefined;
    const status = this.#waiting;
    this.#waiting = undefined;
    if (status === undefined || JSON.stringify(status) === this.#painted) return;
    this.#painted = JSON.stringify(status);
    this.#paint(status);
    this.#cancel = this.#clock.after(LEAST_MS, () => this.#paintWaiting());
  }
}
