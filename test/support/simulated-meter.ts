/** The simulated meter as the server of a stack pair: its answers leave by the pair's clock. */
import { type Faults, NO_FAULTS } from '../../src/simulator/faults.js';
import { type SimulatorOptions, siteOf } from '../../src/simulator/simulator-options.js';
import { type Framing, serverStack } from '../../src/simulator/stack.js';
import type { Said, Server } from './stack-pair.js';
import type { VirtualClock } from './virtual-clock.js';

/** 2 March 2026, noon UTC. */
const START = Date.UTC(2026, 2, 2, 12);

export function simulatedMeter(
  framing: Framing,
  clock: VirtualClock,
  options: SimulatorOptions = {},
  faults: Faults = NO_FAULTS,
): Server {
  const stack = serverStack(
    framing,
    siteOf(options, () => faults),
  );
  return (octets) => {
    const said: Said[] = [];
    let afterMs = 0;
    for (const output of stack.handle({ kind: 'PH-DATA.indication', octets }, START + clock.now)) {
      if (output.kind === 'PH-DATA.request') {
        afterMs += output.delayMs;
        said.push({ octets: output.octets, afterMs });
      } else said.push({ octets: new Uint8Array(0), afterMs, close: true });
    }
    return said;
  };
}
