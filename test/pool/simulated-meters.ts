/** Simulated meters on lines in memory, on a virtual clock; lines are counted, and can be refused. */
import { type AttributeTag, parseTag, type Tag } from '../../src/cosem/obis.js';
import { DlmsError } from '../../src/errors.js';
import { delay } from '../../src/meter/clock.js';
import type { MeterSettings } from '../../src/meter/settings.js';
import type { Faults } from '../../src/simulator/faults.js';
import { type SimulatorOptions, siteOf } from '../../src/simulator/simulator-options.js';
import type { Site } from '../../src/simulator/site.js';
import { type Framing, serverStack } from '../../src/simulator/stack.js';
import { loopbackPair } from '../../src/transport/loopback.js';
import type { OpenTransport, Transport } from '../../src/transport/transport.js';
import type { AsyncClock } from '../support/async-clock.js';
import { FaultLine } from '../support/fault-line.js';

export const ENERGY: readonly AttributeTag[] = [parseTag('1.0.1.8.0.255')];
export const STATUS: readonly Tag[] = [{ kind: 'device-status' }];

export class SimulatedMeters {
  faults: Faults = {};
  /** Harms what is sent, each way. */
  harm = new FaultLine(0);
  /** Why no line can be opened now. */
  refusal: DlmsError | undefined;
  opened = 0;
  open = 0;
  mostOpen = 0;
  readonly #clock: AsyncClock;
  readonly #site: Site;
  #lines: Transport[] = [];

  constructor(clock: AsyncClock, options: SimulatorOptions = {}) {
    this.#clock = clock;
    this.#site = siteOf(options, () => this.faults);
  }

  readonly opener =
    ({ mode }: MeterSettings): OpenTransport =>
    async () => {
      if (this.refusal !== undefined) throw this.refusal;
      const [near, far] = loopbackPair();
      this.#serve(far, mode === 'DLMS-WRAPPER' ? 'wrapper' : 'hdlc');
      this.#lines.push(far);
      this.opened += 1;
      this.open += 1;
      this.mostOpen = Math.max(this.mostOpen, this.open);
      return near;
    };

  /** All meters lose their supply and their lines, and cannot be reached for the given reason. */
  async vanish(code: string): Promise<void> {
    this.refusal = new DlmsError(`as in the test: ${code}`, { code, layer: 'transport', fault: 'line' });
    await Promise.all(this.#lines.splice(0).map((line) => line.close()));
  }

  #serve(line: Transport, framing: Framing): void {
    const stack = serverStack(framing, this.#site);
    let last: Promise<void> = Promise.resolve();
    const answer = async (octets: Uint8Array): Promise<void> => {
      for (const output of stack.handle({ kind: 'PH-DATA.indication', octets }, this.#clock.wallTime())) {
        if (output.kind === 'PH-CLOSE.request') return line.close();
        if (output.delayMs > 0) await delay(this.#clock, output.delayMs);
        for (const piece of this.harm.carry(output.octets)) await line.send(piece);
      }
    };
    line.listen({
      octets: (octets) => {
        for (const piece of this.harm.carry(octets))
          last = last.then(() => answer(piece)).catch(() => undefined);
      },
      closed: () => {
        this.open -= 1;
      },
    });
  }
}
