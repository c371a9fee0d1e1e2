/**
 * Traces for people who look on: a line for each APDU, frame or run of octets, with the time since the
 * start, the layer and the direction; what is in it stands below. Secrets are `***` or asterisks before
 * traces come here.
 */
import type { Trace, TraceLayer } from '../client/primitive.js';
import type { Clock } from '../meter/clock.js';
import { traceContents } from './trace-contents.js';

export interface TracePrinterOptions {
  readonly layers: ReadonlySet<TraceLayer>;
  readonly print: (line: string) => void;
  readonly clock: Pick<Clock, 'now'>;
  /** Whether lines may have the colours of a terminal. */
  readonly colours: boolean;
}

/** @param device whose trace it is, where there are several */
export type TracePrinter = (trace: Trace, device?: string) => void;

const LABELS: Readonly<Record<TraceLayer, string>> = {
  application: 'app ',
  link: 'link',
  transport: 'oct ',
};
const SECONDS_WIDTH = 9;
const INDENT = ' '.repeat(SECONDS_WIDTH + 1 + 2 + 5);

/** Select graphic rendition of a terminal (ECMA-48). */
const COLOURS = { sent: 36, received: 32, wrong: 31, dim: 2 } as const;

export function tracePrinter({ layers, print, clock, colours }: TracePrinterOptions): TracePrinter {
  const start = clock.now();
  const coloured = (text: string, colour: keyof typeof COLOURS) =>
    colours ? `\u001b[${COLOURS[colour]}m${text}\u001b[0m` : text;
  return (trace, device) => {
    const { layer, direction, note } = trace;
    if (!layers.has(layer)) return;
    const { title, details } = traceContents(trace);
    const seconds = ((clock.now() - start) / 1000).toFixed(3).padStart(SECONDS_WIDTH);
    const arrow = coloured(direction === 'sent' ? '→' : '←', direction);
    const named = device === undefined ? '' : `${device} `;
    print(`${seconds} ${arrow} ${LABELS[layer]} ${named}${coloured(title, direction)}`);
    for (const line of details) print(INDENT + coloured(line, line.startsWith('!') ? 'wrong' : 'dim'));
    if (note !== undefined) print(INDENT + coloured(`! ${note}`, 'wrong'));
  };
}
