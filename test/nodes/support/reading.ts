/** A read node beside a simulated meter, asked by messages and heard by sinks. */
import type { NodeMessage } from 'node-red';
import { device, flow, read } from './flows.js';
import { type Caught, Inbox, load, nodeOf } from './runtime.js';

export interface ErrorMessage extends NodeMessage {
  readonly error: Caught;
}

export interface ValueMessage extends NodeMessage {
  readonly topic: string;
  readonly payload: unknown;
  readonly unit: string;
  readonly timestamp: number;
  readonly quality: string;
  readonly dlms: Record<string, unknown>;
}

export interface RunningReader {
  readonly out: Inbox<ValueMessage>;
  readonly errors: Inbox<ErrorMessage>;
  readonly completed: Inbox;
  ask(message?: NodeMessage): void;
}

/** @param port of the simulated meter. */
export async function startReader(
  port: number,
  reader: Record<string, unknown>,
  meter: Record<string, unknown> = {},
): Promise<RunningReader> {
  await load(flow(device(port, meter), read(reader)));
  return {
    out: new Inbox('out'),
    errors: new Inbox('errors'),
    completed: new Inbox('completed'),
    ask: (message = {}) => nodeOf('read1').receive(message),
  };
}
