/** The state of a meter's link for the log: a line when it changes, however often it is tried meanwhile. */
import type { Clock } from '../src/meter/clock.js';
import { durationText } from '../src/pool/scan-teller.js';
import type { SessionStatus } from '../src/pool/session-status.js';

interface Outage {
  /** Reasons may take turns: each is told once. */
  readonly codes: ReadonlySet<string>;
  /** On the clock of the log. */
  readonly since: number;
}

export class LinkLog {
  readonly #alias: string;
  readonly #log: (text: string) => void;
  readonly #clock: Clock;
  #connected = false;
  #outage: Outage | undefined;

  constructor(alias: string, log: (text: string) => void, clock: Clock) {
    this.#alias = alias;
    this.#log = log;
    this.#clock = clock;
  }

  changed({ state, error }: SessionStatus): void {
    if (state === 'connected') this.#answered();
    else if (state === 'retrying' && error !== undefined) this.#failed(error.code);
    else if (state === 'disconnected') this.#connected = false;
  }

  #answered(): void {
    const outage = this.#outage;
    if (this.#connected && outage === undefined) return;
    const after = outage && `, after ${durationText(this.#clock.now() - outage.since)}`;
    this.#connected = true;
    this.#outage = undefined;
    this.#log(`${this.#alias}: connected${after ?? ''}`);
  }

  #failed(code: string): void {
    const before = this.#outage;
    if (before?.codes.has(code)) return;
    this.#outage = {
      codes: new Set([...(before?.codes ?? []), code]),
      since: before?.since ?? this.#clock.now(),
    };
    this.#log(`${this.#alias}: not connected, ${code}`);
  }
}
