/**
 * A link on the bench: the test plays the meter and the clock, step by step. What the link sends,
 * indicates and waits for is kept until the test takes it.
 */
import assert from 'node:assert/strict';
import type { Link, LinkInput, LinkOutput, Trace } from '../../src/client/primitive.js';
import { DlmsError } from '../../src/errors.js';
import { hexOf, octetsOf } from './recorded-conversation.js';

export class LinkBench {
  readonly traces: Trace[] = [];
  /** Milliseconds that the running timer was started with. */
  timerMs: number | undefined;
  readonly #link: Link;
  #sent: Uint8Array[] = [];
  #events: string[] = [];
  #cause: DlmsError | undefined;

  constructor(link: Link) {
    this.#link = link;
  }

  put(input: LinkInput): void {
    for (const output of this.#link.handle(input)) this.#keep(output);
  }

  request(apduHex: string, repeatable = true, renewable = false): void {
    this.put({ kind: 'DL-DATA.request', apdu: octetsOf(apduHex), repeatable, renewable });
  }

  /** Octets of the meter, in one piece. */
  receive(...octets: readonly Uint8Array[]): void {
    this.put({ kind: 'PH-DATA.indication', octets: Buffer.concat(octets) });
  }

  /** Lets the running timer run out. */
  expire(): void {
    assert.ok(this.timerMs !== undefined, 'a timer runs');
    this.timerMs = undefined;
    this.put({ kind: 'TIMER.expired', timer: 'response' });
  }

  /** The bursts sent since the last call. */
  takeSent(): Uint8Array[] {
    return this.#sent.splice(0);
  }

  /** The primitives since the last call: `DL-DATA.indication C401…`, `DL-ABORT.indication DLMS_TIMEOUT`. */
  takeEvents(): string[] {
    return this.#events.splice(0);
  }

  /** The cause of the last DL-ABORT.indication. */
  get cause(): DlmsError {
    assert.ok(this.#cause instanceof DlmsError, 'the link was aborted');
    return this.#cause;
  }

  /** What the link found odd, in the order of the frames. */
  get notes(): string[] {
    return this.traces.flatMap(({ layer, note }) => (layer === 'link' && note !== undefined ? [note] : []));
  }

  #keep(output: LinkOutput): void {
    switch (output.kind) {
      case 'PH-DATA.request':
        this.#sent.push(output.octets);
        break;
      case 'TIMER.start':
        this.timerMs = output.ms;
        break;
      case 'TIMER.stop':
        this.timerMs = undefined;
        break;
      case 'TRACE':
        this.traces.push(output);
        break;
      case 'DL-DATA.indication':
        this.#events.push(`${output.kind} ${hexOf(output.apdu)}`);
        break;
      case 'DL-ABORT.indication':
        this.#cause = output.cause;
        this.#events.push(`${output.kind} ${output.cause.code}`);
        break;
      default:
        this.#events.push(output.kind);
    }
  }
}
