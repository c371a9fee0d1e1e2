/**
 * A client stack and a server that talk over a line in memory, on a virtual clock: whole conversations with
 * silences, repetitions and harm, in no real time. A conversation in which nobody would ever speak again is
 * an error here, for it would hang in the field.
 */
import type { StackInput, StackOutput, Trace } from '../../src/client/primitive.js';
import type { ClientStack } from '../../src/client/stack.js';
import { DlmsError } from '../../src/errors.js';
import { FaultLine } from './fault-line.js';
import { VirtualClock } from './virtual-clock.js';

/** A burst of the server's, `afterMs` beyond the line's own delay; `close` ends the line after it. */
export type Said =
  | Uint8Array
  | { readonly octets: Uint8Array; readonly afterMs: number; readonly close?: boolean };

/** Octets in as they come from the line, bursts out. */
export type Server = (octets: Uint8Array) => readonly Said[];

export interface PairOptions {
  readonly stack: ClientStack;
  readonly server: Server;
  readonly clock?: VirtualClock;
  /** From the client to the server. */
  readonly up?: FaultLine;
  /** From the server to the client. */
  readonly down?: FaultLine;
  /** Milliseconds that a burst takes, each way. */
  readonly delayMs?: number;
}

type Outcome = Exclude<StackOutput, { kind: 'PH-DATA.request' | 'TIMER.start' | 'TIMER.stop' | 'TRACE' }>;

/** No conversation of a test takes longer than this. */
const LONGEST_MS = 600_000;

export class StackPair {
  readonly clock: VirtualClock;
  readonly traces: Trace[] = [];
  /** Octets that the client sent, burst by burst. */
  readonly sent: Uint8Array[] = [];
  readonly #stack: ClientStack;
  readonly #server: Server;
  readonly #up: FaultLine;
  readonly #down: FaultLine;
  readonly #delayMs: number;
  readonly #outcomes: Outcome[] = [];
  #stopTimer: () => void = () => undefined;

  constructor({ stack, server, clock, up, down, delayMs = 20 }: PairOptions) {
    this.#stack = stack;
    this.#server = server;
    this.clock = clock ?? new VirtualClock();
    this.#up = up ?? new FaultLine(0);
    this.#down = down ?? new FaultLine(0);
    this.#delayMs = delayMs;
  }

  /** Puts a request and lets time pass until it has its outcome. */
  ask(input: StackInput): Outcome {
    this.tell(input);
    return this.outcome();
  }

  open(): Outcome {
    return this.ask({ kind: 'COSEM-OPEN.request' });
  }

  release(): Outcome {
    return this.ask({ kind: 'COSEM-RELEASE.request' });
  }

  /** Puts an input without waiting. */
  tell(input: StackInput): void {
    for (const output of this.#stack.handle(input)) this.#carryOut(output);
  }

  /** The next outcome, waiting for it where it is not there yet. */
  outcome(): Outcome {
    const end = this.clock.now + LONGEST_MS;
    while (this.#outcomes.length === 0 && this.clock.now < end && this.clock.step()) {
      // time passes
    }
    const outcome = this.#outcomes.shift();
    if (outcome === undefined) throw new Error('nobody will ever speak again');
    return outcome;
  }

  /** Outcomes that nobody waited for. */
  get unasked(): readonly Outcome[] {
    return this.#outcomes;
  }

  /** Bursts that the line harmed, both ways. */
  get harmed(): number {
    return this.#up.harmed + this.#down.harmed;
  }

  /** Lets the server speak by itself. */
  serverSays(...bursts: readonly Said[]): void {
    for (const said of bursts) this.#deliver(said);
  }

  #carryOut(output: StackOutput): void {
    switch (output.kind) {
      case 'PH-DATA.request':
        this.#send(output.octets);
        return;
      case 'TIMER.start':
        this.#stopTimer();
        this.#stopTimer = this.clock.after(output.ms, () =>
          this.tell({ kind: 'TIMER.expired', timer: output.timer }),
        );
        return;
      case 'TIMER.stop':
        this.#stopTimer();
        return;
      case 'TRACE':
        this.traces.push(output);
        return;
      default:
        this.#outcomes.push(output);
    }
  }

  #send(octets: Uint8Array): void {
    this.sent.push(octets);
    for (const piece of this.#up.carry(octets)) {
      const delayMs = this.#delayMs + this.#up.latenessMs();
      this.clock.after(delayMs, () => this.serverSays(...this.#server(piece)));
    }
  }

  #deliver(said: Said): void {
    const {
      octets,
      afterMs,
      close = false,
    } = said instanceof Uint8Array ? { octets: said, afterMs: 0 } : said;
    const delayMs = this.#delayMs + afterMs;
    for (const piece of this.#down.carry(octets)) {
      const pieceMs = delayMs + this.#down.latenessMs();
      this.clock.after(pieceMs, () => this.tell({ kind: 'PH-DATA.indication', octets: piece }));
    }
    if (close) this.clock.after(delayMs, () => this.breakLine());
  }

  /** The line is gone. */
  breakLine(): void {
    this.tell({ kind: 'PH-ABORT.indication', cause: lineClosed() });
  }
}

function lineClosed(): DlmsError {
  return new DlmsError('the line was closed', {
    code: 'DLMS_LINE_CLOSED',
    layer: 'transport',
    fault: 'line',
  });
}
