/** A meter for the time of one command: it is released in order at the end, and when the user interrupts. */
import { MeterClient } from '../meter/meter-client.js';
import { openTransport } from '../pool/open-transport.js';
import type { CommandContext } from './command.js';
import { interruptionError } from './failure.js';
import type { MeterChoice } from './meter-options.js';
import { traceListener } from './trace-options.js';

export async function withMeter<T>(
  { settings, warnings, trace }: MeterChoice,
  { output, interrupted }: CommandContext,
  use: (meter: MeterClient) => Promise<T>,
): Promise<T> {
  for (const warning of warnings) output.note(`dlms: warning: ${warning}`);
  const meter = new MeterClient({
    settings,
    open: openTransport(settings),
    onTrace: traceListener(trace, output),
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
