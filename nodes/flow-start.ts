/**
 * The end of a deployment. Errors of a node that is just being made reach Catch nodes only then, since
 * until then Node-RED knows of no Catch node; and a meter is best read when the simulated meters of the
 * same flow listen.
 */
import type { EventEmitter } from 'node:events';
import type { NodeAPI } from 'node-red';

export interface FlowStart {
  /** Resolves when the deployment under way is done; to be asked in a node's constructor only. */
  started(): Promise<void>;
  /** The deployment is done when this is settled, too. */
  await(preparation: Promise<unknown>): void;
}

const starts = new WeakMap<EventEmitter, FlowStart>();

/** One for all node types, and one listener for all nodes of a deployment. */
export function flowStart({ events }: Pick<NodeAPI, 'events'>): FlowStart {
  const known = starts.get(events);
  if (known !== undefined) return known;
  const start = newFlowStart(events);
  starts.set(events, start);
  return start;
}

function newFlowStart(events: EventEmitter): FlowStart {
  let pending: Promise<void> | undefined;
  let preparations: Promise<unknown>[] = [];
  const end = async () => {
    const awaited = preparations;
    pending = undefined;
    preparations = [];
    await Promise.allSettled(awaited);
  };
  return {
    started: () => {
      pending ??= new Promise((resolve) => {
        events.once('flows:started', () => void end().then(resolve));
      });
      return pending;
    },
    await: (preparation) => {
      preparations.push(preparation);
    },
  };
}
