/**
 * A subflow made what Node-RED makes of it: its nodes once for each of its instances, with ids of their own. One
 * that is used nowhere stays as it is.
 */
import type { Findings } from './findings.js';
import type { FlowNode } from './flow-nodes.js';
import { type JsonObject, singleText } from './json-object.js';

const INSTANCE = 'subflow:';
/** Subflows within subflows. */
const MOST_LEVELS = 10;
/** Of all that is made of subflows: a small flow must not grow without bounds. */
const MOST_VALUES = 500_000;
/** A node, its table, the rows of it: what becomes another one in each instance. */
const DEEPEST = 3;
/** Characters that count as one value. */
const SHORT_TEXT = 50;
/** Properties that name other nodes. */
const REFERENCES = ['device', 'g'] as const;

interface Template {
  readonly nodes: FlowNode[];
  /** Values in its nodes. */
  size: number;
}

export function withInstances(nodes: readonly FlowNode[], findings: Findings): readonly FlowNode[] {
  const templates = templatesIn(nodes);
  const used = new Set(nodes.map(subflowOf));
  const isTemplate = (z: string) => templates.has(z) && used.has(z);
  const outside = nodes.filter(({ properties: { z } }) => !isTemplate(singleText(z)));
  const waiting = outside.map((node) => ({ node, level: 0 }));
  let left = MOST_VALUES;
  for (const { node, level } of waiting) {
    const template = templates.get(subflowOf(node) ?? '');
    if (template === undefined || level >= MOST_LEVELS) continue;
    left -= template.size + template.nodes.length * weightOf(node.id);
    if (left < 0) continue;
    for (const copy of copiesFor(node, template.nodes)) waiting.push({ node: copy, level: level + 1 });
  }
  if (left < 0) findings.warning('the flow', 'has too much in its subflows: a part of it was left out');
  return waiting.map(({ node }) => node);
}

/** Of an instance, the id of its subflow. */
export function subflowOf({ type }: FlowNode): string | undefined {
  return type.startsWith(INSTANCE) ? type.slice(INSTANCE.length) : undefined;
}

function templatesIn(nodes: readonly FlowNode[]): ReadonlyMap<string, Template> {
  const subflows = nodes.filter(({ type }) => type === 'subflow');
  const templates = new Map(subflows.map(({ id }): [string, Template] => [id, { nodes: [], size: 0 }]));
  for (const node of nodes) {
    const template = templates.get(singleText(node.properties.z));
    if (template === undefined) continue;
    template.nodes.push(node);
    template.size += sizeOf(node.properties, DEEPEST);
  }
  return templates;
}

/** Of a text: ids and names become parts of others. */
function weightOf({ length }: string): number {
  return 1 + Math.floor(length / SHORT_TEXT);
}

function sizeOf(value: unknown, levels: number): number {
  if (typeof value === 'string') return weightOf(value);
  if (levels === 0 || typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, each: unknown) => sum + sizeOf(each, levels - 1), 1);
}

function copiesFor(instance: FlowNode, inner: readonly FlowNode[]): readonly FlowNode[] {
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
