/** A stack pair with a scripted meter, and its outcomes in a few words. */
import assert from 'node:assert/strict';
import type { StackOutput } from '../../src/client/primitive.js';
import type { AttributeDescriptor } from '../../src/cosem/descriptor.js';
import { attribute, told } from './apdus.js';
import { type ClientOptions, clientStack } from './client-stacks.js';
import { type Script, scriptedMeter } from './scripted-meter.js';
import { StackPair } from './stack-pair.js';
import { hdlcStation } from './tiny-hdlc.js';
import { wrapperServer } from './tiny-wrapper.js';

export const ENERGY = attribute(3, '1.0.1.8.0.255', 2);
export const SCALER = attribute(3, '1.0.1.8.0.255', 3);

type Options = Partial<ClientOptions>;

export function overWrapper(script: Script, options: Options = {}): StackPair {
  const server = wrapperServer(scriptedMeter(script));
  return new StackPair({ stack: clientStack({ framing: 'wrapper', ...options }), server });
}

/** `restart` lets the meter forget its connection. */
export function overHdlc(script: Script, options: Options = {}): StackPair & { restart(): void } {
  const station = hdlcStation(scriptedMeter(script));
  const pair = new StackPair({
    stack: clientStack({ framing: 'hdlc', ...options }),
    server: station.serve,
  });
  return Object.assign(pair, { restart: () => station.restart() });
}

export const BOTH: readonly (readonly [string, (script: Script, options?: Options) => StackPair])[] = [
  ['HDLC', overHdlc],
  ['WRAPPER', overWrapper],
];

/** The values of a GET, or its error. */
export function get(pair: StackPair, ...attributes: readonly AttributeDescriptor[]): string {
  return tell(pair.ask({ kind: 'GET.request', attributes: attributes.length === 0 ? [ENERGY] : attributes }));
}

export function tell(output: StackOutput): string {
  if (output.kind === 'GET.failed' || output.kind === 'COSEM-ABORT.indication') return told(output.cause);
  if (output.kind !== 'GET.confirm') return output.kind;
  return output.results
    .map((result) => (result.kind === 'data' && 'value' in result.data ? result.data.value : result.kind))
    .join();
}

export function opened<T extends StackPair>(pair: T): T {
  assert.equal(tell(pair.open()), 'COSEM-OPEN.confirm');
  return pair;
}

export function notes(pair: StackPair): string[] {
  return pair.traces.flatMap(({ note }) => (note === undefined ? [] : [note]));
}
