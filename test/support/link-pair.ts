/**
 * A link and a server on a line that harms and delays what it carries, on a virtual clock. What is sent
 * first arrives first, as on any wire.
 */
import assert from 'node:assert/strict';
import type { Link, LinkInput, LinkOutput } from '../../src/client/primitive.js';
import { FaultLine, type Faults, seededRandom } from './fault-line.js';
import { hexOf, octetsOf } from './recorded-conversation.js';
import { VirtualClock } from './virtual-clock.js';

export interface LinePairOptions {
  readonly link: Link;
  readonly serve: (octets: Uint8Array) => readonly Uint8Array[];
  readonly seed: number;
  readonly faults: Faults;
  /** Milliseconds that an answer may take at most; each takes its own time. */
  readonly slowestMs: number;
}

/** No exchange of a test takes longer than this. */
const LONGEST_MS = 600_000;

export class LinkPair {
  readonly clock = new VirtualClock();
  readonly #options: LinePairOptions;
  readonly #random: () => number;
  readonly #up: FaultLine;
  readonly #down: FaultLine;
  #events: string[] = [];
  #lastArrival = 0;
  #stopTimer: () => void = () => undefined;

  constructor(options: LinePairOptions) {
    this.#options = options;
    this.#random = seededRandom(options.seed);
    this.#up = new FaultLine(options.seed + 1, options.faults);
    this.#down = new FaultLine(options.seed + 2, options.faults);
  }

  get harmed(): number {
    return this.#up.harmed + this.#down.harmed;
  }

  /** Connects, however often it takes. */
  connect(): void {
    for (let tries = 0; tries < 50; tries += 1) {
      if (this.#ask({ kind: 'DL-CONNECT.request' }) === 'DL-CONNECT.confirm') return;
    }
    assert.fail('the link never connects');
  }

  /** `DL-DATA.indication …`, or `DL-ABORT.indication …`. */
  request(apduHex: string): string {
    return this.#ask({ kind: 'DL-DATA.request', apdu: octetsOf(apduHex), repeatable: true });
  }

  /** What came without being asked for. */
  takeEvents(): string[] {
    return this.#events.splice(0);
  }

  #ask(input: LinkInput): string {
    this.#put(input);
    const end = this.clock.now + LONGEST_MS;
    while (this.#events.length === 0 && this.clock.now < end && this.clock.step()) {
      // time passes
    }
    const event = this.#events.shift();
    assert.ok(event !== undefined, 'the link waits for something that never comes');
    return event;
  }

  #put(input: LinkInput): void {
    for (const output of this.#options.link.handle(input)) this.#carryOut(output);
  }

  #carryOut(output: LinkOutput): void {
    switch (output.kind) {
      case 'PH-DATA.request':
        this.#toServer(output.octets);
        break;
      case 'TIMER.start':
        this.#stopTimer();
        this.#stopTimer = this.clock.after(output.ms, () =>
          this.#put({ kind: 'TIMER.expired', timer: 'response' }),
        );
        break;
      case 'TIMER.stop':
        this.#stopTimer();
        break;
      case 'TRACE':
        break;
      case 'DL-DATA.indication':
        this.#events.push(`${output.kind} ${hexOf(output.apdu)}`);
        break;
      case 'DL-ABORT.indication':
        this.#events.push(`${output.kind} ${output.cause.code}`);
        break;
      default:
        this.#events.push(output.kind);
    }
  }

  #toServer(burst: Uint8Array): void {
    const said = this.#options.serve(Buffer.concat(this.#up.carry(burst)));
    if (said.length > 0) this.#toClient(Buffer.concat(said));
  }

  #toClient(burst: Uint8Array): void {
    const due = this.clock.now + Math.ceil(this.#random() * this.#options.slowestMs);
    for (const octets of this.#down.carry(burst)) {
      this.#lastArrival = Math.max(this.#lastArrival + 1, due);
      this.clock.after(this.#lastArrival - this.clock.now, () =>
        this.#put({ kind: 'PH-DATA.indication', octets }),
      );
    }
  }
}
