/** Simulated meters behind an IEC start on a line in memory that can be set, on a virtual clock. */
import { delay } from '../../src/meter/clock.js';
import type { IecBehaviour } from '../../src/simulator/iec-behaviour.js';
import { siteOf } from '../../src/simulator/simulator-options.js';
import { serverStack } from '../../src/simulator/stack.js';
import { loopbackPair } from '../../src/transport/loopback.js';
import type { LineConfiguration, OpenTransport, Transport } from '../../src/transport/transport.js';
import type { AsyncClock } from '../support/async-clock.js';

export class IecMeters {
  behaviour: IecBehaviour = {};
  silent = false;
  /** How the line was set, one after the other: `300 7E1`. */
  readonly set: string[] = [];
  readonly #clock: AsyncClock;

  constructor(clock: AsyncClock) {
    this.#clock = clock;
  }

  readonly opener = (): OpenTransport => async () => {
    const [near, far] = loopbackPair();
    const stack = serverStack(
      'iec',
      siteOf({}, () => ({ silent: this.silent, iec: this.behaviour })),
    );
    let baudRate: number | undefined;
    let last: Promise<void> = Promise.resolve();
    const answer = async (octets: Uint8Array): Promise<void> => {
      const now = this.#clock.wallTime();
      for (const output of stack.handle({ kind: 'PH-DATA.indication', octets }, now)) {
        if (output.kind !== 'PH-DATA.request') continue;
        if (output.delayMs > 0) await delay(this.#clock, output.delayMs);
        const { line } = output;
        if (line === undefined || line.baudRate === baudRate) await far.send(output.octets);
      }
    };
    far.listen({
      octets: (octets) => {
        last = last.then(() => answer(octets)).catch(() => undefined);
      },
      closed: () => undefined,
    });
    return settable(near, async (line) => {
      baudRate = line.baudRate;
      this.set.push(textOf(line));
      const { dataBits, parity } = line;
      const known = {
        baudRate,
        dataBits: dataBits === 7 ? 7 : 8,
        parity: parity === 'even' ? 'even' : 'none',
      } as const;
      stack.handle({ kind: 'PH-LINE.indication', line: { ...known, stopBits: 1 } }, this.#clock.wallTime());
    });
  };
}

function settable(line: Transport, configure: (line: LineConfiguration) => Promise<void>): Transport {
  return {
    name: line.name,
    listen: (listener) => line.listen(listener),
    send: (octets) => line.send(octets),
    close: () => line.close(),
    configure,
  };
}

function textOf({ baudRate, dataBits, parity, stopBits }: LineConfiguration): string {
  return `${baudRate} ${dataBits}${parity === 'none' ? 'N' : 'E'}${stopBits}`;
}
