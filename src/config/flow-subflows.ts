/**
 * A subflow made what Node-RED makes of it: its nodes once for each of its instances, with ids of their own. One
 * that is used nowhere stays as it is.
 */
import type { FlowNode } from './flow-nodes.js';
import { type JsonObject, singleText } from './json-object.js';

const INSTANCE = 'subflow:';
/** Subflows within subflows. */
const MOST_LEVELS = 10;
/** More nodes are no flow; what is beyond them is left out. */
const MOST_NODES = 20_000;
/** Properties that name other nodes. */
const REFERENCES = ['device', 'g'] as const;

type Templates = ReadonlyMap<string, readonly FlowNode[]>;

export function withInstances(nodes: readonly FlowNode[]): readonly FlowNode[] {
  const subflows = new Map(nodes.filter(({ type }) => type === 'subflow').map((node) => [node.id, node]));
  const templates = innerNodes(nodes, subflows);
  const used = new Set(nodes.map((node) => subflowOf(node)));
  const isTemplate = ({ properties: { z } }: FlowNode) =>
    subflows.has(singleText(z)) && used.has(singleText(z));
  const made: FlowNode[] = [];
  const waiting = nodes.filter((node) => !isTemplate(node)).map((node) => ({ node, level: 0 }));
  for (let at = 0; at < waiting.length && made.length < MOST_NODES; at += 1) {
    const { node, level } = waiting[at] ?? { node: undefined, level: 0 };
    if (node === undefined) break;
    const subflow = subflows.get(subflowOf(node) ?? '');
    made.push(subflow === undefined ? node : withDefaults(node, subflow));
    if (subflow === undefined || level >= MOST_LEVELS) continue;
    for (const copy of copiesFor(node, subflow, templates)) waiting.push({ node: copy, level: level + 1 });
  }
  return made;
}

/** Of an instance, the id of its subflow. */
function subflowOf({ type }: FlowNode): string | undefined {
  return type.startsWith(INSTANCE) ? type.slice(INSTANCE.length) : undefined;
}

function innerNodes(nodes: readonly FlowNode[], subflows: ReadonlyMap<string, FlowNode>): Templates {
  const templates = new Map<string, FlowNode[]>([...subflows.keys()].map((id) => [id, []]));
  for (const node of nodes) templates.get(singleText(node.properties.z))?.push(node);
  return templates;
}

/** What an instance says goes before what its subflow says: of two variables of one name the first counts. */
function withDefaults(instance: FlowNode, { properties: { env } }: FlowNode): FlowNode {
  const variables = [...listOf(instance.properties.env), ...listOf(env)];
  return { ...instance, properties: { ...instance.properties, env: variables } };
}

function copiesFor(instance: FlowNode, { id }: FlowNode, templates: Templates): readonly FlowNode[] {
  const inner = templates.get(id) ?? [];
  const ids = new Set(inner.map((node) => node.id));
  return inner.map((node) => ({
    ...node,
    id: `${instance.id}-${node.id}`,
    properties: inInstance(node.properties, instance, ids),
    place: `${node.place}, in ${instance.id}`,
  }));
}

function inInstance(properties: JsonObject, instance: FlowNode, ids: ReadonlySet<string>): JsonObject {
  const named = REFERENCES.flatMap((reference) => {
    const id = properties[reference];
    return typeof id === 'string' && ids.has(id) ? [[reference, `${instance.id}-${id}`]] : [];
  });
  return { ...properties, ...Object.fromEntries(named), z: instance.id };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
