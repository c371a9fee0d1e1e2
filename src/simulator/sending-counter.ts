/** The invocation counter of what a simulated meter sends under one key (Green Book, invocation counter). */
import { DlmsError } from '../errors.js';
import type { InvocationCounter } from '../security/invocation-counter.js';
import type { SecurityFaults } from './security-faults.js';

const LARGEST = 0xffffffff;

/** 10 ms: a meter that is started again goes on above what it has sent, as long as it was not faster. */
const STEP_MS = 10;
const EPOCH = Date.UTC(2026, 0, 1);
const END = 0xf0000000;

/** Where a meter begins that is started now. @param now milliseconds since 1970 */
export function counterAt(now: number): number {
  return Math.floor(Math.abs(now - EPOCH) / STEP_MS) % END;
}

export class SendingCounter implements InvocationCounter {
  #next: number;
  /** The number given out last, where it goes out a second time. */
  #again: number | undefined;

  constructor(
    readonly first: number,
    readonly faults: () => SecurityFaults,
  ) {
    this.#next = first;
  }

  /** A new association begins. */
  begin(): void {
    if (!this.faults().counterRestarts) return;
    this.#next = this.first;
    this.#again = undefined;
  }

  take(): number {
    if (this.#again !== undefined && this.faults().counterRepeats) {
      const again = this.#again;
      this.#again = undefined;
      return again;
    }
    if (this.#next > LARGEST) throw exhausted();
    this.#again = this.#next;
    this.#next += 1;
    return this.#again;
  }

  raise(least: number): void {
    this.#next = Math.max(this.#next, least);
  }
}

function exhausted(): DlmsError {
  return new DlmsError('the simulated meter has no invocation counter left for its key', {
    code: 'DLMS_COUNTER_EXHAUSTED',
    layer: 'security',
    fault: 'meter',
  });
}
