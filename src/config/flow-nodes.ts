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

const LISTS = ['flows', 'nodes', 'configs', 'subflows'] as const;

/** Whether a JSON value is a flow, not the configuration file of devices and signals. */
export function isFlow(value: unknown): boolean {
  return Array.isArray(value) || (isObject(value) && LISTS.some((list) => Array.isArray(value[list])));
}

/** @param text of which `value` was made */
export function flowNodes(value: unknown, text: string): readonly FlowNode[] {
  const lines = jsonLines(text);
  if (Array.isArray(value)) return nodesIn(value, '', lines);
  if (!isObject(value)) return [];
  return LISTS.flatMap((list) => nodesIn(value[list], list, lines));
}

function nodesIn(list: unknown, path: string, lines: ReadonlyMap<string, number>): readonly FlowNode[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((properties: unknown, at) => {
    if (!isObject(properties)) return [];
    const { id, type, name } = properties;
    if (typeof id !== 'string' || typeof type !== 'string') return [];
    const line = lines.get(`${path}[${at}]`);
    const label = typeof name === 'string' && name !== '' ? ` "${name}"` : '';
    const where = line === undefined ? '' : `, line ${line}`;
    return [{ id, type, properties, place: `node ${id}${label}${where}` }];
  });
}
