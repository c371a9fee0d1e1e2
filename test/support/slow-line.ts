/**
 * One half-duplex serial line with simulated meters on it, on a virtual clock: octets take their time, meters
 * need theirs to turn around, one address answers rubbish. What the line carried, and how often, is counted.
 */
import { delay } from '../../src/meter/clock.js';
import { type SimulatorOptions, siteOf } from '../../src/simulator/simulator-options.js';
import { serverStack } from '../../src/simulator/stack.js';
import { loopbackPair } from '../../src/transport/loopback.js';
import type { OpenTransport, Transport } from '../../src/transport/transport.js';
import type { AsyncClock } from './async-clock.js';

export interface SlowLineOptions extends SimulatorOptions {
  readonly baudRate: number;
  /** From the last octet of a question to the first of its answer, in milliseconds. */
  readonly turnMs: number;
  /** The physical address (two octets, below 128) of a meter that answers rubbish. */
  readonly rubbishAddress?: number | undefined;
}

/** Start bit, eight data bits, stop bit. */
const BITS = 10;
/** After the opening flag and the format field: logical address 1, physical address. */
const LOWER_ADDRESS_AT = 4;
const RUBBISH = Uint8Array.from({ length: 40 }, (_, at) => (at * 37 + 11) & 0xff);

export class SlowLine {
  /** Time that octets were on the line, in milliseconds. */
  carriedMs = 0;
  /** Questions, each with the silence before it; answers, each after its turn. */
  questions = 0;
  answers = 0;
  readonly #clock: AsyncClock;
  readonly #options: SlowLineOptions;

  constructor(clock: AsyncClock, options: SlowLineOptions) {
    this.#clock = clock;
    this.#options = options;
  }

  readonly opener = (): OpenTransport => async () => {
    const [near, far] = loopbackPair();
    this.#serve(far);
    return { ...transportOf(near), send: (octets) => this.#ask(near, octets) };
  };

  /** Resolves when the last octet has left, as a serial driver does that drains. */
  async #ask(near: Transport, octets: Uint8Array): Promise<void> {
    this.questions += 1;
    await this.#carry(octets);
    await near.send(octets);
  }

  #serve(far: Transport): void {
    const stack = serverStack(
      'hdlc',
      siteOf(this.#options, () => ({})),
    );
    const answer = async (octets: Uint8Array): Promise<void> => {
      for (const burst of this.#answersTo(octets, stack)) {
        this.answers += 1;
        await delay(this.#clock, this.#options.turnMs);
        await this.#carry(burst);
        await far.send(burst);
      }
    };
    far.listen({ octets: (octets) => void answer(octets), closed: () => undefined });
  }

  #answersTo(octets: Uint8Array, stack: ReturnType<typeof serverStack>): readonly Uint8Array[] {
    const { rubbishAddress } = this.#options;
    const lower = (octets[LOWER_ADDRESS_AT] ?? 0) >> 1;
    if (lower === rubbishAddress) return [RUBBISH];
    return stack
      .handle({ kind: 'PH-DATA.indication', octets }, this.#clock.wallTime())
      .flatMap((output) => (output.kind === 'PH-DATA.request' ? [output.octets] : []));
  }

  async #carry({ length }: Uint8Array): Promise<void> {
    const ms = (length * BITS * 1000) / this.#options.baudRate;
    this.carriedMs += ms;
    await delay(this.#clock, ms);
  }
}

/** The methods of a transport, unbound from its class. */
function transportOf(line: Transport): Transport {
  return {
    name: line.name,
    listen: (listener) => line.listen(listener),
    send: (octets) => line.send(octets),
    close: () => line.close(),
  };
}
