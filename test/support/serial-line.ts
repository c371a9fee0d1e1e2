/**
 * A serial line on a virtual clock between a client machine and simulated meters: octets take their time,
 * both ends have a speed and a parity, and what does not fit them arrives as garbage. The client's side is
 * driven as the driver of the package does: outputs in order, each sending to its end.
 */
import type { StackOutput } from '../../src/client/primitive.js';
import type { ReadoutOutput } from '../../src/client/readout-primitive.js';
import { withEvenParity, withoutParity } from '../../src/framing/iec62056-21/characters.js';
import { type LineSettings, octetTimeMs, sameLine } from '../../src/framing/iec62056-21/line-settings.js';
import type { ServerOutput, ServerStack } from '../../src/simulator/stack.js';
import { hexOf } from './recorded-conversation.js';
import { VirtualClock } from './virtual-clock.js';

type Output = StackOutput | ReadoutOutput;
type Input =
  | { readonly kind: 'PH-DATA.indication'; readonly octets: Uint8Array }
  | { readonly kind: 'TIMER.expired'; readonly timer: 'response' };
type Outcome<O extends Output> = Exclude<
  O,
  { kind: 'PH-DATA.request' | 'PH-LINE.request' | 'TIMER.start' | 'TIMER.stop' | 'TRACE' }
>;

export interface Machine<I, O> {
  handle(input: I | Input): O[];
}

export interface SerialLineOptions<I, O> {
  readonly machine: Machine<I, O>;
  readonly server: ServerStack;
  readonly clock?: VirtualClock;
  /** The adapter says that all was sent while the octets are still on their way. */
  readonly hasty?: boolean;
  /** Nobody sets the line: a network that the octets cross in no time. */
  readonly network?: boolean;
}

/** 2 March 2026, noon UTC. */
const START = Date.UTC(2026, 2, 2, 12);
const LONGEST_MS = 3_600_000;
const PIECE = 8;

export class SerialLine<I extends { readonly kind: string }, O extends Output> {
  readonly clock: VirtualClock;
  /** `300 7E1`, each time the line was set; `>` and the octets of each burst that the client sent. */
  readonly log: string[] = [];
  readonly notes: string[] = [];
  readonly #options: SerialLineOptions<I, O>;
  /** As a port is opened that knows nothing of the start. */
  #line: LineSettings = { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 };
  readonly #queue: O[] = [];
  #sending = false;
  /** A sending that the setting of the line would cut into. */
  #underway: { spoilt: boolean } | undefined;
  #meterSendsUntil = 0;
  #stopTimer: () => void = () => undefined;
  readonly #outcomes: Outcome<O>[] = [];

  constructor(options: SerialLineOptions<I, O>) {
    this.#options = options;
    this.clock = options.clock ?? new VirtualClock();
  }

  /** How the client's side is set. */
  get set(): string {
    const { baudRate, dataBits, parity, stopBits } = this.#line;
    return `${baudRate} ${dataBits}${parity === 'even' ? 'E' : 'N'}${stopBits}`;
  }

  /** Puts a request and lets time pass until it has its outcome. */
  ask(input: I): Outcome<O> {
    this.#feed(input);
    const end = this.clock.now + LONGEST_MS;
    while (this.#outcomes.length === 0 && this.clock.now < end && this.clock.step()) {
      // time passes
    }
    const outcome = this.#outcomes.shift();
    if (outcome === undefined) throw new Error('nobody will ever speak again');
    return outcome;
  }

  #feed(input: I | Input): void {
    const outputs = this.#options.machine.handle(input);
    if (outputs.some(({ kind }) => kind === 'TIMER.start' || kind === 'TIMER.stop')) this.#stopTimer();
    this.#queue.push(...outputs);
    this.#pump();
  }

  #pump(): void {
    while (!this.#sending) {
      const output = this.#queue.shift();
      if (output === undefined) return;
      this.#carryOut(output);
    }
  }

  #carryOut(output: O): void {
    switch (output.kind) {
      case 'PH-DATA.request':
        this.#send(output.octets, output.leastMs);
        return;
      case 'PH-LINE.request':
        this.#setLine(output);
        return;
      case 'TIMER.start':
        this.#stopTimer();
        this.#stopTimer = this.clock.after(output.ms, () =>
          this.#feed({ kind: 'TIMER.expired', timer: 'response' }),
        );
        return;
      case 'TIMER.stop':
        this.#stopTimer();
        return;
      case 'TRACE':
        if (output.note !== undefined) this.notes.push(output.note);
        return;
      default:
        this.#outcomes.push(output as Outcome<O>);
    }
  }

  #setLine({ baudRate, dataBits, parity, stopBits }: LineSettings): void {
    if (this.#underway !== undefined) this.#underway.spoilt = true;
    this.#line = { baudRate, dataBits, parity, stopBits };
    this.log.push(this.set);
    this.#options.server.handle({ kind: 'PH-LINE.indication', line: this.#line }, START + this.clock.now);
  }

  #send(octets: Uint8Array, leastMs = 0): void {
    this.log.push(`> ${hexOf(octets)}`);
    const burst = { spoilt: false };
    this.#underway = burst;
    const ms = octets.length * this.#octetMs(this.#line);
    this.clock.after(ms, () => {
      if (this.#underway === burst) this.#underway = undefined;
      this.#serve(burst.spoilt ? garbage(octets) : octets);
    });
    this.#sending = true;
    this.clock.after(this.#options.hasty ? leastMs : Math.max(leastMs, ms), () => {
      this.#sending = false;
      this.#pump();
    });
  }

  #octetMs(line: LineSettings): number {
    return this.#options.network ? 0 : octetTimeMs(line);
  }

  /** Half duplex: a meter that is sending hears nothing. */
  #serve(octets: Uint8Array): void {
    if (this.clock.now < this.#meterSendsUntil) return;
    let afterMs = 0;
    const now = START + this.clock.now;
    for (const output of this.#options.server.handle({ kind: 'PH-DATA.indication', octets }, now)) {
      if (output.kind === 'PH-DATA.request') afterMs = this.#deliver(output, afterMs + output.delayMs);
    }
    this.#meterSendsUntil = this.clock.now + afterMs;
  }

  /** @returns when the last octet is there, in milliseconds from now */
  #deliver({ octets, line }: Extract<ServerOutput, { kind: 'PH-DATA.request' }>, beginMs: number): number {
    const octetMs = this.#octetMs(line ?? this.#line);
    for (let at = 0; at < octets.length; at += PIECE) {
      const piece = octets.subarray(at, at + PIECE);
      this.clock.after(beginMs + (at + piece.length) * octetMs, () => {
        this.#feed({ kind: 'PH-DATA.indication', octets: this.#heard(piece, line) });
      });
    }
    return beginMs + octets.length * octetMs;
  }

  #heard(octets: Uint8Array, line: LineSettings | undefined): Uint8Array {
    if (this.#options.network || line === undefined || sameLine(this.#line, line)) return octets;
    if (line.baudRate !== this.#line.baudRate) return garbage(octets);
    return line.parity === 'even' ? withEvenParity(octets) : withoutParity(octets);
  }
}

function garbage(octets: Uint8Array): Uint8Array {
  return octets.map((octet, at) => (octet * 29 + at * 83 + 0x41) & 0xff);
}
