/** Time that moves only with a capture, and stands still between its entries, as it did when it was made. */
import type { Clock } from '../clock.js';

interface Appointment {
  readonly at: number;
  readonly ms: number;
  readonly keep: () => void;
}

export class ReplayClock implements Clock {
  readonly #startedAt: number;
  #appointments: readonly Appointment[] = [];
  #now = 0;

  /** @param startedAt milliseconds since 1970-01-01 UTC */
  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  now(): number {
    return this.#now;
  }

  wallTime(): number {
    return this.#startedAt + this.#now;
  }

  after(ms: number, keep: () => void): () => void {
    const appointment = { at: this.#now + Math.max(0, ms), ms, keep };
    const before = this.#appointments.findLastIndex(({ at }) => at <= appointment.at) + 1;
    this.#appointments = this.#appointments.toSpliced(before, 0, appointment);
    return () => {
      this.#appointments = this.#appointments.filter((each) => each !== appointment);
    };
  }

  /** When the next appointment is; infinity where there is none. */
  get nextAt(): number {
    return this.#appointments[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  /** Keeps the next appointment, and time passes to it. */
  keepNext(): void {
    const [next] = this.#appointments;
    if (next === undefined) return;
    this.reach(next.at);
    this.#keep(next);
  }

  /** Keeps the one that was made `ms` before `at`; where nobody has it, all that are due by then if `others`. */
  keepThat(at: number, ms: number, others: boolean): void {
    const that = this.#appointments.find((each) => each.at === at && each.ms === ms);
    if (that !== undefined) this.#keep(that);
    else while (others && this.nextAt <= at) this.keepNext();
  }

  /** An entry of the capture comes, at `t` milliseconds since its start. */
  reach(t: number): void {
    this.#now = Math.max(this.#now, t);
  }

  #keep(appointment: Appointment): void {
    this.#appointments = this.#appointments.filter((each) => each !== appointment);
    appointment.keep();
  }
}
