/** The nodes in what Node-RED exports: a list, or an object of its admin API that holds lists of nodes. */

import { jsonLines } from './json-lines.js';
import { isObject, type JsonObject } from './json-object.js';

export interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly properties: JsonObject;
  /** For people: `node a1b2c3 "Cellar", line 14`. */
  readonly place: string;
}

const INNER = ['nodes', 'configs'] as const;
const LISTS = ['flows', ...INNER, 'subflows'] as const;

/** Whether a JSON value is a flow, not the configuration file of devices and signals. */
export function isFlow(value: unknown): boolean {
  return Array.isArray(value) || (isObject(value) && LISTS.some((list) => Array.isArray(value[list])));
}

/** @param text of which `value` was made */
export function flowNodes(value: unknown, text: string): readonly FlowNode[] {
  const lines = jsonLines(text);
  if (Array.isArray(value)) return nodesIn(value, '', lines);
  if (!isObject(value)) return [];
  return [...tabIn(value), ...LISTS.flatMap((list) => nodesIn(value[list], list, lines))];
}

/** One flow of the admin API is its tab, too. */
function tabIn(flow: JsonObject): readonly FlowNode[] {
  const { id } = flow;
  return typeof id === 'string' ? [{ id, type: 'tab', properties: flow, place: `flow ${id}` }] : [];
}

function nodesIn(list: unknown, path: string, lines: ReadonlyMap<string, number>): readonly FlowNode[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((properties: unknown, at) => {
    if (!isObject(properties)) return [];
    const { id, type, name } = properties;
    if (typeof id !== 'string' || typeof type !== 'string') return [];
    const own = `${path}[${at}]`;
    const line = lines.get(own);
    const label = typeof name === 'string' && name !== '' ? ` "${name}"` : '';
    const where = line === undefined ? '' : `, line ${line}`;
    const node = { id, type, properties, place: `node ${id}${label}${where}` };
    // Subflows of the admin API hold their nodes themselves.
    const within = type === 'subflow' ? INNER : [];
    return [node, ...within.flatMap((inner) => nodesIn(properties[inner], `${own}.${inner}`, lines))];
  });
}
