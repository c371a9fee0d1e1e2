/**
 * Traces for people who look on: a line for each APDU, frame or run of octets, and what is in it below.
 * Secrets are `***` or asterisks before traces come here.
 */
import type { Trace, TraceLayer } from '../client/primitive.js';
import { TraceContents } from './trace-contents.js';
import type { Detail, ShowLine } from './trace-lines.js';

/** @param device whose trace it is, where there are several */
export type TracePrinter = (trace: Trace, device?: string) => void;

const LABELS: Readonly<Record<TraceLayer, string>> = { application: 'app', link: 'link', transport: 'oct' };

/** Something that is not as it should be, or a refusal behind what was asked for. */
const WRONG = /(?:^| {2})! /;

export function tracePrinter(layers: ReadonlySet<TraceLayer>, show: ShowLine): TracePrinter {
  const known = new Map<string, TraceContents>();
  return (trace, device = '') => {
    const { layer, direction, note } = trace;
    const contents = known.get(device) ?? new TraceContents();
    known.set(device, contents);
    // What answers it is understood by a request that is not shown, too.
    const { title, details } = contents.of(trace);
    if (!layers.has(layer)) return;
    const wrong: readonly Detail[] = note === undefined ? [] : [{ text: `! ${note}`, colour: 'error' }];
    const lines = details.map((text): Detail => (WRONG.test(text) ? { text, colour: 'error' } : { text }));
    show({ label: LABELS[layer], text: title, device, direction, details: [...lines, ...wrong] });
  };
}
