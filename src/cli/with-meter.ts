/** A meter for the time of one command: it is released in order at the end, and when the user interrupts. */
import { MeterClient } from '../meter/meter-client.js';
import type { Surroundings } from '../meter/surroundings.js';
import { captured } from './capture.js';
import type { CommandContext } from './command.js';
import { interruptionError } from './failure.js';
import type { MeterChoice } from './meter-options.js';
import { traceListener } from './trace-options.js';

/** What is done with the meter, for whoever does it again. */
export interface Task {
  readonly command: string;
  readonly options: Readonly<Record<string, unknown>>;
}

export async function withMeter<T>(
  choice: MeterChoice,
  { command, options }: Task,
  context: CommandContext,
  use: (meter: MeterClient) => Promise<T>,
): Promise<T> {
  const { settings, warnings, capture, device } = choice;
  for (const warning of warnings) context.output.note(`dlms: warning: ${warning}`);
  const session = { command, options, devices: [device], signals: [] };
  return captured({ path: capture, session, settings: [settings] }, context, (surroundings) =>
    inSurroundings(choice, surroundings, context, use),
  );
}

async function inSurroundings<T>(
  { settings, trace }: MeterChoice,
  { open, clock, random, counters }: Surroundings,
  { output, interrupted }: CommandContext,
  use: (meter: MeterClient) => Promise<T>,
): Promise<T> {
  const meter = new MeterClient({
    ...{ settings, clock, random, counters },
    open: open(settings),
    onTrace: traceListener(trace, output, clock),
    showPlain: trace.plain,
  });
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= meter.close();
    return closing;
  };
  interrupted.addEventListener('abort', close, { once: true });
  try {
    return await use(meter);
  } catch (error) {
    throw interrupted.aborted ? interruptionError('the meter was released') : error;
  } finally {
    await close();
    interrupted.removeEventListener('abort', close);
  }
}
