/** The options of every command that talks to a meter and can show what goes over the line. */
import type { Trace, TraceLayer } from '../client/primitive.js';
import type { Clock } from '../meter/clock.js';
import type { Command } from './arguments/command.js';
import type { Output } from './output.js';
import { traceLines } from './trace-lines.js';
import { tracePrinter } from './trace-printer.js';

export interface TraceChoice {
  readonly shown: boolean;
  /** Ciphered messages are also shown deciphered. */
  readonly plain: boolean;
}

export const ALL_LAYERS: ReadonlySet<TraceLayer> = new Set(['application', 'link', 'transport'] as const);

export function addTraceOptions(command: Command): Command {
  return command
    .option('--trace', 'shows on stderr what goes over the line, without secrets')
    .option('--show-plain', 'with --trace: what is inside of ciphered messages, too');
}

export function traceChoice({ trace, showPlain }: Readonly<Record<string, unknown>>): TraceChoice {
  return { shown: trace === true || showPlain === true, plain: showPlain === true };
}

/** All or nothing. */
export function layersOf({ shown }: TraceChoice): ReadonlySet<TraceLayer> {
  return shown ? ALL_LAYERS : new Set();
}

/** What hears the traces of a meter: all of them, or only remarks about what the meter does. */
export function traceListener(
  { shown }: TraceChoice,
  { note: print, colours = false }: Output,
  clock: Clock,
): (trace: Trace) => void {
  if (shown) {
    const printer = tracePrinter(ALL_LAYERS, traceLines({ print, clock, colours }));
    return (trace) => printer(trace);
  }
  return ({ layer, note }) => {
    if (layer === 'application' && note !== undefined) print(`dlms: note: ${note}`);
  };
}
