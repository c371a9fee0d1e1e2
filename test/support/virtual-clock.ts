/** Time that only moves when it is told to: appointments are kept in order, in no real time at all. */

interface Appointment {
  readonly at: number;
  readonly order: number;
  readonly keep: () => void;
}

export class VirtualClock {
  #now = 0;
  #order = 0;
  #appointments: Appointment[] = [];

  /** Milliseconds since this clock was made. */
  get now(): number {
    return this.#now;
  }

  /** When the next appointment is; undefined where there is none. */
  get nextAt(): number | undefined {
    return this.#appointments[0]?.at;
  }

  /** Calls `keep` in `ms` milliseconds; the answer calls it off. */
  after(ms: number, keep: () => void): () => void {
    const appointment = { at: this.#now + ms, order: this.#order, keep };
    this.#order += 1;
    this.#appointments.push(appointment);
    this.#appointments.sort((one, other) => one.at - other.at || one.order - other.order);
    return () => {
      this.#appointments = this.#appointments.filter((each) => each !== appointment);
    };
  }

  /** Goes to the next appointment and keeps it; false where nothing is due any more. */
  step(): boolean {
    const next = this.#appointments.shift();
    if (next === undefined) return false;
    this.#now = next.at;
    next.keep();
    return true;
  }

  /** Lets `ms` milliseconds pass and keeps what falls due in them. */
  advance(ms: number): void {
    const end = this.#now + ms;
    while (this.#appointments[0] !== undefined && this.#appointments[0].at <= end) this.step();
    this.#now = end;
  }
}
