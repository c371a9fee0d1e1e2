/** The options of every command that talks to a meter and can show what goes over the line. */
import type { Command } from 'commander';
import type { Trace, TraceLayer } from '../client/primitive.js';
import { systemClock } from '../meter/clock.js';
import type { Output } from './output.js';
import { tracePrinter } from './trace-printer.js';

export interface TraceChoice {
  readonly shown: boolean;
  /** Ciphered messages are also shown deciphered. */
  readonly plain: boolean;
}

const ALL_LAYERS: ReadonlySet<TraceLayer> = new Set(['application', 'link', 'transport'] as const);

export function addTraceOptions(command: Command): Command {
  return command
    .option('--trace', 'shows on stderr what goes over the line, without secrets')
    .option('--show-plain', 'with --trace: what is inside of ciphered messages, too');
}

export function traceChoice({ trace, showPlain }: Readonly<Record<string, unknown>>): TraceChoice {
  return { shown: trace === true || showPlain === true, plain: showPlain === true };
}

/** What hears the traces of a meter: all of them, or only remarks about what the meter does. */
export function traceListener({ shown }: TraceChoice, output: Output): (trace: Trace) => void {
  const { note: print, colours = false } = output;
  if (shown) return tracePrinter({ layers: ALL_LAYERS, print, clock: systemClock, colours });
  return ({ layer, note }) => {
    if (layer === 'application' && note !== undefined) print(`dlms: note: ${note}`);
  };
}
