/** The meters that a read node may ask: its own, and those that messages name where the node allows that. */
import type { Node, NodeAPI } from 'node-red';
import type { Tag } from '../src/cosem/obis.js';
import { DlmsError } from '../src/errors.js';
import { attempt } from './attempt.js';
import type { DeviceNode, MeterUse } from './device-node.js';
import { deviceSecrets } from './device-secrets.js';
import { MessageMeters } from './message-meters.js';
import { MeterFleet } from './meter-fleet.js';
import type { NodeState } from './node-status.js';
import { sharedPool } from './shared-pool.js';

/** Why a node cannot read. */
export interface Refusal {
  readonly kind: 'refusal';
  readonly error: DlmsError;
  readonly state: NodeState;
  /** Whether Catch nodes are to hear of it from this node. */
  readonly tell: boolean;
}

type Runtime = Pick<NodeAPI, 'settings' | 'log'> & {
  readonly nodes: Pick<NodeAPI['nodes'], 'getNode' | 'eachNode'>;
};

export function deviceOf({ nodes }: Runtime, id: string): DeviceNode | undefined {
  const node = nodes.getNode(id);
  return node?.type === 'dlms-device' ? (node as DeviceNode) : undefined;
}

/**
 * Registers the node with its meter.
 * @param device undefined where there is none of that `id`
 * @param tags that the node reads of it
 */
export function ownMeter(
  runtime: Runtime,
  node: Node,
  { device, id }: { readonly device: DeviceNode | undefined; readonly id: string },
  tags: readonly Tag[],
): MeterUse | Refusal {
  if (device === undefined) return withoutDevice(id, isDisabled(runtime, id));
  const use = attempt(() => device.register(node, tags));
  // Where the meter's own settings are wrong, its node tells so.
  return use instanceof DlmsError ? refusal(use, { kind: 'refused' }, false) : use;
}

export function refusal(error: DlmsError, state: NodeState, tell: boolean): Refusal {
  return { kind: 'refusal', error, state, tell };
}

export function isRefusal(result: object): result is Refusal {
  return 'kind' in result && result.kind === 'refusal';
}

/** @param own whose secrets messages may use */
export function messageMeters(
  runtime: Runtime,
  node: Node,
  device: DeviceNode | undefined,
  own: MeterUse | Refusal,
): MessageMeters {
  const { pool } = sharedPool(runtime);
  const fleet = new MeterFleet({ pool, userId: `${node.id} msg.meter` });
  const warn = (text: string) => node.warn(text);
  if (device === undefined || isRefusal(own)) return new MessageMeters({ fleet, own: undefined, warn });
  const names = [own.settings.alias, device.name, device.id].filter((name) => name !== undefined);
  const secrets = () => deviceSecrets(device.credentials);
  return new MessageMeters({ fleet, own: { names, secrets }, warn });
}

function isDisabled({ nodes }: Runtime, id: string): boolean {
  let disabled = false;
  nodes.eachNode((node) => {
    if (node.id === id && 'd' in node && node.d === true) disabled = true;
  });
  return disabled;
}

function withoutDevice(id: string, disabled: boolean): Refusal {
  const value = id ? `"${id}" ${disabled ? 'is disabled' : 'does not exist'}` : 'is not set';
  const error = new DlmsError(`device ${value}: choose a meter that is switched on`, {
    code: 'DLMS_SETTING',
    layer: 'settings',
    fault: 'settings',
    hint: 'Open the read node and choose its meter.',
  });
  return refusal(error, { kind: disabled ? 'disabled' : 'no-device' }, !disabled);
}
