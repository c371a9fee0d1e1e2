/** Client machines with an IEC start against the simulated meter, on a serial line. */
import { ModeELink } from '../../src/client/mode-e-link.js';
import type { ModeELinkSettings } from '../../src/client/mode-e-settings.js';
import type { StackInput, StackOutput } from '../../src/client/primitive.js';
import type { ReadoutInput, ReadoutOutput, ReadoutSettings } from '../../src/client/readout-primitive.js';
import { ReadoutSession } from '../../src/client/readout-session.js';
import { ClientStack } from '../../src/client/stack.js';
import type { Faults } from '../../src/simulator/faults.js';
import { type SimulatorOptions, siteOf } from '../../src/simulator/simulator-options.js';
import { serverStack } from '../../src/simulator/stack.js';
import { SerialLine, type SerialLineOptions } from './serial-line.js';

export const MODE_E: ModeELinkSettings = {
  server: { size: 1, upper: 16, lower: 0 },
  client: 16,
  maxBaudRate: 9600,
  timeoutMs: 2500,
  retryCounter: 3,
  lineControl: true,
};

export const READOUT: ReadoutSettings = {
  maxBaudRate: 9600,
  timeoutMs: 2500,
  retryCounter: 3,
  lineControl: true,
};

export interface MeterOptions {
  readonly faults?: Faults;
  readonly site?: SimulatorOptions;
  readonly line?: Partial<Pick<SerialLineOptions<never, never>, 'hasty' | 'network' | 'clock'>>;
}

export function modeE(
  settings: Partial<ModeELinkSettings> = {},
  { faults = {}, site = {}, line = {} }: MeterOptions = {},
): SerialLine<StackInput, StackOutput> {
  const all = { ...MODE_E, ...settings };
  const machine = new ClientStack({
    link: new ModeELink(all),
    auth: 'None',
    password: new Uint8Array(0),
    timeoutMs: all.timeoutMs,
  });
  const server = serverStack(
    'iec',
    siteOf(site, () => faults),
  );
  return new SerialLine({ machine, server, ...line });
}

export function plainReadout(
  settings: Partial<ReadoutSettings> = {},
  { faults = {}, site = {}, line = {} }: MeterOptions = {},
): SerialLine<ReadoutInput, ReadoutOutput> {
  const machine = new ReadoutSession({ ...READOUT, ...settings });
  const server = serverStack(
    'iec',
    siteOf(site, () => faults),
  );
  return new SerialLine({ machine, server, ...line });
}
