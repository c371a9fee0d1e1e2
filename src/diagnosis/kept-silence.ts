/**
 * How much of a step was silence that is kept before sending (poll_delay_ms), and no doing of the meter: seen
 * at the line itself, between what was heard last and what is sent next.
 */
import type { Transport } from '../transport/transport.js';

export interface KeptSilenceOptions {
  /** Milliseconds that only grow. */
  readonly now: () => number;
  /** The silence that the settings ask for, in milliseconds: longer pauses have other reasons. */
  readonly pollDelayMs: number;
  /** Told before each sending that had to wait, with the milliseconds. */
  readonly onKept: (ms: number) => void;
}

/** The same line, watched. */
export function keepingSilence(transport: Transport, options: KeptSilenceOptions): Transport {
  const { now, pollDelayMs, onKept } = options;
  let heardAt: number | undefined;
  const { configure } = transport;
  return {
    name: transport.name,
    listen: ({ octets, closed }) =>
      transport.listen({
        octets: (heard) => {
          heardAt = now();
          octets(heard);
        },
        closed,
      }),
    send: (octets) => {
      const pause = heardAt === undefined ? 0 : Math.min(now() - heardAt, pollDelayMs);
      // What is sent again after an answer did not come was waiting for the meter.
      heardAt = undefined;
      if (pause > 0) onKept(pause);
      return transport.send(octets);
    },
    ...(configure && { configure: (line) => configure.call(transport, line) }),
    close: () => transport.close(),
  };
}
