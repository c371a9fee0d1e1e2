/** The example flows as they are imported, on ports that are free. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { NodeInitializer } from 'node-red';
import { type Credentials, type FlowNode, freePort } from './runtime.js';

const FOLDER = 'examples';

export const EXAMPLES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length))
  .sort();

export function exampleText(name: string): string {
  return readFileSync(join(FOLDER, `${name}.json`), 'utf8');
}

export function example(name: string): FlowNode[] {
  return JSON.parse(exampleText(name)) as FlowNode[];
}

/** @param ports of what the flow finds outside, by those that it names: `{ '1883': 40123 }` */
export async function exampleOnFreePorts(
  name: string,
  ports: Readonly<Record<string, number>> = {},
): Promise<FlowNode[]> {
  let text = exampleText(name);
  const simulators = example(name).filter(({ type }) => type === 'dlms-simulator');
  const places = { ...ports };
  for (const { port } of simulators) places[String(port)] ??= await freePort();
  for (const [named, actual] of Object.entries(places)) text = text.replaceAll(named, String(actual));
  return JSON.parse(text) as FlowNode[];
}

/** As a user directory keeps them: secrets apart from the flow. */
export function withoutSecrets(nodes: readonly FlowNode[]): { flow: FlowNode[]; credentials: Credentials } {
  const secrets = nodes.flatMap(({ id, credentials }) =>
    credentials === undefined ? [] : [[id, credentials] as const],
  );
  return {
    flow: nodes.map(({ credentials, ...node }) => node as FlowNode),
    credentials: Object.fromEntries(secrets) as Credentials,
  };
}

const CORE = {
  inject: 'common/20-inject.js',
  function: 'function/10-function.js',
  switch: 'function/10-switch.js',
  change: 'function/15-change.js',
  split: 'sequence/17-split.js',
  link: 'common/60-link.js',
  mqtt: 'network/10-mqtt.js',
  'http request': 'network/21-httprequest.js',
} as const;

/** Nodes of Node-RED's own, of the version under test. */
export function coreNodes(...names: readonly (keyof typeof CORE)[]): NodeInitializer[] {
  const { NODE_RED_PATH = require.resolve('node-red') } = process.env;
  const paths = [dirname(NODE_RED_PATH)];
  return names.map((name) => require(require.resolve(`@node-red/nodes/core/${CORE[name]}`, { paths })));
}
