/** Lines to simulated meters that carry nothing more from the moment that certain octets went by. */
import type { MeterSettings } from '../../src/meter/settings.js';
import type { OpenTransport, Transport } from '../../src/transport/transport.js';

export class DeafLines {
  /** What the meter makes no answer to; undefined for a meter that hears everything. */
  deafTo: Buffer | undefined;
  /** Lines over which these octets went. */
  heard = 0;
  /** How often they went over any line, repetitions of a frame included. */
  sent = 0;

  constructor(deafTo: Buffer) {
    this.deafTo = deafTo;
  }

  opener(open: (settings: MeterSettings) => OpenTransport): (settings: MeterSettings) => OpenTransport {
    return (settings) => async (signal) => this.#line(await open(settings)(signal));
  }

  #line(line: Transport): Transport {
    let isDeaf = false;
    const send = async (octets: Uint8Array): Promise<void> => {
      const hears = this.deafTo !== undefined && Buffer.from(octets).includes(this.deafTo);
      if (hears) this.sent += 1;
      if (hears && !isDeaf) this.heard += 1;
      isDeaf ||= hears;
      if (!isDeaf) await line.send(octets);
    };
    return {
      name: line.name,
      listen: (listener) => line.listen(listener),
      send,
      close: () => line.close(),
    };
  }
}
