/**
 * Environment variables that a flow itself sets: a group, its tab or subflow, and the global ones, in the order in
 * which Node-RED asks them. A file has no place for them, so their values take the place of their names.
 */
import type { FlowNode } from './flow-nodes.js';
import { subflowOf } from './flow-subflows.js';
import { isObject, type JsonObject, singleText } from './json-object.js';

type Values = ReadonlyMap<string, string>;

/** Groups and subflows within each other. */
const MOST_LEVELS = 20;
/** Rows of a table, and their values. */
const DEEPEST = 2;
/** Of these the value is what is written. */
const PLAIN_TYPES: ReadonlySet<unknown> = new Set(['str', 'num', 'bool', 'conf-type', undefined]);

/** @param flow all nodes of it, among them those that set variables */
export function withVariables(nodes: readonly FlowNode[], flow: readonly FlowNode[]): readonly FlowNode[] {
  const byId = new Map(flow.map((node) => [node.id, node]));
  const globals = flow.filter(({ type }) => type === 'global-config');
  // Instances of one subflow have the same list.
  const known = new Map<unknown, Values>();
  const valuesOf = ({ properties: { env } }: FlowNode): Values => {
    const values = known.get(env) ?? valuesIn(env);
    known.set(env, values);
    return values;
  };
  return nodes.map((node) => {
    const values = [...ownersOf(node, byId), ...globals].map(valuesOf);
    return { ...node, properties: filledIn(node.properties, values, DEEPEST) };
  });
}

/**
 * What a node stands in, from within: groups, and then their tab, or the instance of a subflow, what this takes
 * from the subflow, and so on.
 */
export function ownersOf(node: FlowNode, byId: ReadonlyMap<string, FlowNode>): readonly FlowNode[] {
  const owners: FlowNode[] = [];
  let [group, z] = [byId.get(singleText(node.properties.g)), node.properties.z];
  while (owners.length < MOST_LEVELS) {
    const owner: FlowNode | undefined = group ?? byId.get(singleText(z));
    if (owner === undefined) break;
    const subflow = byId.get(subflowOf(owner) ?? '');
    owners.push(owner, ...(subflow === undefined ? [] : [subflow]));
    z = group === undefined ? owner.properties.z : z;
    group = byId.get(singleText(owner.properties.g));
  }
  return owners;
}

function valuesIn(env: unknown): Values {
  const entries = Array.isArray(env) ? env.filter(isObject) : [];
  const plain = entries.filter(({ type }) => PLAIN_TYPES.has(type));
  return new Map(plain.reverse().map(({ name, value }) => [singleText(name), singleText(value)]));
}

function filledIn(properties: JsonObject, known: readonly Values[], levels: number): JsonObject {
  const filled = (value: unknown, left: number): unknown => {
    if (left > 0 && Array.isArray(value)) return value.map((each) => filled(each, left - 1));
    if (left > 0 && isObject(value)) return filledIn(value, known, left - 1);
    return substituted(value, known);
  };
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, filled(value, levels)]));
}

function substituted(value: unknown, known: readonly Values[]): unknown {
  const name = typeof value === 'string' ? /^\$\{(\S+)\}$/.exec(value.trim())?.[1] : undefined;
  if (name === undefined) return value;
  return known.find((values) => values.has(name))?.get(name) ?? value;
}
