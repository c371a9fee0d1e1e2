/** A machine with an IEC start on the bench: what it puts out for each input, as lines of text. */
import assert from 'node:assert/strict';
import type { LinkOutput, Trace } from '../../src/client/primitive.js';
import type { ReadoutOutput } from '../../src/client/readout-primitive.js';
import { hexOf } from './recorded-conversation.js';

type Output = LinkOutput | ReadoutOutput;

interface Machine<I> {
  handle(
    input:
      | I
      | { readonly kind: 'PH-DATA.indication'; readonly octets: Uint8Array }
      | { readonly kind: 'TIMER.expired'; readonly timer: 'response' },
  ): readonly Output[];
}

export class IecBench<I> {
  readonly traces: Trace[] = [];
  readonly outputs: Output[] = [];
  readonly #machine: Machine<I>;

  constructor(machine: Machine<I>) {
    this.#machine = machine;
  }

  put(input: I): string[] {
    return this.#keep(this.#machine.handle(input));
  }

  /** Characters of the meter, controls as JavaScript writes them; or octets in hex behind `hex`. */
  hear(text: string): string[] {
    const octets = text.startsWith('hex ') ? Buffer.from(text.slice(4), 'hex') : Buffer.from(text, 'latin1');
    return this.#keep(this.#machine.handle({ kind: 'PH-DATA.indication', octets }));
  }

  expire(): string[] {
    return this.#keep(this.#machine.handle({ kind: 'TIMER.expired', timer: 'response' }));
  }

  /** The cause of the last failure. */
  get hint(): string {
    const failure = this.outputs.findLast((output) => 'cause' in output);
    assert.ok(failure !== undefined && 'cause' in failure, 'there was a failure');
    return `${failure.cause.message}: ${failure.cause.hint}`;
  }

  #keep(outputs: readonly Output[]): string[] {
    this.outputs.push(...outputs);
    return outputs.flatMap((output) => {
      if (output.kind !== 'TRACE') return [told(output)];
      this.traces.push(output);
      return [];
    });
  }
}

function told(output: Exclude<Output, Trace>): string {
  switch (output.kind) {
    case 'PH-DATA.request':
      return `> ${characters(output.octets)}`;
    case 'PH-LINE.request':
      return `line ${output.baudRate} ${output.dataBits}${output.parity === 'even' ? 'E' : 'N'}${output.stopBits}`;
    case 'TIMER.start':
      return `wait ${output.ms}`;
    case 'TIMER.stop':
      return 'stop';
    case 'DL-ABORT.indication':
    case 'READOUT.failed':
      return `${output.kind} ${output.cause.code}`;
    default:
      return output.kind;
  }
}

/** HDLC and parity in hex, text as text. */
function characters(octets: Uint8Array): string {
  const text = octets.every((octet) => octet < 0x7e) && octets.some((octet) => octet > 0);
  return text ? Buffer.from(octets).toString('latin1') : hexOf(octets);
}
